import Candid
import Executions

/// The management canister, `aaaaa-aa` (Interface Specification, "The IC management canister").
///
/// A method is a type in a file of its own, listed here, with its types in `ManagementInterface`.
enum ManagementCanister {
  /// All methods.
  static let methods: [any ManagementMethod.Type] = [
    CreateCanister.self, InstallCode.self, StartCanister.self, StopCanister.self,
    DepositCycles.self, RawRand.self, HTTPRequestMethod.self, FetchCanisterLogs.self,
  ]

  /// The reply of a method without a result: no values.
  static let emptyReply: [UInt8] = CandidMessage.encode([], as: [], in: TypeTable())

  /// The canister that a call is about, whose subnet has to answer it; nil if the call is about
  /// none, or can't be read.
  static func canister(concerning call: OutgoingCall) -> Principal? {
    ManagementInterface.canisterID(in: call.payload, for: call.method)
  }

  /// Carries out an update call.
  static func call(
    _ call: OutgoingCall, by caller: Principal, in context: ContextNumber,
    of subnet: inout SubnetState
  ) {
    guard let method = method(call.method), method.kind != .query else {
      return subnet.finish(context, answer: .refusal(.unknownManagementMethod(call.method)))
    }
    if method.kind == .updateOfCanisters, subnet.isFromOutside(context) {
      return subnet.finish(context, answer: .refusal(.notCallableByUsers(call.method)))
    }
    let argument: CandidValue
    switch decode(call.payload, for: method) {
    case .success(let value): argument = value
    case .failure(let error): return subnet.finish(context, answer: .refusal(error))
    }
    method.call(argument, by: caller, in: context, of: &subnet)
  }

  /// The answer to a query, and whether a method was there to give it.
  static func answerQuery(
    _ call: OutgoingCall, by caller: Principal, of subnet: SubnetState
  ) -> (answer: ContextAnswer, isExecuted: Bool) {
    guard let method = method(call.method), method.kind == .query else {
      return (.refusal(.unknownManagementMethod(call.method)), false)
    }
    switch decode(call.payload, for: method) {
    case .success(let argument): return (method.query(argument, by: caller, of: subnet), true)
    case .failure(let error): return (.refusal(error), true)
    }
  }

  private static func method(_ name: String) -> (any ManagementMethod.Type)? {
    methods.first { $0.name == name }
  }

  /// The argument of a call; null for a method that takes none.
  private static func decode(
    _ payload: [UInt8], for method: any ManagementMethod.Type
  ) -> Result<CandidValue, UserError> {
    do {
      return .success(try ManagementInterface.decode(payload, for: method.name))
    } catch {
      return .failure(.undecodablePayload(method.name, reason: "\(error)"))
    }
  }
}

/// A method of the management canister.
protocol ManagementMethod: SendableMetatype {
  static var name: String { get }
  static var kind: ManagementMethodKind { get }

  /// Carries the method out for a call context, and answers it now or later.
  static func call(
    _ argument: CandidValue, by caller: Principal, in context: ContextNumber,
    of subnet: inout SubnetState)

  /// The answer to a query.
  static func query(
    _ argument: CandidValue, by caller: Principal, of subnet: SubnetState
  ) -> ContextAnswer
}

/// How a method may be called, and by whom.
enum ManagementMethodKind {
  case update
  /// Users can't call it.
  case updateOfCanisters
  case query
}

extension ManagementMethod {
  static var kind: ManagementMethodKind { .update }

  static func call(
    _ argument: CandidValue, by caller: Principal, in context: ContextNumber,
    of subnet: inout SubnetState
  ) {
    subnet.finish(context, answer: .refusal(.unknownManagementMethod(name)))
  }

  static func query(
    _ argument: CandidValue, by caller: Principal, of subnet: SubnetState
  ) -> ContextAnswer {
    .refusal(.unknownManagementMethod(name))
  }

  /// Answers a call with a result of the method's type.
  static func reply(
    _ results: [CandidValue], to context: ContextNumber, of subnet: inout SubnetState
  ) {
    subnet.finish(context, answer: .reply(ManagementInterface.encode(results, of: name)))
  }
}

extension SubnetState {
  /// Whether a call comes from a user.
  func isFromOutside(_ context: ContextNumber) -> Bool {
    if case .ingress = contexts[context]?.origin { true } else { false }
  }

  /// The canister that a call is about, if the caller may control it; else the call is refused.
  mutating func controlled(
    _ argument: CandidValue, by caller: Principal, in context: ContextNumber
  ) -> Principal? {
    let id = argument["canister_id"].principal
    guard let canister = canisters[id] else {
      finish(context, answer: .refusal(.canisterNotFound(id)))
      return nil
    }
    if let error = refusal(to: caller, of: canister, id) {
      finish(context, answer: .refusal(error))
      return nil
    }
    return id
  }
}
