import Bytes
import Candid
import Hashing
import JSON
import Subnet
import TestSupport
import Testing

/// Code, settings and cycles of canisters, as pic-js's tests look at them.
@Suite(.enabled(if: TinsmithProgram.canRun, Comment(rawValue: TinsmithProgram.absence)))
struct InstallationTests {
  /// A module with a custom section of this size, which nothing reads.
  private static func module(ofSize size: Int, _ content: UInt8) throws -> [UInt8] {
    try WasmTools.parse(Canisters.counter) + [0] + LEB128.bytes(unsigned: UInt64(size + 2))
      + [1, 0x78] + [UInt8](repeating: content, count: size)
  }

  private static func install(
    _ module: [UInt8], on canister: Principal, mode: String, _ client: PocketICClient
  ) throws {
    guard module.count > 2_000_000 else {
      return try client.install(module, on: canister, mode: mode)
    }
    try client.manage("clear_chunk_store", canister)
    let hashes = try stride(from: 0, to: module.count, by: 1 << 20).map {
      try client.manage(
        "upload_chunk", canister,
        ["chunk": .blob(Array(module[$0..<min($0 + 1 << 20, module.count)]))])
    }
    try client.manage(
      "install_chunked_code",
      ManagementInterface.argument(
        [
          "mode": .variant(mode, mode == "upgrade" ? CandidValue.none : .null),
          "target_canister": .principal(canister), "store_canister": CandidValue.none,
          "chunk_hashes_list": .vector(hashes), "wasm_module_hash": .blob(SHA256.hash(module)),
          "arg": .blob([]),
        ], of: "install_chunked_code"),
      effective: ["CanisterId": .string(Base64.encode(canister.bytes))])
  }

  @Test(arguments: [100, 2_500_000])
  func hashesAreThoseOfTheCode(size: Int) throws {
    let client = try PocketICClient(ServerProgram())
    let canister = try client.createCanister()
    #expect(try client.manage("canister_status", canister)["module_hash"] == .none)
    for (content, mode) in [(1, "install"), (2, "reinstall"), (3, "upgrade")] as [(UInt8, String)] {
      let module = try Self.module(ofSize: size, content)
      try Self.install(module, on: canister, mode: mode, client)
      let status = try client.manage("canister_status", canister)
      #expect(status["module_hash"].content?.bytes == SHA256.hash(module), "\(mode)")
      #expect(try client.update(canister, "write") == .reply([1, 0, 0, 0]), "\(mode)")
    }
    try client.manage("uninstall_code", canister)
    #expect(try client.manage("canister_status", canister)["module_hash"] == .none)
  }

  @Test func settingsComeBackAsTheyWereSet() throws {
    let client = try PocketICClient(ServerProgram())
    let canister = try client.createCanister()
    let other = try Principal(text: "2vxsx-fae")
    let variables = CandidValue.vector([
      .record(["name": .text("PUBLIC_CANISTER_ID:other"), "value": .text("aaaaa-aa")]),
      .record(["name": .text("empty"), "value": .text("")]),
    ])
    let settings: [String: CandidValue] = [
      "controllers": .vector([.principal(other), .principal(canister)]),
      "compute_allocation": .nat(BigInteger(0 as UInt64)),
      "memory_allocation": .nat(BigInteger(1_000_000 as UInt64)),
      "freezing_threshold": .nat(BigInteger(5_000_000 as UInt64)),
      "reserved_cycles_limit": .nat(BigInteger(47 as UInt64)),
      "wasm_memory_limit": .nat(BigInteger(1_000_000_000 as UInt64)),
      "wasm_memory_threshold": .nat(BigInteger(9 as UInt64)),
      "log_visibility": .variant("public", .null), "environment_variables": variables,
    ]
    try client.manage(
      "update_settings", canister, ["settings": .record(settings.mapValues { .option($0) })])
    let status = try client.manage("canister_status", canister)["settings"]
    for (name, value) in settings { #expect(status[name] == value, "\(name)") }
  }

  @Test(arguments: [("Free", true), ("Normal", false)])
  func timeCostsCycles(costs: String, isFree: Bool) throws {
    let client = try PocketICClient(
      ServerProgram(), subnets: ["application": .array([PocketICClient.subnet(costs: costs)])])
    let canister = try client.createCanister(cycles: isFree ? 0 : 10_000_000_000_000)
    let before = try client.cycles(of: canister)
    try client.install(WasmTools.parse(Canisters.counter), on: canister)
    #expect(try client.update(canister, "write") == .reply([1, 0, 0, 0]))
    let afterCall = try client.cycles(of: canister)
    #expect(isFree ? afterCall == before : afterCall < before)
    try client.setTime(client.time + 30 * 86_400 * 1_000_000_000)
    try client.tick()
    try client.tick()
    let afterAMonth = try client.cycles(of: canister)
    #expect(isFree ? afterAMonth == before : afterAMonth < afterCall)
  }
}
