package import Foundation

/// Reads and writes the files that this program keeps of canisters.
///
/// Their folder is not trusted: a link to another file,
/// something that never ends or never begins.
package enum OwnFile {
  /// More than the largest executable.
  package static let maximumSizeBytes = 256 * 1024 * 1024

  /// All of a file, which must be one; nil if there is nothing.
  package static func read(
    _ path: String, maximumSizeBytes: Int = maximumSizeBytes
  ) throws(StateError) -> Data? {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    if descriptor < 0 {
      if errno == ENOENT { return nil }
      let reason = errno == ELOOP ? "it is a link" : String(systemError: errno)
      throw .fileNotRead(path, reason: reason)
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .fileNotRead(path, reason: "it is not a file")
    }
    do {
      let data = try file.read(upToCount: maximumSizeBytes) ?? Data()
      if data.count < maximumSizeBytes { return data }
    } catch {
      throw .fileNotRead(path, reason: error.localizedDescription)
    }
    throw .fileNotRead(path, reason: "it has \(maximumSizeBytes) bytes or more")
  }

  /// Replaces a file atomically: others see what was there before, or all of what is new.
  package static func write(_ data: Data, to path: String) throws(StateError) {
    do {
      try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw .fileNotWritten(path, reason: error.localizedDescription)
    }
  }
}
