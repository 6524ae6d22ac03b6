import Foundation

/// The folder of executables that were compiled before, by a key that stands for all they depend
/// on, and of modules to interpret.
///
/// Those not used for longest go when there are too many.
struct ExecutableCache {
  private let folder: String

  /// How many files are kept.
  static let maximumCount = 256

  /// The cache in `TINSMITH_CACHE`, else where the desktop's conventions put caches.
  init() {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["TINSMITH_CACHE"], !named.isEmpty {
      folder = named
    } else if let caches = environment["XDG_CACHE_HOME"], caches.hasPrefix("/") {
      folder = "\(caches)/tinsmith"
    } else {
      folder = NSHomeDirectory() + "/.cache/tinsmith"
    }
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
    removeOldest()
    return path
  }

  private func removeOldest() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard names.count > Self.maximumCount else { return }
    let files = names.map { name in
      let path = "\(folder)/\(name)"
      var status = stat()
      stat(path, &status)
      return (path, status.st_mtim.tv_sec)
    }
    for (path, _) in files.sorted(by: { $0.1 > $1.1 }).dropFirst(Self.maximumCount) {
      unlink(path)
    }
  }
}
