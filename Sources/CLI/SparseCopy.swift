import Foundation

/// Copies files as they are on the disk: what was never written takes no room in the copy either.
enum SparseCopy {
  private static let chunkBytes = 1 << 20
  /// Linux's `SEEK_DATA` and `SEEK_HOLE`, which the C library's module does not show.
  private static let toData: Int32 = 3
  private static let toHole: Int32 = 4

  /// Copies a folder with all that is in it; nothing may be at `target` yet.
  static func copyFolder(_ source: String, to target: String) throws(CommandError) {
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

  /// What is copied may be a stranger's: a link could lead to what its owner never had.
  static func refuseLink(_ path: String) throws(CommandError) {
    var status = stat()
    guard lstat(path, &status) != 0 || status.st_mode & S_IFMT != S_IFLNK else {
      throw .stateFileNotRead(path, reason: "it is a link")
    }
  }

  /// Makes a folder, and those above it, unless they are there.
  static func makeFolder(_ path: String) throws(CommandError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .stateNotWritten(path, reason: error.localizedDescription)
    }
  }

  /// Copies a file; one at `target` is replaced.
  static func copyFile(_ source: String, to target: String) throws(CommandError) {
    try refuseLink(source)
    let input = open(source, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard input >= 0 else { throw .stateFileNotRead(source, reason: systemReason()) }
    defer { close(input) }
    let output = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard output >= 0 else { throw .stateNotWritten(target, reason: systemReason()) }
    defer { close(output) }
    var status = stat()
    guard fstat(input, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .stateFileNotRead(source, reason: "it is no file")
    }
    guard ftruncate(output, status.st_size) == 0 else {
      throw .stateNotWritten(target, reason: systemReason())
    }
    var start = lseek(input, 0, toData)
    while start >= 0 {
      let end = lseek(input, start, toHole)
      guard end > start else { throw .stateFileNotRead(source, reason: systemReason()) }
      try copyBytes(start..<end, from: (input, source), to: (output, target))
      start = lseek(input, end, toData)
    }
    // There are no data behind the last ones: that is no mistake.
    guard errno == ENXIO else { throw .stateFileNotRead(source, reason: systemReason()) }
  }

  private static func copyBytes(
    _ range: Range<off_t>, from source: (file: Int32, path: String),
    to target: (file: Int32, path: String)
  ) throws(CommandError) {
    var buffer = [UInt8](repeating: 0, count: chunkBytes)
    var offset = range.lowerBound
    while offset < range.upperBound {
      let count = pread(source.file, &buffer, min(chunkBytes, range.upperBound - offset), offset)
      guard count > 0 else { throw .stateFileNotRead(source.path, reason: systemReason()) }
      var written = 0
      while written < count {
        let result = buffer[written..<count].withUnsafeBytes { bytes in
          pwrite(target.file, bytes.baseAddress, bytes.count, offset + written)
        }
        guard result > 0 else { throw .stateNotWritten(target.path, reason: systemReason()) }
        written += result
      }
      offset += count
    }
  }

  private static func systemReason() -> String { String(cString: strerror(errno)) }
}
