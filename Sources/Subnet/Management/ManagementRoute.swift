package import Candid

/// What a call of the management canister from outside is about, which tells to which subnet it
/// goes: nobody has to say so in test networks.
package enum ManagementRoute: Equatable, Sendable {
  /// It creates a canister, which may be to have this id.
  case creation(wish: Principal?)
  /// It is about this canister.
  case canister(Principal)

  /// Reads the argument of a method; throws if it names no canister.
  package init(method: String, argument: [UInt8]) throws(CandidDecodingError) {
    guard method == ProvisionalCreateCanister.name else {
      // Arguments of all other methods are this record and more.
      let record = try ManagementInterface.decode(argument, for: StartCanister.name)
      self = .canister(record["canister_id"].principal)
      return
    }
    let record = try ManagementInterface.decode(argument, for: method)
    self = .creation(wish: record["specified_id"].content?.principal)
  }
}
