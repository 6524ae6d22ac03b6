import Candid

/// A method of the management canister.
///
/// The steps that all have in common are done before: who may call the method in which way, whether
/// the canister is there that the call is about, and whether the caller may do this with it.
protocol ManagementMethod: SendableMetatype {
  static var name: String { get }
  static var ways: ManagementWays { get }
  /// The field of the argument with the canister that the call is about; nil if there is none.
  static var target: String? { get }
  /// Whether the argument has a subnet in its field `subnet_id`.
  static var namesSubnet: Bool { get }
  static var access: ManagementAccess { get }
  /// Whether there is advice for a call about a canister that does not exist.
  static var isAdvised: Bool { get }

  /// Carries a call out; nil if it is answered later.
  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]?

  /// The answer to a query.
  static func query(
    _ argument: CandidValue, of subnet: SubnetState
  ) throws(UserError) -> [CandidValue]
}

/// A call of the management canister.
struct ManagementCall {
  /// Null for a method that takes none.
  let argument: CandidValue
  let caller: Principal
  let context: ContextNumber
  /// The caller, as the canister's history names it.
  let origin: ChangeOrigin

  /// The canister that most methods are about.
  var canister: Principal { argument["canister_id"].principal }
}

/// In which ways a method may be called.
struct ManagementWays: OptionSet {
  let rawValue: UInt8

  /// By users, in update calls.
  static let ingress = ManagementWays(rawValue: 1)
  /// By canisters.
  static let canisters = ManagementWays(rawValue: 2)
  /// In queries, by users and by composite queries.
  static let queries = ManagementWays(rawValue: 4)

  static let updates: ManagementWays = [.ingress, .canisters]
}

/// Those who may use a method on the canister that the call is about.
enum ManagementAccess {
  case everybody
  case controllers
  /// The canister itself is trusted like its controllers.
  case controllersAndItself
  case logViewers, snapshotViewers, statusViewers
}

extension ManagementMethod {
  static var ways: ManagementWays { .updates }
  static var target: String? { "canister_id" }
  static var namesSubnet: Bool { false }
  static var access: ManagementAccess { .controllers }
  static var isAdvised: Bool { false }

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    try query(call.argument, of: subnet)
  }

  static func query(
    _ argument: CandidValue, of subnet: SubnetState
  ) throws(UserError) -> [CandidValue] {
    throw .unknownQuery(name)
  }

  /// Answers a call, after it was carried out, with a result of the method's type.
  static func reply(
    _ results: [CandidValue], to context: ContextNumber, of subnet: inout SubnetState
  ) {
    subnet.finish(context, answer: .reply(ManagementInterface.encode(results, of: name)))
  }

  /// The argument of a call.
  static func decode(_ payload: [UInt8]) throws(UserError) -> CandidValue {
    do {
      return try ManagementInterface.decode(payload, for: name)
    } catch {
      throw .undecodablePayload(reason: "\(error)")
    }
  }

  /// Checks that the canister is there that the call is about, and that the caller may do this.
  static func check(
    _ argument: CandidValue, by caller: Principal, of subnet: SubnetState
  ) throws(UserError) {
    guard let target else { return }
    let id = argument[target].principal
    guard let canister = subnet.canisters[id] else {
      throw .noSuchCanister(id, isAdvised: isAdvised)
    }
    if let refusal = canister.refusal(of: access, to: caller, method: name, id) { throw refusal }
  }
}

extension CanisterState {
  /// Why this caller may not use a method on this canister, or nil.
  fileprivate func refusal(
    of access: ManagementAccess, to caller: Principal, method: String, _ id: Principal
  ) -> UserError? {
    let isController = controllers.contains(caller)
    let controlled = UserError.notController(caller, of: id, controllers: controllers)
    switch access {
    case .everybody: return nil
    case .controllers: return isController ? nil : controlled
    case .controllersAndItself: return isController || caller == id ? nil : controlled
    case .logViewers: return showsLog(to: caller) ? nil : .logNotAllowed(caller)
    case .snapshotViewers:
      let visibility = settings.snapshotVisibility
      if visibility.includes(caller, controllers: controllers) { return nil }
      // In the words that replicas had before there was a choice, unless one was made.
      return visibility == .controllers ? controlled : .notAllowed(caller, method: method)
    case .statusViewers:
      let mayView =
        caller == id || settings.statusVisibility.includes(caller, controllers: controllers)
      return mayView ? nil : .statusNotAllowed(caller)
    }
  }
}
