import ArgumentParser
import Canister
import Comparison
import Driver
import Instrumentation

/// The engines with their options that `tinsmith compare` knows, by the names that it has for them.
enum ComparedEngine: String, CaseIterable, ExpressibleByArgument {
  case inline, call, interpreter

  /// For those who read of it.
  var label: String {
    switch self {
    case .inline: "Native, inline stable memory"
    case .call: "Native, stable memory by calls"
    case .interpreter: "Interpreter"
    }
  }

  /// What to tell `tinsmith run`.
  var options: String {
    switch self {
    case .inline: "--stable inline"
    case .call: "--stable call"
    case .interpreter: "--engine interpreter"
    }
  }

  func makeEngine(
    optimization: OptimizationLevel, report: @escaping @Sendable (CompilationStage) -> Void
  ) -> any Engine {
    switch self {
    case .inline, .call:
      NativeEngine(
        options: CompileOptions(
          optimization: optimization, processor: .native,
          stableMemory: self == .inline ? .inline : .call),
        report: report)
    case .interpreter: InterpreterEngine(options: InstrumentationOptions(metering: .exact))
    }
  }
}

/// The engines that the user wants compared: names with commas between them.
struct ComparedEngines: ExpressibleByArgument {
  let engines: [ComparedEngine]

  static let all = ComparedEngines(engines: ComparedEngine.allCases)

  private init(engines: [ComparedEngine]) { self.engines = engines }

  init?(argument: String) {
    var engines: [ComparedEngine] = []
    for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let engine = ComparedEngine(rawValue: String(name)), !engines.contains(engine) else {
        return nil
      }
      engines.append(engine)
    }
    self.engines = engines
  }

  var defaultValueDescription: String { engines.map(\.rawValue).joined(separator: ",") }
}
