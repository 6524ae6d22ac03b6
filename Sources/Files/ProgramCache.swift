import Foundation

/// The folder of what was compiled before, executables and objects, by a key that stands for all
/// they depend on, and of modules to interpret.
///
/// Files come whole, by renaming, so that many processes can use the folder at once. Those not used
/// for longest go when there are too many, or when they are too large together.
package struct ProgramCache {
  private let folder: String
  private let limits: Limits

  /// How many files are kept, and how many bytes they may have together.
  package struct Limits: Sendable {
    package var count: Int
    package var sizeBytes: Int

    package init(count: Int = 256, sizeBytes: Int = 2 << 30) {
      self.count = count
      self.sizeBytes = sizeBytes
    }
  }

  /// The cache in a folder, which is made when there is something to keep.
  package init(folder: String = CacheFolder.path, limits: Limits = Limits()) {
    self.folder = folder
    self.limits = limits
  }

  /// The path of the file with this key, which is about to be used; nil if there is none.
  package func existingPath(for key: String) -> String? {
    let path = "\(folder)/\(key)"
    // The time of the last use; if it can't be noted, the file merely seems older than it is.
    guard access(path, R_OK) == 0 else { return nil }
    utimes(path, nil)
    return path
  }

  /// The path of the file with this key, made now unless it is there and to be used.
  package func path<Failure: FileMakingError>(
    for key: String, remaking isRemade: Bool = false,
    making make: (String) throws(Failure) -> Void
  ) throws(Failure) -> String {
    if !isRemade, let path = existingPath(for: key) { return path }
    let path = "\(folder)/\(key)"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw Failure(.notWritten(path: folder, reason: error.localizedDescription))
    }
    try Self.withLock("\(path).lock") { () throws(Failure) in
      // Somebody else may have made it while this one waited.
      if isRemade || access(path, R_OK) != 0 { try make(path) }
    }
    removeOldest(but: path)
    return path
  }

  /// Calls the body while nobody else has the lock; the system takes it back from those that end.
  ///
  /// If there can be none, two may make the same file, and the last one stays.
  private static func withLock<Failure>(
    _ path: String, _ body: () throws(Failure) -> Void
  ) throws(Failure) {
    let lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    defer { if lock >= 0 { close(lock) } }
    while lock >= 0, flock(lock, LOCK_EX) < 0, errno == EINTR {}
    // Nobody needs the file any more: those who waited find what was made.
    defer { unlink(path) }
    try body()
  }

  private func removeOldest(but newest: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let files = names.filter { $0 != TrustedCode.listName }.map { name in
      let path = "\(folder)/\(name)"
      var status = stat()
      stat(path, &status)
      return (path: path, sizeBytes: Int(status.st_size), time: status.st_mtim.tv_sec)
    }
    var sizeBytes = 0
    for (index, file) in files.sorted(by: { $0.time > $1.time }).enumerated() {
      sizeBytes += file.sizeBytes
      let isWithin = index < limits.count && sizeBytes <= limits.sizeBytes
      if !isWithin && file.path != newest { unlink(file.path) }
    }
  }
}
