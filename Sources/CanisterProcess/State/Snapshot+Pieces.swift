import Foundation

/// Pieces of a snapshot's files.
extension Snapshot {
  /// A file of a snapshot that has many bytes.
  package enum Part: Sendable {
    case module, heap, stableMemory
  }

  private func path(of part: Part) -> String {
    switch part {
    case .module: modulePath
    case .heap: "\(path)/\(StateFolder.File.heap.rawValue)"
    case .stableMemory: "\(path)/\(StateFolder.File.stableMemory.rawValue)"
    }
  }

  /// So many bytes of a part; zeros where its file ends or is not there.
  package func read(
    _ part: Part, offset: UInt64, size: Int
  ) throws(StateError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: size)
    let path = path(of: part)
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    if file < 0 && errno == ENOENT { return bytes }
    guard file >= 0 else { throw .fileNotRead(path, reason: String(systemError: errno)) }
    defer { close(file) }
    var done = 0
    while done < size {
      let count = bytes.withUnsafeMutableBytes { buffer in
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
        return pread(file, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
      }
      guard count >= 0 else { throw .fileNotRead(path, reason: String(systemError: errno)) }
      if count == 0 { break }
      done += count
    }
    return bytes
  }

  /// Writes bytes of a part.
  package func write(
    _ bytes: [UInt8], to part: Part, offset: UInt64
  ) throws(StateError) {
    let path = path(of: part)
    let file = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { throw .fileNotWritten(path, reason: String(systemError: errno)) }
    defer { close(file) }
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
        return pwrite(file, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
      }
      guard count > 0 else { throw .fileNotWritten(path, reason: String(systemError: errno)) }
      done += count
    }
  }

  /// Makes the folder of a snapshot whose parts are all zeros.
  package func make(sizes: [(part: Part, bytes: UInt64)]) throws(StateError) {
    try SparseCopy.makeFolder(path)
    for (part, bytes) in sizes {
      let path = path(of: part)
      let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard file >= 0 else { throw .fileNotWritten(path, reason: String(systemError: errno)) }
      defer { close(file) }
      guard ftruncate(file, off_t(bytes)) == 0 else {
        throw .fileNotWritten(path, reason: String(systemError: errno))
      }
    }
  }
}
