import Candid
import Executions

/// The management canister, `aaaaa-aa` (Interface Specification, "The IC management canister").
///
/// A method is a type in a file of its own, listed here, with its types in `ManagementInterface`.
enum ManagementCanister {
  /// All methods.
  static let methods: [any ManagementMethod.Type] =
    [
      CreateCanister.self, ProvisionalCreateCanister.self, ProvisionalTopUpCanister.self,
      UpdateSettings.self, StartCanister.self, StopCanister.self, DeleteCanister.self,
      DepositCycles.self,
      InstallCode.self, UninstallCode.self,
      UploadChunk.self, StoredChunks.self, ClearChunkStore.self, InstallChunkedCode.self,
      TakeCanisterSnapshot.self, LoadCanisterSnapshot.self, ListCanisterSnapshots.self,
      DeleteCanisterSnapshot.self, ReadCanisterSnapshotMetadata.self,
      ReadCanisterSnapshotData.self, UploadCanisterSnapshotMetadata.self,
      UploadCanisterSnapshotData.self,
      CanisterStatus.self, CanisterMetrics.self, CanisterInfo.self, CanisterMetadata.self,
      FetchCanisterLogs.self,
      RawRand.self, HTTPRequestMethod.self,
      NodeMetricsHistory.self, SubnetInfo.self, ListCanisters.self,
      ECDSAPublicKey.self, SignWithECDSA.self, SchnorrPublicKey.self, SignWithSchnorr.self,
      VetKDPublicKey.self, VetKDDeriveKey.self,
    ] + BitcoinMethods.methods

  private static let methodsByName = Dictionary(
    uniqueKeysWithValues: methods.map { ($0.name, $0) })

  /// The method of this name, if there is one.
  static func method(named name: String) -> (any ManagementMethod.Type)? { methodsByName[name] }

  /// The reply of a method without a result: no values.
  static let emptyReply: [UInt8] = CandidMessage.encode([], as: [], in: TypeTable())

  /// The subnet that a call is about, which has to answer it; nil if the call is about none, or
  /// can't be read.
  static func subnet(concerning call: OutgoingCall) -> Principal? {
    guard let method = methodsByName[call.method], method.namesSubnet,
      let argument = try? method.decode(call.payload)
    else { return nil }
    return argument["subnet_id"].principal
  }

  /// The canister that a call is about, whose subnet has to answer it; nil if the call is about
  /// none, or can't be read.
  static func canister(concerning call: OutgoingCall) -> Principal? {
    guard let method = methodsByName[call.method], let target = method.target,
      let argument = try? method.decode(call.payload)
    else { return nil }
    return argument[target].principal
  }

  /// The key that a call needs, and the error if no subnet holds that; nil if the
  /// call needs none, or can't be read.
  static func key(
    neededBy call: OutgoingCall
  ) -> (ThresholdKey, refusal: ([ThresholdKey]) -> Rejection)? {
    guard let method = methodsByName[call.method] as? any ThresholdKeyMethod.Type,
      let argument = try? method.decode(call.payload)
    else { return nil }
    let key = ThresholdKey(argument["key_id"])
    return (key, { method.refusal(of: key, existing: $0) })
  }

  /// Carries out an update call.
  static func call(
    _ call: OutgoingCall, by caller: Principal, in context: ContextNumber,
    of subnet: inout SubnetState
  ) {
    do throws(UserError) {
      guard case .ingress = subnet.contexts[context]?.origin else {
        return try callFromInside(call, by: caller, in: context, of: &subnet)
      }
      let (method, argument) = try accept(
        call.method, call.payload, by: caller, of: subnet)
      try carryOut(method, argument, by: caller, in: context, of: &subnet)
    } catch {
      subnet.finish(context, answer: .refusal(error))
    }
  }

  /// Carries out a canister's call, which was let go (`refusalToSend`).
  private static func callFromInside(
    _ call: OutgoingCall, by caller: Principal, in context: ContextNumber,
    of subnet: inout SubnetState
  ) throws(UserError) {
    guard let method = methodsByName[call.method] else { throw .noManagementMethod(call.method) }
    guard method.ways.contains(.canisters) else { throw .onlyAsQuery(call.method) }
    let argument = try method.decode(call.payload)
    try method.check(argument, by: caller, of: subnet)
    try carryOut(method, argument, by: caller, in: context, of: &subnet)
  }

  private static func carryOut(
    _ method: any ManagementMethod.Type, _ argument: CandidValue, by caller: Principal,
    in context: ContextNumber, of subnet: inout SubnetState
  ) throws(UserError) {
    let origin: ChangeOrigin
    if case .ingress = subnet.contexts[context]?.origin {
      origin = .user(caller)
    } else {
      origin = .canister(
        caller, version: argument["sender_canister_version"].content?.number)
    }
    let call = ManagementCall(
      argument: argument, caller: caller, context: context, origin: origin)
    if let results = try method.call(call, of: &subnet) {
      method.reply(results, to: context, of: &subnet)
    }
  }

  /// A user's update call that is taken in: its method and argument.
  static func accept(
    _ name: String, _ payload: [UInt8], by caller: Principal, of subnet: SubnetState
  ) throws(UserError) -> (any ManagementMethod.Type, CandidValue) {
    guard let method = methodsByName[name] else { throw .unknownManagementMethod(name) }
    guard method.ways.contains(.ingress) else { throw .notCallableByUsers(name) }
    let argument: CandidValue
    do {
      argument = try method.decode(payload)
    } catch {
      throw error.ofPayload(of: name)
    }
    if let id = method.target.map({ argument[$0].principal }), subnet.canisters[id] == nil {
      throw .canisterNotFound(id)
    }
    try method.check(argument, by: caller, of: subnet)
    return (method, argument)
  }

  /// The answer to a query, and whether a method was there to give it.
  static func answerQuery(
    _ call: OutgoingCall, by caller: Principal, of subnet: SubnetState
  ) -> (answer: ContextAnswer, isExecuted: Bool) {
    guard let method = methodsByName[call.method], method.ways.contains(.queries) else {
      return (.refusal(.unknownQuery(call.method)), false)
    }
    do throws(UserError) {
      let argument = try method.decode(call.payload)
      if let id = method.target.map({ argument[$0].principal }), subnet.canisters[id] == nil {
        throw .canisterNotFound(id)
      }
      try method.check(argument, by: caller, of: subnet)
      let results = try method.query(argument, of: subnet)
      return (.reply(ManagementInterface.encode(results, of: method.name)), true)
    } catch {
      return (.refusal(error), true)
    }
  }
}

extension String {
  /// The text in quotes, as replicas write it in such errors.
  var quoted: String {
    let quote = UInt8(ascii: "\""), backslash = UInt8(ascii: "\\")
    var bytes = [quote]
    for byte in utf8 {
      if byte == quote || byte == backslash { bytes.append(backslash) }
      bytes.append(byte)
    }
    return String(decoding: bytes + [quote], as: UTF8.self)
  }
}
