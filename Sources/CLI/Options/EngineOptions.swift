import ArgumentParser
import Compiler
import Engines
import Foundation
import Instrumentation

/// The engine that runs the code of canisters.
enum EngineKind: String, CaseIterable, ExpressibleByArgument {
  case native, interpreter
}

/// The value of `--tier`.
enum TierChoice: String, CaseIterable, ExpressibleByArgument {
  /// The interpreter unless there is native code, and the best code as soon as that is compiled.
  case auto
  case interpreter, quick, best
}

/// The options of commands that run canisters on an engine of the user's choice.
struct EngineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How good the code is: interpreted, compiled quickly, or optimised. auto interprets what was "
        + "not compiled before, compiles it in the background, and goes over to native code "
        + "between two messages, or restarts a long one. The default is TINSMITH_TIER, or best.",
      valueName: "tier"))
  var tier: TierChoice?

  @Option(
    help: ArgumentHelp(
      "The engine of all messages: native code (--tier best), or the interpreter (--tier "
        + "interpreter).", valueName: "engine"))
  var engine: EngineKind?

  @Option(
    help: ArgumentHelp(
      "How native code becomes a program: linked by a linker, or loaded into memory by tinsmith; "
        + "by default linked if there is a linker.", valueName: "way"))
  var loader: NativeEngine.Loader?

  @OptionGroup var code: CodeFlags

  @Flag(help: "Compile again what was compiled before.")
  var noCache = false

  func validate() throws {
    switch (tier, engine) {
    case (.interpreter?, .native?), (.quick?, .interpreter?), (.best?, .interpreter?), (.auto?, _?):
      throw ValidationError("--tier and --engine contradict each other.")
    default: break
    }
    if tier == .auto && (noCache || loader != nil) {
      throw ValidationError("--no-cache and --loader are for --tier quick or best.")
    }
    if let name = Self.usualName, TierChoice(rawValue: name) == nil {
      let names = TierChoice.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("TINSMITH_TIER is \(name), and can be \(names).")
    }
  }

  /// The user's default of the tier, by the environment.
  private static var usualName: String? {
    let name = ProcessInfo.processInfo.environment["TINSMITH_TIER"]
    return name?.isEmpty == false ? name : nil
  }

  /// Whether all options have their defaults.
  var isDefault: Bool {
    tier == nil && engine == nil && loader == nil && code.options == .default && !noCache
  }

  /// The tier that the options choose, and by default the user's environment.
  private func choice(measures: Bool) -> TierChoice {
    if let tier { return tier }
    if engine == .interpreter { return .interpreter }
    // Options about native code ask for it, and measuring needs it.
    if engine == .native || loader != nil || noCache || measures { return .best }
    return Self.usualName.flatMap(TierChoice.init) ?? .best
  }

  /// The engine, which reports the stage of a compilation that it is about to enter, or that a
  /// compilation in the background begins; by default, a command that measures has none.
  func makeEngine(
    measures: Bool = false, timer: PhaseTimer = PhaseTimer(),
    noteCompilation: @escaping @Sendable () -> Void = {},
    report: @escaping @Sendable (CompilationStage) -> Void
  ) -> any Engine {
    CacheNote.show()
    var options = code.options
    options.processor = .native
    func native(_ tier: Tier) -> NativeEngine {
      NativeEngine(
        options: options, tier: tier, loader: loader, ignoresCache: noCache,
        timer: timer, report: report)
    }
    return switch choice(measures: measures) {
    case .auto: TieredEngine(options: options, noteCompilation: noteCompilation)
    case .interpreter: InterpreterEngine(options: options)
    case .quick: native(.quick)
    case .best: native(.best)
    }
  }
}

extension NativeEngine.Loader: ExpressibleByArgument {}
