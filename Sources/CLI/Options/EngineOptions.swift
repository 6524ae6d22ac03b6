import ArgumentParser
import Compiler
import Engines
import Instrumentation

/// The engine that runs the code of canisters.
enum EngineKind: String, CaseIterable, ExpressibleByArgument {
  case native, interpreter
}

/// The options of commands that run canisters on an engine of the user's choice.
struct EngineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What runs the canisters: their native code, or the interpreter.", valueName: "engine"))
  var engine = EngineKind.native

  @Option(
    help: ArgumentHelp(
      "How native code becomes a program: linked by a linker, or loaded into memory by tinsmith; "
        + "by default linked if there is a linker.", valueName: "way"))
  var loader: NativeEngine.Loader?

  @OptionGroup var code: CodeFlags

  @Flag(help: "Compile again what was compiled before.")
  var noCache = false

  /// Whether all options have their defaults.
  var isDefault: Bool {
    engine == .native && loader == nil && code.options == .default && !noCache
  }

  /// The engine, which reports the stage of a compilation that it is about to enter.
  func makeEngine(
    timer: PhaseTimer = PhaseTimer(), report: @escaping @Sendable (CompilationStage) -> Void
  ) -> any Engine {
    CacheNote.show()
    var options = code.options
    options.processor = .native
    return switch engine {
    case .native:
      NativeEngine(
        options: options, loader: loader, ignoresCache: noCache, timer: timer, report: report)
    case .interpreter: InterpreterEngine(options: options)
    }
  }
}

extension NativeEngine.Loader: ExpressibleByArgument {}
