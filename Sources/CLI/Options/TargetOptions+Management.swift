import Candid
import Workspace

extension TargetOptions {
  /// Calls a method of the management canister about a canister that the user names, and handles
  /// what comes back; `fields` are what the argument has besides the id, written in Candid.
  func manage(
    _ method: String, of canister: CanisterTarget, _ fields: [String] = [],
    _ handle: (CandidValue) throws -> Void = { _ in }
  ) throws {
    try NetworkSession.with(network.folder(of: canister), self) { session in
      let id = try session.id(of: canister)
      try handle(try session.manage(method, of: id, fields))
    }
  }
}
