import Bytes
import Candid
import Foundation
import JSON
import TestSupport
import Testing

/// A client that sends what PocketIC's client in Rust sends, and refuses what that could not parse.
final class PocketICClient {
  let server: ServerProgram
  private let connection: HTTPConnection
  private(set) var instance = 0

  static let anonymous: [UInt8] = [4]

  /// The result of a call.
  enum Outcome: Equatable {
    case reply([UInt8])
    case reject(Reject)
  }

  struct Reject: Equatable {
    let rejectCode: String
    let message: String
    let errorCode: String
    let isCertified: Bool
  }

  /// A request that was refused as a whole.
  struct Refusal: Error, Equatable {
    let status: Int
    let message: String
  }

  struct Unparsable: Error { let json: String }

  private init(connectingTo server: ServerProgram) throws {
    self.server = server
    connection = try server.connect()
  }

  /// A client with an instance of this configuration, by default one application subnet.
  convenience init(
    _ server: ServerProgram,
    subnets: JSONValue = ["application": .array([PocketICClient.subnet()])],
    _ members: [JSONMember] = []
  ) throws {
    try self.init(connectingTo: server)
    try create(subnets: subnets, members)
  }

  /// What is asked for of a subnet.
  static func subnet(
    instructions: String = "Production", costs: String = "Normal", state: JSONValue = .string("New")
  ) -> JSONValue {
    [
      "state_config": state, "instruction_config": .string(instructions),
      "subnet_admins": .null, "cost_schedule": .string(costs), "dts_flag": .string("Enabled"),
    ]
  }

  @discardableResult
  func create(subnets: JSONValue, _ members: [JSONMember] = []) throws -> JSONValue {
    let body = JSONValue.object(
      [
        JSONMember(name: "subnet_config_set", value: subnets),
        JSONMember(name: "http_gateway_config", value: .null),
        JSONMember(name: "icp_config", value: .null),
        JSONMember(name: "icp_features", value: .null),
      ] + members)
    let answer = try connection.request("POST", "/instances", body.text, headers: Self.headers)
    let json = try JSONParser.parse(answer.body)
    guard answer.status == 201, let created = json["Created"],
      case .integer(let id) = created["instance_id"], let topology = created["topology"]
    else {
      guard case .string(let message) = json["Error"]?["message"] else {
        throw Unparsable(json: String(decoding: answer.body, as: UTF8.self))
      }
      throw Refusal(status: answer.status, message: message)
    }
    instance = Int(id)
    return topology
  }

  func delete() throws {
    let answer = try connection.request("DELETE", "/instances/\(instance)")
    #expect(answer.status == 200 && answer.body.isEmpty)
  }

  private static let headers = ["Content-Type: application/json"]

  /// A request of the instance, whose answer has to be JSON.
  func post(_ path: String, _ body: JSONValue) throws -> JSONValue {
    try json(
      connection.request(
        "POST", "/instances/\(instance)/\(path)", body.text, headers: Self.headers))
  }

  func get(_ path: String) throws -> JSONValue {
    try json(connection.request("GET", "/instances/\(instance)/\(path)"))
  }

  private func json(_ answer: HTTPConnection.Answer) throws -> JSONValue {
    if answer.status == 200 { return try JSONParser.parse(answer.body) }
    let text = String(decoding: answer.body, as: UTF8.self)
    guard let json = try? JSONParser.parse(answer.body), case .string(let message) = json["message"]
    else { throw Refusal(status: answer.status, message: text) }
    throw Refusal(status: answer.status, message: message)
  }

  func raw(
    _ method: String, _ path: String, _ body: [UInt8]? = nil, headers: [String] = []
  ) throws -> HTTPConnection.Answer {
    try connection.request(method, path, body, headers: headers)
  }
}

/// Messages.
extension PocketICClient {
  private static func call(
    _ canister: Principal, _ method: String, _ payload: [UInt8], sender: [UInt8],
    effective: JSONValue
  ) -> JSONValue {
    [
      "sender": .string(Base64.encode(sender)),
      "canister_id": .string(Base64.encode(canister.bytes)), "effective_principal": effective,
      "method": .string(method), "payload": .string(Base64.encode(payload)),
      "sender_info": .null,
    ]
  }

  /// Takes a call in: the message, or why not.
  func submit(
    _ canister: Principal, _ method: String, _ payload: [UInt8] = [],
    sender: [UInt8] = PocketICClient.anonymous, effective: JSONValue = .string("None")
  ) throws -> Result<JSONValue, RejectError> {
    let json = try post(
      "update/submit_ingress_message",
      Self.call(canister, method, payload, sender: sender, effective: effective))
    if let message = json["Ok"] {
      guard case .string(let id) = message["message_id"], Base64.decode(id)?.count == 32,
        case .string(let subnet) = message["effective_principal"]?["SubnetId"],
        Base64.decode(subnet) != nil
      else { throw Unparsable(json: "\(json)") }
      return .success(message)
    }
    guard case .reject(let reject) = try outcome(json) else { throw Unparsable(json: "\(json)") }
    return .failure(RejectError(reject: reject))
  }

  struct RejectError: Error { let reject: Reject }

  func answer(to message: JSONValue) throws -> Outcome {
    try outcome(post("update/await_ingress_message", message))
  }

  /// Nil if it is not known yet.
  func status(of message: JSONValue, caller: [UInt8]? = nil) throws -> Outcome? {
    let caller: JSONValue = caller.map { ["principal_id": .string(Base64.encode($0))] } ?? .null
    let json = try post(
      "read/ingress_status", ["raw_message_id": message, "raw_caller": caller])
    return json == .null ? nil : try outcome(json)
  }

  func update(
    _ canister: Principal, _ method: String, _ payload: [UInt8] = [],
    sender: [UInt8] = PocketICClient.anonymous, effective: JSONValue = .string("None")
  ) throws -> Outcome {
    switch try submit(canister, method, payload, sender: sender, effective: effective) {
    case .success(let message): return try answer(to: message)
    case .failure(let error): return .reject(error.reject)
    }
  }

  func query(
    _ canister: Principal, _ method: String, _ payload: [UInt8] = [],
    sender: [UInt8] = PocketICClient.anonymous, effective: JSONValue = .string("None")
  ) throws -> Outcome {
    let call = Self.call(canister, method, payload, sender: sender, effective: effective)
    return try outcome(post("read/query", call))
  }

  /// What serde would make of an answer: names of its enumerations, all members.
  private func outcome(_ json: JSONValue) throws -> Outcome {
    if case .string(let text) = json["Ok"], let bytes = Base64.decode(text) { return .reply(bytes) }
    guard let reject = json["Err"], case .string(let rejectCode) = reject["reject_code"],
      case .string(let message) = reject["reject_message"],
      case .string(let errorCode) = reject["error_code"],
      case .bool(let isCertified) = reject["certified"],
      Self.rejectCodes.contains(rejectCode), Self.errorCodes.contains(errorCode)
    else { throw Unparsable(json: "\(json)") }
    return .reject(
      Reject(
        rejectCode: rejectCode, message: message, errorCode: errorCode, isCertified: isCertified))
  }

  private static let rejectCodes: Set = [
    "SysFatal", "SysTransient", "DestinationInvalid", "CanisterReject", "CanisterError",
    "SysUnknown",
  ]

  private static let errorCodes: Set = [
    "SubnetOversubscribed", "MaxNumberOfCanistersReached", "CanisterQueueFull",
    "IngressMessageTimeout", "CanisterQueueNotEmpty", "IngressHistoryFull",
    "CanisterIdAlreadyExists", "StopCanisterRequestTimeout", "CanisterOutOfCycles",
    "CertifiedStateUnavailable", "CanisterInstallCodeRateLimited", "CanisterHeapDeltaRateLimited",
    "CanisterNotFound", "CanisterSnapshotNotFound", "InsufficientMemoryAllocation",
    "InsufficientCyclesForCreateCanister", "SubnetNotFound", "CanisterNotHostedBySubnet",
    "CanisterRejectedMessage", "UnknownManagementMessage", "InvalidManagementPayload",
    "CanisterSnapshotImmutable", "CanisterTrapped", "CanisterCalledTrap",
    "CanisterContractViolation", "CanisterInvalidWasm", "CanisterDidNotReply",
    "CanisterOutOfMemory", "CanisterStopped", "CanisterStopping", "CanisterNotStopped",
    "CanisterStoppingCancelled", "CanisterInvalidController", "CanisterFunctionNotFound",
    "CanisterNonEmpty", "QueryCallGraphLoopDetected", "InsufficientCyclesInCall",
    "CanisterWasmEngineError", "CanisterInstructionLimitExceeded",
    "CanisterMemoryAccessLimitExceeded", "QueryCallGraphTooDeep",
    "QueryCallGraphTotalInstructionLimitExceeded", "CompositeQueryCalledInReplicatedMode",
    "QueryTimeLimitExceeded", "QueryCallGraphInternal", "InsufficientCyclesInComputeAllocation",
    "InsufficientCyclesInMemoryAllocation", "InsufficientCyclesInMemoryGrow",
    "ReservedCyclesLimitExceededInMemoryAllocation", "ReservedCyclesLimitExceededInMemoryGrow",
    "InsufficientCyclesInMessageMemoryGrow", "CanisterMethodNotFound",
    "CanisterWasmModuleNotFound", "CanisterAlreadyInstalled",
    "CanisterWasmMemoryLimitExceeded", "ReservedCyclesLimitIsTooLow", "DeadlineExpired",
    "ResponseDropped",
  ]
}
