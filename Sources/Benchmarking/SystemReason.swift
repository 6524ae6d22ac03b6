import Foundation

/// The system's own words for why a file can't be read, as other tools print them.
package enum SystemReason {
  /// Why no byte of the file can be read, or nil if one can.
  package static func forNotReading(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return String(cString: strerror(errno)) }
    defer { close(descriptor) }
    var byte: UInt8 = 0
    return read(descriptor, &byte, 1) < 0 ? String(cString: strerror(errno)) : nil
  }
}
