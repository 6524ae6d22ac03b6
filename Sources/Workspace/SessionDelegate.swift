package import Engines
package import Candid
package import Admission
package import Subnet
package import SubnetHost

/// What a session needs from its owner: compiled code, and a place for notes.
package protocol SessionDelegate {
  /// Compiles a module, unless that was done before; `path` is where the user has it.
  func prepare(_ module: CanisterModule, path: String) throws -> CanisterProgram

  /// The program of a module with this hash, if it was compiled before for this kind of subnet.
  func preparedProgram(of hash: String, on subnet: SubnetKind) throws -> CanisterProgram?

  /// Tells the user something that is no error.
  func note(_ note: SessionNote)

  /// Shows what a message did, before anything of it is noted beside the canisters' states.
  func show(_ activity: Activity)
}

/// What a network reports to its user.
package enum SessionNote: Sendable {
  /// The network is in use, and the session waits for its user.
  case waiting(for: String)
  /// The file that the user names has other code by now than what is installed.
  case otherModule(path: String)
  /// An executable is about to be put into the cache.
  case usesCache
}

/// How a session uses its network.
package struct SessionOptions: Sendable {
  /// The sender of the messages.
  package var sender = Principal.anonymous
  /// How long to wait for another command that uses the network.
  package var waitSeconds: UInt64 = 60
  /// Whether executables that were not compiled on this machine are run, now and later.
  package var trustsCode = false
  /// Whether the user has chosen an engine, or how code is compiled, as executables can't have it.
  package var choosesEngine = false
  /// Whether the network is made unless it is there.
  package var makesNetwork = false
  /// Whether a damaged state is repaired.
  package var repairs = false

  package init() {}
}

/// A canister, or the system in its place, did not do what a message asked for.
package struct MessageFailure: Error {
  package let error: UserError
}
