import Foundation

/// Which network a command is about.
extension NetworkFolder {
  private static let name = ".tinsmith"

  /// The network in a given folder; else the nearest one in the current folder or above, or that
  /// beside a file which is named, or above; else one in the current folder, to be made.
  package static func find(_ path: String?, near file: String? = nil) -> NetworkFolder {
    if let path { return NetworkFolder(path: path) }
    let beside = file.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
    let current = FileManager.default.currentDirectoryPath
    return nearest(current) ?? beside.flatMap(nearest) ?? NetworkFolder(path: name)
  }

  /// The network in a folder, or above.
  ///
  /// There it must belong to the user: others may have put one into a folder that all may write.
  private static func nearest(_ start: String) -> NetworkFolder? {
    // A path has no folders above that begins in a current folder which was removed.
    guard start.hasPrefix("/") else { return nil }
    var url = URL(fileURLWithPath: start).standardizedFileURL
    let current = FileManager.default.currentDirectoryPath
    while true {
      let folder = url.appendingPathComponent(name).path
      let isOwn = url.path == start || belongsToUser(folder)
      if isOwn, NetworkFolder(path: folder).hasNetwork {
        return NetworkFolder(path: url.path == current ? name : folder)
      }
      let above = url.deletingLastPathComponent().standardizedFileURL
      if above.path == url.path { return nil }
      url = above
    }
  }

  private static func belongsToUser(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      && status.st_uid == geteuid()
  }
}
