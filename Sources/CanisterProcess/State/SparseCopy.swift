import Foundation

/// Copies files as they are on the disk: what was never written takes no room in the copy either.
package enum SparseCopy {
  private static let chunkBytes = 1 << 20
  /// Linux's `SEEK_DATA` and `SEEK_HOLE`, which the C library's module does not show.
  private static let toData: Int32 = 3
  private static let toHole: Int32 = 4

  /// Copies a folder with all that is in it; nothing may be at `target` yet.
  package static func copyFolder(_ source: String, to target: String) throws(StateError) {
    try makeFolder(target)
    for name in FileManager.default.subpaths(atPath: source)?.sorted() ?? [] {
      var isFolder: ObjCBool = false
      let path = "\(source)/\(name)"
      try refuseLink(path)
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
      if isFolder.boolValue {
        try makeFolder("\(target)/\(name)")
      } else {
        try copyFile(path, to: "\(target)/\(name)")
      }
    }
  }

  /// The source is not trusted: a link in it could lead to files outside of it.
  static func refuseLink(_ path: String) throws(StateError) {
    var status = stat()
    guard lstat(path, &status) != 0 || status.st_mode & S_IFMT != S_IFLNK else {
      throw .fileNotRead(path, reason: "it is a link")
    }
  }

  /// Makes a folder, and those above it, unless they are there.
  package static func makeFolder(_ path: String) throws(StateError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .fileNotWritten(path, reason: error.localizedDescription)
    }
  }

  /// Copies a file, which may be a link only if `followsLinks`; one at `target` is replaced.
  package static func copyFile(
    _ source: String, to target: String, followsLinks: Bool = false
  ) throws(StateError) {
    if !followsLinks { try refuseLink(source) }
    let input = open(
      source, O_RDONLY | (followsLinks ? 0 : O_NOFOLLOW) | O_NONBLOCK | O_CLOEXEC)
    guard input >= 0 else { throw .fileNotRead(source, reason: String(systemError: errno)) }
    defer { close(input) }
    let output = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard output >= 0 else { throw .fileNotWritten(target, reason: String(systemError: errno)) }
    defer { close(output) }
    var status = stat()
    guard fstat(input, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .fileNotRead(source, reason: "it is not a file")
    }
    guard ftruncate(output, status.st_size) == 0 else {
      throw .fileNotWritten(target, reason: String(systemError: errno))
    }
    var start = lseek(input, 0, toData)
    while start >= 0 {
      let end = lseek(input, start, toHole)
      guard end > start else { throw .fileNotRead(source, reason: String(systemError: errno)) }
      try copyBytes(start..<end, from: (input, source), to: (output, target))
      start = lseek(input, end, toData)
    }
    // Behind the last data, that is the answer.
    guard errno == ENXIO else { throw .fileNotRead(source, reason: String(systemError: errno)) }
  }

  private static func copyBytes(
    _ range: Range<off_t>, from source: (file: Int32, path: String),
    to target: (file: Int32, path: String)
  ) throws(StateError) {
    var buffer = [UInt8](repeating: 0, count: chunkBytes)
    var offset = range.lowerBound
    while offset < range.upperBound {
      let count = pread(source.file, &buffer, min(chunkBytes, range.upperBound - offset), offset)
      guard count > 0 else { throw .fileNotRead(source.path, reason: String(systemError: errno)) }
      var written = 0
      while written < count {
        let result = buffer[written..<count].withUnsafeBytes { bytes in
          pwrite(target.file, bytes.baseAddress, bytes.count, offset + written)
        }
        guard result > 0 else {
          throw .fileNotWritten(target.path, reason: String(systemError: errno))
        }
        written += result
      }
      offset += count
    }
  }
}
