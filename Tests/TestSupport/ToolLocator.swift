import Foundation

/// Finds programs that tests use and the package does not build.
enum ToolLocator {
  /// The program that the variable names, else the one in the folder of the package, else the
  /// one on the path.
  static func find(_ name: String, variable: String, in folder: String) -> URL? {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment[variable] { return executable(URL(filePath: path)) }
    let folders =
      [PackageRoot.appending(folder)]
      + (environment["PATH"] ?? "").split(separator: ":").map { URL(filePath: String($0)) }
    return folders.lazy.compactMap { executable($0.appending(path: name)) }.first
  }

  private static func executable(_ url: URL) -> URL? {
    FileManager.default.isExecutableFile(atPath: url.path(percentEncoded: false)) ? url : nil
  }
}
