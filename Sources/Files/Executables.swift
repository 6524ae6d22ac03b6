import Foundation

/// Where programs lie.
package enum Executables {
  /// The file of the running program.
  package static let own: String = {
    let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return path ?? CommandLine.arguments.first ?? ""
  }()

  /// The folder of the libraries that are installed beside this program.
  package static let ownLibraryFolder: String = {
    let folder = (own as NSString).deletingLastPathComponent as NSString
    return folder.deletingLastPathComponent + "/lib/tinsmith"
  }()

  /// A program by its path, or by its name on the `PATH`.
  package static func find(_ name: String) -> String? {
    if name.contains("/") { return isExecutable(name) ? name : nil }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").lazy.map { "\($0)/\(name)" }.first(where: isExecutable)
  }

  /// Changes when the file does.
  package static func stamp(_ path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return path }
    let time = status.st_mtim
    return "\(path) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)"
  }

  private static func isExecutable(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && !isDirectory.boolValue && access(path, X_OK) == 0
  }
}
