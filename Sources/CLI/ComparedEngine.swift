import ArgumentParser
import Canister
import Comparison
import Driver
import Instrumentation

/// An engine with its options that `tinsmith compare` knows.
struct ComparedEngine: Hashable {
  let kind: Kind
  var metering = MeteringForm.exact
  var pageCharges = PageCharges.classic

  enum Kind: String, CaseIterable {
    case inline, call, loaded, interpreter
  }

  /// What its name is and what users read of it.
  var name: String { kind.rawValue + Self.suffix(metering) }

  var label: String {
    let label =
      switch kind {
      case .inline: "Native, inline stable memory"
      case .call: "Native, stable memory by calls"
      case .loaded: "Native, loaded into memory"
      case .interpreter: "Interpreter"
      }
    return switch metering {
    case .exact: label
    case .off: label + ", unmetered"
    case .reference: label + ", metered by the letter"
    }
  }

  var countsInstructions: Bool { metering != .off }

  /// What to tell `tinsmith run`.
  var options: String {
    let options =
      switch kind {
      case .inline: "--stable inline"
      case .call: "--stable call"
      case .loaded: "--loader memory"
      case .interpreter: "--engine interpreter"
      }
    let metered = metering == .exact ? options : "\(options) --metering \(metering.rawValue)"
    return pageCharges == .classic ? metered : "\(metered) --page-charges \(pageCharges.rawValue)"
  }

  /// The engine with this name: a kind, and how it meters if not as usual.
  init?(name: String) {
    for kind in Kind.allCases {
      for metering in MeteringForm.allCases where name == kind.rawValue + Self.suffix(metering) {
        // There is but one way to meter in the interpreter.
        if kind == .interpreter && metering == .reference { return nil }
        self.init(kind: kind, metering: metering)
        return
      }
    }
    return nil
  }

  init(kind: Kind, metering: MeteringForm = .exact) {
    self.kind = kind
    self.metering = metering
  }

  private static func suffix(_ metering: MeteringForm) -> String {
    switch metering {
    case .exact: ""
    case .off: "-unmetered"
    case .reference: "-reference"
    }
  }

  /// The engine, which tells which stage of a compilation it is about to enter.
  func makeEngine(
    optimization: OptimizationLevel, ignoresCache: Bool,
    report: @escaping @Sendable (CompilationStage) -> Void
  ) -> any Engine {
    CacheNote.show()
    return switch kind {
    case .inline, .call, .loaded:
      NativeEngine(
        options: CompileOptions(
          optimization: optimization, processor: .native,
          stableMemory: kind == .call ? .call : .inline, metering: metering,
          pageCharges: pageCharges),
        loader: kind == .loaded ? .memory : .linked, ignoresCache: ignoresCache, report: report)
    case .interpreter:
      InterpreterEngine(
        options: InstrumentationOptions(metering: metering, pageCharges: pageCharges))
    }
  }
}

/// The engines that the user wants compared: names with commas between them.
struct ComparedEngines: ExpressibleByArgument {
  let engines: [ComparedEngine]

  static let standard = ComparedEngines(
    engines: [.inline, .call, .interpreter].map { ComparedEngine(kind: $0) })

  private init(engines: [ComparedEngine]) { self.engines = engines }

  init?(argument: String) {
    var engines: [ComparedEngine] = []
    for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let engine = ComparedEngine(name: String(name)), !engines.contains(engine) else {
        return nil
      }
      engines.append(engine)
    }
    self.engines = engines
  }

  var defaultValueDescription: String { engines.map(\.name).joined(separator: ",") }
}
