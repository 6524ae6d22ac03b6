package import SpecSuite
package import Validation

/// An engine that counts what each action on another one uses.
package struct CountingSpecEngine<Base: InspectableEngine>: SpecEngine {
  private let base: Base
  private let log = Log()

  package init(_ base: Base) { self.base = base }

  /// One for each action, in order.
  package var counts: [ActionCount] { log.counts }

  package func instantiate(
    _ module: ValidatedModule, imports: [String: Base.Instance]
  ) throws(SpecFault) -> Base.Instance {
    try counting("instantiation") { () throws(SpecFault) in
      try base.instantiate(module, imports: imports)
    }
  }

  package func invoke(
    _ export: String, of instance: Base.Instance, _ arguments: [SpecValue]
  ) throws(SpecFault) -> [SpecValue] {
    try counting("\(export)(\(arguments))") { () throws(SpecFault) in
      try base.invoke(export, of: instance, arguments)
    }
  }

  package func global(_ export: String, of instance: Base.Instance) throws(SpecFault) -> SpecValue {
    try base.global(export, of: instance)
  }

  private func counting<Result>(
    _ action: String, _ body: () throws(SpecFault) -> Result
  ) throws(SpecFault) -> Result {
    base.instructionsLeft = .max
    var fault: SpecFault?
    defer {
      log.counts.append(
        ActionCount(
          action: action, fault: fault.map { "\($0)" },
          instructions: UInt64(Int64.max - max(base.instructionsLeft, 0))))
    }
    do throws(SpecFault) {
      return try body()
    } catch {
      fault = error
      throw error
    }
  }

  private final class Log {
    var counts: [ActionCount] = []
  }
}

/// What an action of a script used.
package struct ActionCount: Equatable, Sendable {
  /// The call, or an instantiation.
  package let action: String
  /// How it ended, unless by return.
  package let fault: String?
  /// At most the available number: by how much it is exceeded has no meaning.
  package let instructions: UInt64
}
