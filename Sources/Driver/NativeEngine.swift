package import Canister
import Foundation
import LLVM

/// The engine that compiles canisters to native executables, and keeps these in a cache.
package struct NativeEngine: Engine {
  private let options: CompileOptions
  private let ignoresCache: Bool
  private let timer: PhaseTimer
  private let report: @Sendable (CompilationStage) -> Void

  /// An engine that tells which stage of a compilation it is about to enter; it can compile what
  /// the cache has once more, which the cache has then.
  package init(
    options: CompileOptions, ignoresCache: Bool = false, timer: PhaseTimer = PhaseTimer(),
    report: @escaping @Sendable (CompilationStage) -> Void = { _ in }
  ) {
    self.options = options
    self.ignoresCache = ignoresCache
    self.timer = timer
    self.report = report
  }

  package func prepare(_ canister: CanisterModule) throws -> CanisterProgram {
    let linker = try Linker()
    var isHit = true
    let key = key(of: canister, runtime: linker.runtime)
    let path = try ExecutableCache().path(for: key, remaking: ignoresCache) {
      (path) throws(CompilationError) in
      isHit = false
      let compiler = Compiler(options: options, timer: timer, report: report)
      try compiler.link(compiler.objects(of: canister), with: linker, to: path)
    }
    timer.noteCache(isHit: isHit)
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
}
