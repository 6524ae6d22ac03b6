import Foundation

/// The folder of what was compiled before, executables and objects, by a key that stands for all
/// they depend on, and of modules to interpret.
///
/// Files come whole, by renaming, so that many processes can use the folder at once. Those not used
/// for longest go when there are too many, or when they are too large together.
struct ProgramCache {
  private let folder: String
  private let limits: Limits

  /// How many files are kept, and how many bytes they may have together.
  struct Limits {
    var count = 256
    var sizeBytes = 2 << 30
  }

  init(folder: String = CacheFolder.path, limits: Limits = Limits()) {
    self.folder = folder
    self.limits = limits
  }

  /// The path of the file with this key, made now unless it is there and to be used.
  func path(
    for key: String, remaking isRemade: Bool = false,
    making make: (String) throws(CompilationError) -> Void
  ) throws(CompilationError) -> String {
    let path = "\(folder)/\(key)"
    if !isRemade && access(path, R_OK) == 0 {
      // The time of the last use; if it can't be noted, the file merely seems older than it is.
      utimes(path, nil)
      return path
    }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw .notWritten(path: folder, reason: error.localizedDescription)
    }
    try make(path)
    removeOldest(but: path)
    return path
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
