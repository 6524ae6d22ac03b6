package import Validation

/// The engine that runs the modules of a script.
package protocol SpecEngine {
  associatedtype Instance

  /// Makes an instance; `imports` are the instances that modules can import from, by name.
  func instantiate(
    _ module: ValidatedModule, imports: [String: Instance]
  ) throws(SpecFault) -> Instance

  /// Calls an exported function.
  func invoke(
    _ export: String, of instance: Instance, _ arguments: [SpecValue]
  ) throws(SpecFault) -> [SpecValue]

  /// The value of an exported global.
  func global(_ export: String, of instance: Instance) throws(SpecFault) -> SpecValue
}

/// Why an engine did not execute a command; messages are in the official words.
package enum SpecFault: Error {
  case trap(message: String)
  /// An import is absent or of the wrong type.
  case unlinkable(message: String)
  /// There is no such export.
  case missingExport(String)
  /// The engine can't do this, for the reason given: the command is skipped.
  case unsupported(reason: String)
}

extension SpecFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .trap(let message): "trap: \(message)"
    case .unlinkable(let message): "unlinkable: \(message)"
    case .missingExport(let name): "no export \"\(name)\""
    case .unsupported(let reason): "unsupported: \(reason)"
    }
  }
}
