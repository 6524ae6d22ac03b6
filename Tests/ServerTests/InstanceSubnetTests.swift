import Bytes
import Candid
import Hashing
import JSON
import Subnet
import TestSupport
import Testing

/// Which subnets there are, and whose canisters are whose.
@Suite(.enabled(if: TinsmithProgram.canRun, Comment(rawValue: TinsmithProgram.absence)))
struct InstanceSubnetTests {
  private static let large: JSONValue = {
    let subnet = PocketICClient.subnet()
    return [
      "nns": subnet, "sns": subnet, "ii": subnet, "fiduciary": subnet, "bitcoin": subnet,
      "system": .array([subnet, subnet]), "application": .array([subnet, subnet]),
      "verified_application": .array([subnet]), "cloud_engine": .array([]),
      "test_threshold_keys": .null,
    ]
  }()

  @Test func topologiesHaveAllKinds() throws {
    let client = try PocketICClient(ServerProgram(), subnets: Self.large)
    let topology = try client.topology()
    #expect(
      topology.map(\.kind).sorted() == [
        "Application", "Application", "Bitcoin", "Fiduciary", "II", "NNS", "SNS", "System",
        "System", "VerifiedApplication",
      ])
    let ids = topology.map(\.id.bytes)
    #expect(ids == ids.sorted { $0.lexicographicallyPrecedes($1) })
    let fiduciary = topology.first { $0.kind == "Fiduciary" }
    #expect(
      fiduciary?.id.description
        == "pzp6e-ekpqk-3c5x7-2h6so-njoeq-mt45d-h3h6c-q3mxf-vpeq5-fk5o7-yae")
    let nns = topology.first { $0.kind == "NNS" }
    #expect(
      nns?.id.description != "tdb26-jop6k-aogll-7ltgs-eruif-6kk7m-qpktf-gdiqx-mxtrf-vb5e6-eqe")
    // Canisters without a wish are created on the first application subnet.
    let canister = try client.createCanister()
    let subnet = try client.subnet(of: canister)
    #expect(topology.first { $0.id == subnet }?.kind == "Application")
    let json = try client.get("read/topology")
    #expect(json["default_effective_canister_id"] == PocketICClient.canister(canister))
    for (id, kind) in topology {
      let own = try client.createCanister(
        effective: ["SubnetId": .string(Base64.encode(id.bytes))])
      #expect(try client.subnet(of: own) == id, "\(kind)")
    }
  }

  @Test func keysAreThoseOfTheSubnets() throws {
    let client = try PocketICClient(ServerProgram(), subnets: Self.large)
    var keys: Set<[UInt8]> = []
    for (id, _) in try client.topology() {
      let key = try client.post("read/pub_key", ["subnet_id": .string(Base64.encode(id.bytes))])
      guard case .array(let numbers) = key else { throw PocketICClient.Unparsable(json: "\(key)") }
      let bytes = numbers.map { number -> UInt8 in
        if case .integer(let value) = number { UInt8(value) } else { 0 }
      }
      #expect(bytes.count == 133 && bytes.starts(with: [0x30, 0x81, 0x82]))
      keys.insert(bytes)
    }
    #expect(keys.count == 10)
    #expect(throws: PocketICClient.Refusal.self) {
      try client.post("read/pub_key", ["subnet_id": .string("BA==")])
    }
  }

  /// Canisters of the Internet Computer have their own ids here, on request.
  @Test(arguments: [
    ("rdmx6-jaaaa-aaaaa-aaadq-cai", "II"), ("zzztf-6qaaa-aaaah-qfsaa-cai", "Application"),
    ("g4xu7-jiaaa-aaaan-aaaaq-cai", "Bitcoin"),
  ])
  func publicIDsAddSubnets(id: String, kind: String) throws {
    let client = try PocketICClient(ServerProgram())
    let time = try client.time
    let canister = try Principal(text: id)
    let created = try? client.createCanister(id: canister)
    if kind == "Bitcoin" && created == nil { return }
    #expect(created == canister)
    #expect(try client.topology().map(\.kind).contains(kind))
    #expect(try client.topology().count == 2)
    #expect(try client.time > time)
    let error = #expect(throws: PocketICClient.RejectError.self) {
      try client.createCanister(id: canister)
    }
    #expect(error?.reject.errorCode == "CanisterAlreadyInstalled")
    // The default stays where it was.
    let other = try client.createCanister()
    #expect(other.description == "lxzze-o7777-77777-aaaaa-cai")
  }

  @Test func otherIDsAreRefused() throws {
    let client = try PocketICClient(ServerProgram())
    func message(_ id: Principal) throws -> String {
      do {
        _ = try client.createCanister(id: id)
        return ""
      } catch let refusal as PocketICClient.Refusal {
        return refusal.message
      } catch let error as PocketICClient.RejectError {
        return "\(error.reject.errorCode) \(error.reject.message)"
      }
    }
    #expect(
      try message(Principal(canisterIndex: 1 << 40)).contains(
        "does not belong to an existing subnet and it is not a mainnet canister ID."))
    #expect(
      try message(Principal(text: "rwlgt-iiaaa-aaaaa-aaaaa-cai")).contains(
        "belongs to the NNS subnet on the IC mainnet for which PocketIC provides a `SubnetKind`"))
    let allotted = try message(Principal(text: "lqy7q-dh777-77777-aaaaq-cai"))
    #expect(allotted.hasPrefix("InvalidManagementPayload The `specified_id` lqy7q"))
  }

  @Test(arguments: [
    ("nns", "Normal", true), ("application", "Free", true), ("application", "Normal", false),
  ])
  func balancesMatterWhereCanistersPay(kind: String, costs: String, isFree: Bool) throws {
    let subnet = PocketICClient.subnet(costs: costs)
    let client = try PocketICClient(
      ServerProgram(), subnets: kind == "nns" ? ["nns": subnet] : ["application": .array([subnet])])
    let canister = try client.createCanister(cycles: 0)
    let module = try WasmTools.parse(Canisters.counter)
    guard isFree else {
      let error = #expect(throws: PocketICClient.RejectError.self) {
        try client.install(module, on: canister)
      }
      #expect(error?.reject.errorCode == "CanisterOutOfCycles")
      return
    }
    try client.install(module, on: canister)
    _ = try client.update(canister, "write")
    try client.setTime(client.time + 30 * 86_400 * 1_000_000_000)
    try client.tick()
    #expect(try client.cycles(of: canister) == 0)
  }

  @Test(
    arguments: [
      (["application": .array([])], "SubnetConfigSet must contain at least one subnet"),
      (
        ["system": .array([PocketICClient.subnet(costs: "Free")])],
        "Non-default cost schedule can only be specified for subnet of kind"
      ),
      (
        ["cloud_engine": .array([PocketICClient.subnet()])],
        "Every subnet of kind `CloudEngine` must have cost schedule of kind `Free`"
      ),
      (
        ["application": .array([PocketICClient.subnet(state: ["FromPath": .string("/dev/null")])])],
        "is not a (subnet state) directory"
      ),
    ] as [(JSONValue, String)])
  func contradictionsAreToldBySentences(subnets: JSONValue, message: String) throws {
    let refusal = #expect(throws: PocketICClient.Refusal.self) {
      try PocketICClient(ServerProgram(), subnets: subnets)
    }
    #expect(refusal?.message.contains(message) == true, "\(String(describing: refusal))")
  }

  @Test func canistersCallEachOtherAcrossSubnets() throws {
    let subnet = PocketICClient.subnet()
    let client = try PocketICClient(
      ServerProgram(), subnets: ["nns": subnet, "application": .array([subnet, subnet])])
    let ids = try client.topology().map(\.id)
    let counter = try client.installed(
      Canisters.counter, effective: ["SubnetId": .string(Base64.encode(ids[0].bytes))])
    for id in ids {
      let caller = try client.installed(
        Canisters.caller, effective: ["SubnetId": .string(Base64.encode(id.bytes))])
      guard
        case .reply(let bytes) = try client.update(
          caller, "go", counter.bytes + Array("write".utf8))
      else {
        Issue.record("no reply")
        continue
      }
      #expect(bytes.count == 4 && bytes[0] > 0)
    }
    #expect(try client.query(counter, "read") == .reply([3, 0, 0, 0]))
  }

  /// What Motoko's runner of tests does: a canister with the first id there is, which controls
  /// itself, installed and upgraded.
  @Test func theFirstCanisterIsMadeAndUpgraded() throws {
    let client = try PocketICClient(ServerProgram(), subnets: ["nns": PocketICClient.subnet()])
    let id = try Principal(text: "rwlgt-iiaaa-aaaaa-aaaaa-cai")
    let settings = ["controllers": CandidValue.vector([.principal(.anonymous), .principal(id)])]
      .mapValues { CandidValue.option($0) }
    let argument = ManagementInterface.argument(
      ["settings": .option(.record(settings)), "specified_id": .option(.principal(id))],
      of: "provisional_create_canister_with_cycles")
    let created = try client.manage("provisional_create_canister_with_cycles", argument)
    #expect(created["canister_id"].principal == id)
    #expect(
      try client.post("read/get_controllers", PocketICClient.canister(id))
        == .array(
          [Principal.anonymous, id].map { ["principal_id": .string(Base64.encode($0.bytes))] }))
    let module = try WasmTools.parse(Canisters.counter)
    try client.install(module, on: id)
    #expect(try client.update(id, "write") == .reply([1, 0, 0, 0]))
    let status = try client.manage("canister_status", id)
    #expect(status["module_hash"].content?.bytes == SHA256.hash(module))
    try client.install(module, on: id, mode: "upgrade")
    #expect(try client.query(id, "read") == .reply([0, 0, 0, 0]))
  }

  /// Those of benchmarks are, and no message there has too many instructions.
  @Test(arguments: [("Benchmarking", true), ("Production", false)])
  func namesMayBeLongForBenchmarks(instructions: String, isAdmitted: Bool) throws {
    let subnet = PocketICClient.subnet(instructions: instructions)
    let client = try PocketICClient(ServerProgram(), subnets: ["application": .array([subnet])])
    let name = String(repeating: "n", count: 21_752)
    let module = """
      (module
        (import "ic0" "msg_reply" (func $reply))
        (func (export "canister_query \(name)") (call $reply)))
      """
    let canister = try client.createCanister()
    do {
      try client.install(WasmTools.parse(module), on: canister)
      #expect(isAdmitted)
      #expect(try client.query(canister, name) == .reply([]))
    } catch let error as PocketICClient.RejectError {
      #expect(!isAdmitted && error.reject.errorCode == "CanisterInvalidWasm")
    }
    guard case .object(let subnets) = try client.get("read/topology")["subnet_configs"] else {
      return
    }
    #expect(subnets[0].value["instruction_config"] == .string(instructions))
  }

  @Test func subnetsAreDeleted() throws {
    let subnet = PocketICClient.subnet()
    let client = try PocketICClient(
      ServerProgram(), subnets: ["nns": subnet, "application": .array([subnet, subnet])])
    let first = try client.createCanister()
    let home = try client.subnet(of: first)
    var kept = 0
    for (id, _) in try client.topology() {
      do {
        #expect(
          try client.post("update/delete_subnet", ["subnet_id": .string(Base64.encode(id.bytes))])
            == .null)
      } catch is PocketICClient.Refusal {
        kept += 1
      }
    }
    #expect(kept == 2)
    let left = try client.topology()
    #expect(left.map(\.kind).sorted() == ["Application", "NNS"])
    #expect(left.contains { $0.id == home })
  }
}
