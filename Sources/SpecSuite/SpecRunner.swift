import Validation
import WebAssembly

/// Runs scripts on an engine and counts what comes out right.
///
/// Modules go through the decoder and the validator first. A module that needs something that these
/// refuse by name is skipped, with every command that is about it; anything else that is not as the
/// script says is a failure.
package struct SpecRunner<Engine: SpecEngine> {
  let engine: Engine
  /// What the last module became, and those that have names or are registered to be imported.
  var current = Subject<Engine.Instance>.absent
  var named: [String: Subject<Engine.Instance>] = [:]
  var registered: [String: Subject<Engine.Instance>] = [:]
  /// The last module that was only defined, and those that have names.
  var definition = Subject<ValidatedModule>.absent
  var definitions: [String: Subject<ValidatedModule>] = [:]

  package init(engine: Engine) {
    self.engine = engine
  }

  /// Runs a script to its end, even if commands fail.
  package mutating func run(_ script: WastScript) -> SpecReport {
    var report = SpecReport()
    do throws(SpecFault) {
      registered[SpectestModule.name] = .success(
        try engine.instantiate(SpectestModule.validated, imports: [:]))
    } catch {
      let expected = "an instance of \(SpectestModule.name)"
      report.add(.failed(expected: expected, found: "\(error)"), line: 0)
    }
    for command in script.commands {
      do throws(Deviation) {
        try run(command.kind)
        report.passedCount += 1
      } catch {
        report.add(error, line: command.line)
      }
    }
    return report
  }

  private mutating func run(_ command: WastScript.Kind) throws(Deviation) {
    switch command {
    case .module(let name, let source): try addInstance(name, of: source)
    case .definition(let name, let source): try define(name, source)
    case .instance(let name, let module): try addInstance(name, ofDefinition: module)
    case .register(let name, let newName): try register(name, as: newName)
    case .action(let action): _ = try run(action)
    case .assertReturn(let action, let patterns): try assertReturn(action, patterns)
    case .assertTrap(let action, let message): try assertTrap(action, message)
    case .assertExhaustion(let action, let message): try assertTrap(action, message)
    case .assertException(let action): try assertException(action)
    case .assertMalformed(let source, let message): try assertMalformed(source, message)
    case .assertInvalid(let source, let message): try assertInvalid(source, message)
    case .assertUnlinkable(let source, let message): try assertUnlinkable(source, message)
    case .assertUninstantiable(let source, let message): try assertUninstantiable(source, message)
    }
  }
}

/// A module or instance that commands are about, or why there is none.
typealias Subject<Entity> = Result<Entity, Deviation>

extension Result where Failure == Deviation {
  /// Values that are used before they are defined.
  static var absent: Self { .failure(.failed(expected: "a module", found: "none")) }
}

/// How a command came out if not well.
enum Deviation: Error {
  case skipped(SkipReason)
  case failed(expected: String, found: String)
}

extension SpecReport {
  fileprivate mutating func add(_ deviation: Deviation, line: Int) {
    switch deviation {
    case .skipped(let reason): skippedCounts[reason, default: 0] += 1
    case .failed(let expected, let found):
      failures.append(SpecFailure(line: line, expected: expected, found: found))
    }
  }
}
