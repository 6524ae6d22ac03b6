import Bytes
import Candid
import JSON
import Subnet
import TestSupport
import Testing

/// Canisters, as the client in Rust makes and looks at them.
extension PocketICClient {
  static func canister(_ id: Principal) -> JSONValue {
    ["canister_id": .string(Base64.encode(id.bytes))]
  }

  /// Creates a canister with so many cycles.
  func createCanister(
    cycles: UInt128 = 10_000_000_000_000, id: Principal? = nil,
    sender: [UInt8] = PocketICClient.anonymous, effective: JSONValue = .string("None")
  ) throws -> Principal {
    let argument = ManagementInterface.argument(
      [
        "amount": .option(.nat(BigInteger(0 as UInt64))),
        "specified_id": id.map { .option(.principal($0)) } ?? CandidValue.none,
      ], of: "provisional_create_canister_with_cycles")
    let result = try manage(
      "provisional_create_canister_with_cycles", argument, sender: sender, effective: effective)
    let canister = result["canister_id"].principal
    if cycles > 0 { #expect(try addCycles(cycles, to: canister) == cycles) }
    return canister
  }

  func install(
    _ module: [UInt8], on canister: Principal, mode: String = "install", argument: [UInt8] = [],
    sender: [UInt8] = PocketICClient.anonymous
  ) throws {
    let argument = ManagementInterface.argument(
      [
        "mode": .variant(mode, mode == "upgrade" ? CandidValue.none : .null),
        "canister_id": .principal(canister), "wasm_module": .blob(module),
        "arg": .blob(argument),
      ], of: "install_code")
    _ = try manage(
      "install_code", argument, sender: sender,
      effective: ["CanisterId": .string(Base64.encode(canister.bytes))])
  }

  /// A canister with the code that this text is.
  func installed(_ module: String, effective: JSONValue = .string("None")) throws -> Principal {
    let canister = try createCanister(effective: effective)
    try install(WasmTools.parse(module), on: canister)
    return canister
  }

  /// Calls a method about a canister, with nothing more to say.
  @discardableResult
  func manage(
    _ method: String, _ canister: Principal, _ more: [String: CandidValue] = [:],
    sender: [UInt8] = PocketICClient.anonymous
  ) throws -> CandidValue {
    let fields = more.merging(["canister_id": .principal(canister)]) { first, _ in first }
    return try manage(method, ManagementInterface.argument(fields, of: method), sender: sender)
  }

  @discardableResult
  func manage(
    _ method: String, _ argument: [UInt8], sender: [UInt8] = PocketICClient.anonymous,
    effective: JSONValue = .string("None")
  ) throws -> CandidValue {
    switch try update(.management, method, argument, sender: sender, effective: effective) {
    case .reply(let bytes): return try ManagementInterface.result(bytes, of: method)
    case .reject(let reject): throw RejectError(reject: reject)
    }
  }

  func addCycles(_ cycles: UInt128, to canister: Principal) throws -> UInt128 {
    try number(
      "cycles",
      of: post(
        "update/add_cycles",
        [
          "canister_id": .string(Base64.encode(canister.bytes)), "amount": .integer(cycles),
        ]))
  }

  func cycles(of canister: Principal) throws -> UInt128 {
    try number("cycles", of: post("read/get_cycles", Self.canister(canister)))
  }

  private func number(_ name: String, of json: JSONValue) throws -> UInt128 {
    guard case .integer(let number) = json[name] else { throw Unparsable(json: "\(json)") }
    return number
  }

  var time: UInt64 {
    get throws { UInt64(try number("nanos_since_epoch", of: get("read/get_time"))) }
  }

  func setTime(_ nanoseconds: UInt64, certified: Bool = false) throws {
    let answer = try post(
      certified ? "update/set_certified_time" : "update/set_time",
      ["nanos_since_epoch": .integer(UInt128(nanoseconds))])
    #expect(answer == .null)
  }

  func tick() throws {
    let answer = try post(
      "update/tick", ["blockmakers": .null, "first_subnet": .null, "last_subnet": .null])
    #expect(answer == .null)
  }

  /// The subnet of a canister; nil if it does not exist.
  func subnet(of canister: Principal) throws -> Principal? {
    let json = try post("read/get_subnet", Self.canister(canister))
    if json == .null { return nil }
    guard case .string(let text) = json["subnet_id"] else { throw Unparsable(json: "\(json)") }
    return Base64.decode(text).flatMap { Principal(bytes: $0) }
  }

  /// The kinds of the subnets, by their ids in the order in which they come.
  func topology() throws -> [(id: Principal, kind: String)] {
    guard case .object(let subnets) = try get("read/topology")["subnet_configs"] else { return [] }
    return try subnets.map { subnet in
      guard case .string(let kind) = subnet.value["subnet_kind"] else {
        throw Unparsable(json: subnet.name)
      }
      return (try Principal(text: subnet.name), kind)
    }
  }
}
