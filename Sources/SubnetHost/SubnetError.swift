package import CanisterProcess
package import Candid

/// Why the subnet can't go on: nothing that a canister may cause by its code.
package enum SubnetError: Error, Equatable, Sendable {
  case canisterLost(Principal, during: String, ConnectionError)
  case stateDirectoryNotMade(String, reason: String)
  case stableMemoryNotLoaded(path: String, reason: String)
  /// Inputs name code that nobody has given.
  case unknownCode(String)
  /// Inputs let a canister have code for which no process was started.
  case noProcess(Principal)
  case notCompiled(reason: String)
  /// The subnet has given out all ids that it has.
  case noIDsLeft
  case notRecorded(RecordingError)
}

extension SubnetError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .canisterLost(let canister, let task, let error): "canister \(canister), \(task): \(error)"
    case .stateDirectoryNotMade(let path, let reason):
      "the state directory \(path) can't be made: \(reason)"
    case .stableMemoryNotLoaded(let path, let reason):
      "\(path): can't be loaded into stable memory: \(reason)"
    case .unknownCode(let identity): "the code \(identity) is not there"
    case .noProcess(let canister): "canister \(canister) has no process"
    case .notCompiled(let reason): reason
    case .noIDsLeft: "no ids of canisters are left"
    case .notRecorded(let error): "\(error)"
    }
  }
}
