package import CanisterProcess
package import Candid

/// Why the subnet can't go on: nothing that a canister may cause by its code.
package enum SubnetError: Error, Equatable, Sendable {
  case canisterLost(Principal, during: String, ConnectionError)
  case stateNotMade(StateError)
  case stableMemoryNotLoaded(path: String, reason: String)
  /// Inputs name code that nobody has given.
  case unknownCode(String)
  /// Inputs execute a canister to which none has given code.
  case noCode(Principal)
  case notCompiled(reason: String)
  /// A chunk or a snapshot can't be read or written.
  case notStored(StateError)
  /// The subnet has given out all ids that it has.
  case noIDsLeft
  case notRecorded(RecordingError)
  /// The network was ended.
  case ended
}

extension SubnetError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .canisterLost(let canister, let task, let error): "canister \(canister), \(task): \(error)"
    case .stateNotMade(let error): "\(error)"
    case .stableMemoryNotLoaded(let path, let reason):
      "\(path): can't be loaded into stable memory: \(reason)"
    case .unknownCode(let identity): "the code \(identity) is not there"
    case .noCode(let canister): "canister \(canister) has no code"
    case .notCompiled(let reason): reason
    case .notStored(let error): "\(error)"
    case .noIDsLeft: "no ids of canisters are left"
    case .notRecorded(let error): "\(error)"
    case .ended: "the network is not there any more"
    }
  }
}
