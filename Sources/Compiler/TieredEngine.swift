package import Admission
package import Engines
import Files
package import Instrumentation

/// The engine that lets canisters begin at once, and be fast soon: what was not compiled before is
/// interpreted at first, while a process of the lowest priority compiles it.
///
/// That process ends with this one; the code of one that has finished is in the cache.
package struct TieredEngine: Engine {
  private let options: CodeOptions
  private let noteCompilation: @Sendable () -> Void

  private var best: NativeEngine { NativeEngine(options: options) }
  private var interpreter: InterpreterEngine { InterpreterEngine(options: options) }

  /// An engine with these options for its native code, which tells when it has some compiled.
  package init(
    options: CodeOptions, noteCompilation: @escaping @Sendable () -> Void = {}
  ) {
    self.options = options
    self.noteCompilation = noteCompilation
  }

  package func prepare(_ canister: CanisterModule) throws -> CanisterProgram {
    let (hash, subnet) = (canister.hash, canister.subnet)
    if let program = try best.preparedProgram(hash: hash, subnet: subnet) { return program }
    // A folder that is for this process alone can't get code from another one.
    guard CacheFolder.problem == nil else { return try best.prepare(canister) }
    return improving(try interpreter.prepare(canister), of: hash, on: subnet)
  }

  package func preparedProgram(hash: String, subnet: SubnetKind) throws -> CanisterProgram? {
    if let program = try best.preparedProgram(hash: hash, subnet: subnet) { return program }
    guard CacheFolder.problem == nil else { return nil }
    return interpreter.preparedProgram(hash: hash, subnet: subnet)
      .map { improving($0, of: hash, on: subnet) }
  }

  /// The program of an interpreted module, which gets a successor when there is native code.
  private func improving(
    _ program: CanisterProgram, of hash: String, on subnet: SubnetKind
  ) -> CanisterProgram {
    guard let path = interpreter.modulePath(of: hash) else { return program }
    let successor = Successor()
    BackgroundCompilation.schedule { [best, options, noteCompilation] in
      var better: CanisterProgram? { try? best.preparedProgram(hash: hash, subnet: subnet) }
      // Somebody else may have compiled it meanwhile.
      if let program = better { return successor.take(program) }
      noteCompilation()
      BackgroundCompilation.compile(path, options: options, subnet: subnet)
      if let program = better { successor.take(program) }
    }
    var program = program
    program.successor = successor
    return program
  }
}
