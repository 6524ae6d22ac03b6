import Foundation
import Synchronization

/// Where this program keeps what it has compiled, and which programs it may run.
///
/// What is in it is run without asking, so no other user may be able to write there.
/// A folder of which that is not sure is not used; then one for this process alone takes its place.
package enum CacheFolder {
  /// The folder; it exists.
  package static var path: String { choice.path }

  /// Why the chosen folder is not used; nil if it is.
  package static var problem: CacheProblem? { choice.problem }

  /// Removes a folder that is for this process alone; to be called before it ends by a signal.
  package static func removeTemporary() {
    temporary.withLock { path in
      if let path { try? FileManager.default.removeItem(atPath: path) }
    }
  }

  private static let temporary = Mutex<String?>(nil)

  private struct Choice {
    let path: String
    let problem: CacheProblem?
  }

  private static let choice: Choice = {
    let usual = usualPath(ProcessInfo.processInfo.environment)
    guard let problem = problem(of: usual) else { return Choice(path: usual, problem: nil) }
    var template = Array((NSTemporaryDirectory() + "tinsmith-XXXXXX").utf8CString)
    // Without one, writing a file fails with the reason.
    guard mkdtemp(&template) != nil else { return Choice(path: usual, problem: problem) }
    let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    temporary.withLock { $0 = path }
    atexit { CacheFolder.removeTemporary() }
    return Choice(path: path, problem: problem)
  }()

  /// What `TINSMITH_CACHE` names, else where the desktop's conventions put caches.
  static func usualPath(_ environment: [String: String]) -> String {
    if let named = environment["TINSMITH_CACHE"], !named.isEmpty { return named }
    if let caches = environment["XDG_CACHE_HOME"], caches.hasPrefix("/") {
      return "\(caches)/tinsmith"
    }
    // Foundation looks in the list of users first, and so would ignore the home that the user
    // chose.
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? NSHomeDirectory()
    return "\(home)/.cache/tinsmith"
  }

  /// Makes the folder if it does not exist, and returns the reason not to use it, if any.
  static func problem(of path: String) -> CacheProblem? {
    var status = stat()
    guard make(path), stat(path + "/", &status) == 0 else {
      return CacheProblem(path: path, kind: .notMade(reason: String(cString: strerror(errno))))
    }
    guard status.st_uid == geteuid() else { return CacheProblem(path: path, kind: .ofOther) }
    if status.st_mode & 0o022 != 0 { return CacheProblem(path: path, kind: .open) }
    if let above = openFolder(above: path) {
      return CacheProblem(path: path, kind: .openAbove(above))
    }
    guard access(path, W_OK) == 0 else {
      return CacheProblem(path: path, kind: .notWritten(reason: String(cString: strerror(errno))))
    }
    return nil
  }

  /// Makes a folder and those above it, for the user alone; false, and the reason is in `errno`.
  private static func make(_ path: String) -> Bool {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return true }
    let above = (path as NSString).deletingLastPathComponent
    guard errno == ENOENT, !above.isEmpty, above != path, make(above) else { return false }
    return mkdir(path, 0o700) == 0 || errno == EEXIST
  }

  /// A folder above in which everybody can put another one in the place of what is there.
  private static func openFolder(above path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    var folder = String(cString: resolved)
    while folder != "/" {
      folder = (folder as NSString).deletingLastPathComponent
      var status = stat()
      guard stat(folder, &status) == 0 else { return folder }
      if status.st_mode & S_IWOTH != 0 && status.st_mode & S_ISVTX == 0 { return folder }
    }
    return nil
  }
}

/// Why a folder is not used to keep compiled code.
package struct CacheProblem: Equatable, Sendable, CustomStringConvertible {
  let path: String
  let kind: Kind

  enum Kind: Equatable, Sendable {
    case notMade(reason: String)
    case notWritten(reason: String)
    case ofOther
    /// Others than its owner may write there.
    case open
    case openAbove(String)
  }

  package var description: String {
    "nothing that is compiled is kept: \(path) \(reason); name another folder in TINSMITH_CACHE"
  }

  private var reason: String {
    switch kind {
    case .notMade(let reason): "can't be made: \(reason)"
    case .notWritten(let reason): "can't be written: \(reason)"
    case .ofOther: "belongs to another user"
    case .open: "can be written by other users, who could put programs there (chmod go-w)"
    case .openAbove(let folder): "can be replaced by other users, who can all write to \(folder)"
    }
  }
}
