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
  private let tier: Tier
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

  /// An engine that tells which stage of a compilation it is about to enter.
  ///
  /// It can compile what the cache has once more, which the cache has then. Quick code is not
  /// optimised, even if the options ask for that. By default programs are linked if there is a
  /// linker.
  package init(
    options: CodeOptions, tier: Tier = .best, loader: Loader? = nil, ignoresCache: Bool = false,
    timer: PhaseTimer = PhaseTimer(),
    report: @escaping @Sendable (CompilationStage) -> Void = { _ in }
  ) {
    var options = options
    if tier == .quick { options.optimization = .none }
    self.options = options
    self.tier = tier
    self.loader = loader ?? (Linker.isExpected ? .linked : .memory)
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
    let path = try ProgramCache().path(for: try key(of: canister.hash), remaking: ignoresCache) {
      (path) throws(CompilationError) in
      isHit = false
      stages.end()
      try make(path, of: canister)
    }
    timer.noteCache(isHit: isHit)
    return program(path, witness: try interpreter?.prepare(canister))
  }

  package func preparedProgram(hash: String, subnet: SubnetKind) throws -> CanisterProgram? {
    guard !ignoresCache, let path = ProgramCache().existingPath(for: try key(of: hash)) else {
      return nil
    }
    guard let interpreter else { return program(path, witness: nil) }
    return interpreter.preparedProgram(hash: hash, subnet: subnet)
      .map { program(path, witness: $0) }
  }

  /// Compiles a canister to a file.
  private func make(_ path: String, of canister: CanisterModule) throws(CompilationError) {
    let compiler = NativeCompiler(options: options, timer: timer, report: report)
    switch loader {
    case .linked:
      // If there is no linker, the user learns it before the long compilation.
      let linker = try Linker()
      try compiler.link(try compiler.objects(of: canister), with: linker, to: path)
    case .memory:
      let archive = ObjectArchive(objects: try compiler.objects(of: canister))
      var stages = timer.sequence()
      defer { stages.end() }
      stages.enter(.caching)
      do {
        try OutputFile.write(archive.bytes, to: path)
      } catch {
        throw .file(error)
      }
    }
  }

  private func program(_ path: String, witness: CanisterProgram?) -> CanisterProgram {
    let witness = witness.map { CanisterProgram.Witness(observing: $0) }
    return switch loader {
    case .linked: CanisterProgram(executablePath: path, tier: tier, witness: witness)
    case .memory:
      CanisterProgram(
        executablePath: Executables.own, arguments: [Self.loadingCommandName, "--trust", path],
        tier: tier,
        // LLVM's library, with which this program loads code, may be one of its own.
        files: CanisterProgram.ReachableFiles(read: [path, Executables.ownLibraryFolder]),
        witness: witness)
    }
  }

  /// Who tells what native code can't: the interpreter, if the code has its counter of instructions
  /// to itself.
  private var interpreter: InterpreterEngine? {
    options.metering == .exact ? InterpreterEngine(options: options) : nil
  }

  /// Everything that the code depends on: the module, the options, the processor, this program,
  /// and the runtime that it is linked with.
  private func key(of hash: String) throws(CompilationError) -> String {
    let parts = [
      hash, options.json, options.processor == .native ? HostProcessor.identity : "",
      Executables.stamp(Executables.own),
      loader == .linked ? Executables.stamp(try RuntimeLibrary.find()) : "",
    ]
    let key = SHA256.hexadecimalHash(Array(parts.joined(separator: "\n").utf8))
    return loader == .linked ? key : key + ".a"
  }
}
