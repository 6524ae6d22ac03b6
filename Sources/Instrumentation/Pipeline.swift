package import Validation
import WebAssembly

/// The front door of instrumentation: which passes run over a canister's code, and in what order.
///
/// What must hold in both engines alike (the stable-memory API, the counting of instructions) is
/// written into the code as *internal instructions* before the engines part, so that they can't
/// disagree about it. A pass is one file beside this one and one line in `passes(for:)`.
package enum Pipeline {
  /// Runs the passes of the options; with `watchesCalls`, code reports its calls to a watcher,
  /// which only the interpreter supports.
  package static func instrument(
    _ module: ValidatedModule, options: CodeOptions = CodeOptions(metering: .off),
    watchesCalls: Bool = false
  ) -> InstrumentedModule {
    var instrumented = InstrumentedModule(module)
    for pass in passes(for: options, watchesCalls: watchesCalls) {
      pass.run(on: &instrumented)
      assert(isConsistent(instrumented), "\(pass) has left instructions without an offset")
    }
    return instrumented
  }

  /// Whether each instruction still has its offset in the module's bytes, which errors tell.
  private static func isConsistent(_ module: InstrumentedModule) -> Bool {
    module.bodies.count == module.validated.module.bodies.count
      && module.bodies.allSatisfy { $0.instructions.count == $0.instructionOffsets.count }
  }

  static func passes(for options: CodeOptions, watchesCalls: Bool) -> [any Pass] {
    var passes: [any Pass] = []
    if options.metering != .off { passes.append(Metering()) }
    if options.tracksPages { passes.append(PageTracking()) }
    if options.stableMemory == .inline { passes.append(StableMemoryInlining()) }
    // Last, so that a function is entered before it pays for what it does.
    if watchesCalls { passes.append(CallWatching()) }
    return passes
  }
}

/// A rewriting of the bodies of a module.
protocol Pass: Sendable {
  /// Rewrites the bodies; what comes out is as valid as what went in.
  func run(on module: inout InstrumentedModule)
}
