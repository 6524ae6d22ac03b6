package import Admission
package import Engines
import Files
import Foundation
import Hashing
package import Instrumentation
import LLVM
import NativePasses
import ObjectFiles

/// The engine that compiles canisters to native code, and keeps this in a cache.
package struct NativeEngine: Engine {
  private let options: CodeOptions
  private let loader: Loader
  private let ignoresCache: Bool
  private let timer: PhaseTimer
  private let report: @Sendable (CompilationStage) -> Void

  /// What makes a program of objects.
  package enum Loader: String, CaseIterable, Sendable {
    /// A linker, which makes an executable: it starts in no time.
    case linked
    /// This program, each time: nothing needs to be linked, and no linker be there.
    case memory
  }

  /// An engine that tells which stage of a compilation it is about to enter; it can compile what
  /// the cache has once more, which the cache has then.
  package init(
    options: CodeOptions, loader: Loader = .linked, ignoresCache: Bool = false,
    timer: PhaseTimer = PhaseTimer(),
    report: @escaping @Sendable (CompilationStage) -> Void = { _ in }
  ) {
    self.options = options
    self.loader = loader
    self.ignoresCache = ignoresCache
    self.timer = timer
    self.report = report
  }

  /// The subcommand with which this program loads a canister's code.
  package static let loadingCommandName = "load"

  package func prepare(_ canister: CanisterModule) throws -> CanisterProgram {
    var isHit = true
    var stages = timer.sequence()
    defer { stages.end() }
    stages.enter(.caching)
    let compiler = NativeCompiler(options: options, timer: timer, report: report)
    let path: String
    switch loader {
    case .linked:
      let linker = try Linker()
      path = try ProgramCache().path(
        for: key(of: canister, Executables.stamp(linker.runtime)), remaking: ignoresCache
      ) { (path) throws(CompilationError) in
        isHit = false
        stages.end()
        try compiler.link(compiler.objects(of: canister), with: linker, to: path)
      }
    case .memory:
      path = try ProgramCache().path(for: key(of: canister) + ".a", remaking: ignoresCache) {
        (path) throws(FileError) in
        isHit = false
        stages.end()
        let objects = compiler.objects(of: canister)
        stages.enter(.caching)
        try OutputFile.write(ObjectArchive(objects: objects).bytes, to: path)
      }
    }
    timer.noteCache(isHit: isHit)
    let witness = try witness(of: canister)
    return switch loader {
    case .linked: CanisterProgram(executablePath: path, witness: witness)
    case .memory:
      CanisterProgram(
        executablePath: Executables.own, arguments: [Self.loadingCommandName, "--trust", path],
        files: CanisterProgram.ReachableFiles(read: [path]), witness: witness)
    }
  }

  /// The interpreter, if the code has its counter of instructions to itself.
  private func witness(of canister: CanisterModule) throws -> CanisterProgram.Witness? {
    guard options.metering == .exact else { return nil }
    let interpreter = InterpreterEngine(options: options)
    return CanisterProgram.Witness(observing: try interpreter.prepare(canister))
  }

  /// Everything that the code depends on: the module, the options, the processor, and this
  /// program; and what else it is made into a program with.
  private func key(of canister: CanisterModule, _ others: String...) -> String {
    let target = options.processor.target
    let parts = [
      canister.hash, options.json, target.cpu, target.features, Executables.stamp(Executables.own),
    ]
    return SHA256.hexadecimalHash(Array((parts + others).joined(separator: "\n").utf8))
  }
}
