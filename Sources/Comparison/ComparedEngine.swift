package import Admission
package import Compiler
import Engines
package import Instrumentation
import SubnetHost

/// An engine with its options, by a name that users give.
package struct ComparedEngine: Hashable {
  private let kind: Kind
  private let metering: MeteringForm
  package var pageCharges = PageCharges.classic

  /// What runs the code, and how it reaches stable memory.
  package enum Kind: String, CaseIterable {
    case inline, call, loaded, interpreter
  }

  package init(kind: Kind, metering: MeteringForm = .exact) {
    self.kind = kind
    self.metering = metering
  }

  /// The engine with this name: a kind, and a suffix unless it counts exactly.
  package init?(name: String) {
    for kind in Kind.allCases {
      for metering in MeteringForm.allCases where name == kind.rawValue + Self.suffix(metering) {
        // The interpreter counts in one way only.
        if kind == .interpreter && metering == .reference { return nil }
        self.init(kind: kind, metering: metering)
        return
      }
    }
    return nil
  }

  package var name: String { kind.rawValue + Self.suffix(metering) }

  private static func suffix(_ metering: MeteringForm) -> String {
    switch metering {
    case .exact: ""
    case .off: "-unmetered"
    case .reference: "-reference"
    }
  }

  private var label: String {
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

  /// The options of `tinsmith run` with the same effect.
  private var options: String {
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

  /// The engine as one of those that are compared, on subnets of a kind; `report` is told which
  /// stage of a compilation begins.
  package func contender(
    subnet: SubnetKind, optimization: OptimizationLevel, ignoresCache: Bool,
    report: @escaping @Sendable (CompilationStage) -> Void
  ) -> Contender {
    let engine = engine(optimization, ignoresCache, report)
    // Each round installs the same modules again.
    var prepared: [[UInt8]: CanisterCode] = [:]
    return Contender(
      name: name, label: label, options: options, countsInstructions: metering != .off
    ) { bytes, subnet in
      if let code = prepared[bytes] { return code }
      let module = try CanisterModule.admit(bytes, subnet: subnet)
      let code = CanisterCode(module, program: try engine.prepare(module))
      prepared[bytes] = code
      return code
    }
  }

  private func engine(
    _ optimization: OptimizationLevel, _ ignoresCache: Bool,
    _ report: @escaping @Sendable (CompilationStage) -> Void
  ) -> any Engine {
    let options = CodeOptions(
      stableMemory: kind == .call ? .call : .inline, metering: metering, pageCharges: pageCharges,
      optimization: optimization, processor: .native)
    return switch kind {
    case .inline, .call, .loaded:
      NativeEngine(
        options: options, loader: kind == .loaded ? .memory : nil, ignoresCache: ignoresCache,
        report: report)
    case .interpreter: InterpreterEngine(options: options)
    }
  }
}
