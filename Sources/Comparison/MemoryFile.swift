import Foundation

/// A file of a canister's memory, opened to be read: sparse, so that reading it costs what was ever
/// written to it.
struct MemoryFile: ~Copyable {
  let sizeBytes: Int
  private let path: String
  private let descriptor: Int32

  /// Linux's `SEEK_DATA`, which the C library's module does not show.
  private static let toData: Int32 = 3

  init(_ path: String) throws(MemoryFileError) {
    self.path = path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw MemoryFileError(path: path, code: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw MemoryFileError(path: path, code: code)
    }
    self.descriptor = descriptor
    sizeBytes = status.st_size
  }

  deinit { close(descriptor) }

  /// Where data begin, at this offset or behind it; nil if only zeros follow.
  func data(from offset: Int) throws(MemoryFileError) -> Int? {
    let start = lseek(descriptor, offset, Self.toData)
    if start >= 0 { return start }
    guard errno == ENXIO else { throw MemoryFileError(path: path, code: errno) }
    return nil
  }

  /// Reads what lies at this offset; as many bytes as the buffer takes must be there.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(MemoryFileError) {
    var count = 0
    while count < buffer.count {
      let result = pread(
        descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count, offset + count)
      guard result > 0 else { throw MemoryFileError(path: path, code: result < 0 ? errno : EIO) }
      count += result
    }
  }
}

/// A file of a canister's memory that can't be read, and the system's reason.
package struct MemoryFileError: Error, CustomStringConvertible {
  let path: String
  let code: Int32

  package var description: String { "\(path) can't be read: \(String(cString: strerror(code)))" }
}
