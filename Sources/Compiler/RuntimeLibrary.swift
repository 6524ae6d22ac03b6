import Files
import Foundation

/// The library that every executable is linked with.
enum RuntimeLibrary {
  static let fileName = "libcanister_rt.a"

  /// Its path: where `TINSMITH_RUNTIME` says, else where the program was installed or built.
  static func find() throws(CompilationError) -> String {
    let candidates = candidates
    guard let path = candidates.first(where: { access($0, R_OK) == 0 }) else {
      throw .runtimeNotFound(tried: candidates)
    }
    return path
  }

  private static var candidates: [String] {
    if let named = ProcessInfo.processInfo.environment["TINSMITH_RUNTIME"], !named.isEmpty {
      return [named.hasSuffix(".a") ? named : "\(named)/\(fileName)"]
    }
    return ["\(Executables.ownLibraryFolder)/\(fileName)"]
      + buildTree(above: Executables.own).map { "\($0)/runtime/\(fileName)" }
  }

  /// The folder of builds that this program lies in, if it does.
  private static func buildTree(above path: String) -> [String] {
    var folder = path as NSString
    while folder.length > 1 {
      if folder.lastPathComponent == ".build" { return [folder as String] }
      folder = folder.deletingLastPathComponent as NSString
    }
    return []
  }
}
