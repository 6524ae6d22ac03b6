package import Canister
import Foundation
import LLVM

/// The engine that compiles canisters to native executables, and keeps these in a cache.
package struct NativeEngine: Engine {
  private let options: CompileOptions
  private let cacheFolder: String
  private let report: @Sendable (CompilationStage) -> Void

  /// An engine that keeps executables in the user's cache folder.
  package init(
    options: CompileOptions, report: @escaping @Sendable (CompilationStage) -> Void = { _ in }
  ) {
    self.options = options
    self.report = report
    cacheFolder = Self.defaultCacheFolder
  }

  package func prepare(_ canister: CanisterModule) throws -> CanisterProgram {
    let linker = try Linker()
    let path = "\(cacheFolder)/\(key(of: canister, runtime: linker.runtime))"
    if access(path, X_OK) != 0 {
      do {
        try FileManager.default.createDirectory(
          atPath: cacheFolder, withIntermediateDirectories: true)
      } catch {
        throw CompilationError.notWritten(path: path, reason: error.localizedDescription)
      }
      let compiler = Compiler(options: options, report: report)
      try compiler.link(compiler.objects(of: canister), with: linker, to: path)
    }
    return CanisterProgram(executablePath: path)
  }

  /// Everything that the executable depends on: the module, the options, the processor, this
  /// program and the runtime library.
  private func key(of canister: CanisterModule, runtime: String) -> String {
    let target = options.processor.target
    let parts = [
      canister.hash, "\(options)", target.cpu, target.features, Self.stamp(Executables.own),
      Self.stamp(runtime),
    ]
    return SHA256.hexadecimalHash(Array(parts.joined(separator: "\n").utf8))
  }

  /// Changes when the file does.
  private static func stamp(_ path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return path }
    let time = status.st_mtim
    return "\(path) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)"
  }

  /// `TINSMITH_CACHE`, else where the desktop's conventions put caches.
  private static var defaultCacheFolder: String {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["TINSMITH_CACHE"], !folder.isEmpty { return folder }
    if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") {
      return "\(folder)/tinsmith"
    }
    return NSHomeDirectory() + "/.cache/tinsmith"
  }
}
