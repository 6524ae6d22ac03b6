import Admission
import Candid
import Executions
import Testing

@testable import Subnet

/// What can be asked about canisters.
struct InformationTests {
  private static let stranger = ManagedSubnet.stranger

  @Test func theStatusAsACallAndAsAQuery() throws {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    let fields: [String: CandidValue] = ["canister_id": .id(id)]
    let status = try subnet.result("canister_status", fields)
    #expect(status["status"] == .variant("running", .null))
    #expect(status["module_hash"] == .option(.blob([0xAA])))
    #expect(status["cycles"] == .number(SubnetState.initialCycleBalance))
    #expect(status["version"] == .nat64(1))
    #expect(status["idle_cycles_burned_per_day"] == .number(0))
    #expect(status["settings"]["wasm_memory_limit"] == .number(UInt64(3) << 30))
    let sizes = ["wasm_memory_size", "stable_memory_size", "canister_history_size"].map {
      status["memory_metrics"][$0]
    }
    #expect(sizes[..<2] == [.number(0), .number(0)] && sizes[2] != .number(0))
    guard case .reply(let bytes) = subnet.query("canister_status", fields) else {
      Issue.record("no reply")
      return
    }
    #expect(try ManagementInterface.result(bytes, of: "canister_status") == status)
    let own = try subnet.result("canister_status", fields, from: id)
    #expect(own["settings"] == status["settings"])
  }

  /// Globals that stay take 32 bytes each, and so does the counter of instructions.
  @Test func globalsTakeMemory() throws {
    var subnet = ManagedSubnet()
    let id = subnet.add(1, isEmpty: true)
    let description = CanisterDescription(
      moduleHash: "aa", methods: [], systemMethods: [], metadata: [], memory: nil,
      moduleSizeBytes: 8, compiledInstructionCount: 0, persistentGlobalCount: 3,
      readsCertificate: false)
    subnet.modules = [[1]: CodeDescription(description, identity: "aa")]
    _ = try subnet.result(
      "install_code",
      [
        "mode": .variant("install", .null), "canister_id": .id(id), "wasm_module": .blob([1]),
        "arg": .blob([]),
      ])
    let status = try subnet.result("canister_status", ["canister_id": .id(id)])
    #expect(status["memory_metrics"]["global_memory_size"] == .number(128))
    #expect(status["memory_metrics"]["log_memory_store_size"] == .number(12_288))
    #expect(status["memory_metrics"]["wasm_binary_size"] == .number(8))
  }

  @Test func stoppedCanistersMayMove() throws {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    #expect(
      try subnet.result("canister_status", ["canister_id": .id(id)])["ready_for_migration"]
        == .bool(false))
    _ = try subnet.result("stop_canister", ["canister_id": .id(id)])
    #expect(
      try subnet.result("canister_status", ["canister_id": .id(id)])["ready_for_migration"]
        == .bool(true))
  }

  @Test func viewersSeeWhatTheyMay() throws {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    _ = try subnet.result(
      "update_settings",
      [
        "canister_id": .id(id),
        "settings": .record([
          "status_visibility": .option(
            .variant("allowed_viewers", .vector([.id(Self.stranger)]))),
          "log_visibility": .option(.variant("public", .null)),
        ]),
      ])
    let fields: [String: CandidValue] = ["canister_id": .id(id)]
    #expect(subnet.query("canister_status", fields, by: Self.stranger).refusal == nil)
    #expect(subnet.query("fetch_canister_logs", fields, by: Self.stranger).refusal == nil)
    let other = Principal(canisterIndex: 9)
    #expect(
      subnet.query("canister_status", fields, by: other).refusal
        == "IC0542: Caller \(other) is not allowed to read the canister status")
    let hidden = subnet.add(2)
    let call = subnet.call("canister_status", ["canister_id": .id(hidden)], by: Self.stranger)
    #expect(
      call.refusal
        == "IC0542: Caller \(Self.stranger) is not allowed to read the canister status")
  }

  @Test func whatIsNotThereHasNoStatus() {
    var subnet = ManagedSubnet()
    let (id, nobody) = (subnet.add(1), Principal(canisterIndex: 9))
    let fields: [String: CandidValue] = ["canister_id": .id(nobody)]
    #expect(
      subnet.query("canister_status", fields).refusal == "IC0301: Canister \(nobody) not found")
    #expect(
      subnet.call("canister_status", fields, from: id).rejection
        == "3 Canister \(nobody) not found.")
    #expect(
      subnet.call("uninstall_code", fields, from: id).rejection
        == "3 Canister \(nobody) not found.\nCheck the ICP dashboard to ensure the canister exists."
        + " See documentation: https://internetcomputer.org/docs/current/references/"
        + "execution-errors#canister-not-found")
    #expect(subnet.query("canister_info", ["canister_id": .id(id)]).refusal == nil)
  }

  @Test func theHistoryTellsWhoDidWhat() throws {
    var subnet = ManagedSubnet()
    let (id, other) = (subnet.add(1), subnet.add(2))
    _ = try subnet.result(
      "update_settings",
      [
        "canister_id": .id(id),
        "settings": .record(["controllers": .option(.vector([.id(other)]))]),
        "sender_canister_version": .option(.nat64(5)),
      ])
    _ = try subnet.result(
      "uninstall_code",
      ["canister_id": .id(id), "sender_canister_version": .option(.nat64(1))], from: other)
    let info = try subnet.result(
      "canister_info", ["canister_id": .id(id), "num_requested_changes": .option(.nat64(3))],
      from: other)
    #expect(info["total_num_changes"] == .nat64(4) && info["module_hash"] == CandidValue.none)
    #expect(info["controllers"] == .vector([.id(other)]))
    let changes = info["recent_changes"].elements
    #expect(
      changes.map { $0["details"] } == [
        .variant(
          "code_deployment",
          .record(["mode": .variant("install", .null), "module_hash": .blob([0xAA])])),
        .variant("controllers_change", .record(["controllers": .vector([.id(other)])])),
        .variant("code_uninstall", .null),
      ])
    #expect(changes.map { $0["canister_version"] } == [.nat64(1), .nat64(2), .nat64(3)])
    #expect(changes[0]["origin"] == .variant("from_user", .record(["user_id": .id(.anonymous)])))
    #expect(
      changes[2]["origin"]
        == .variant(
          "from_canister",
          .record(["canister_id": .id(other), "canister_version": .option(.nat64(1))])))
    let none = try subnet.result("canister_info", ["canister_id": .id(id)], from: other)
    #expect(none["recent_changes"] == .vector([]))
  }

  @Test func theHistoryKeepsTheLastChanges() throws {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    for _ in 0..<25 { _ = try subnet.result("uninstall_code", ["canister_id": .id(id)]) }
    let history = try #require(subnet.state.canisters[id]?.history)
    #expect(history.totalCount == 27 && history.changes.count == 20)
  }

  @Test func metadataIsForWhoMayReadIt() throws {
    var subnet = ManagedSubnet()
    let (id, other) = (subnet.add(1), subnet.add(2))
    var code = CodeDescription(identity: "bb", methods: ["go": .update])
    code.metadata = ["open": true, "own": false]
    subnet.modules = [[7]: code]
    subnet.metadata = ["open": [1], "own": [2]]
    _ = try subnet.result(
      "install_code",
      [
        "mode": .variant("reinstall", .null), "canister_id": .id(id), "wasm_module": .blob([7]),
        "arg": .blob([]),
      ])
    func fields(_ name: String, of id: Principal) -> [String: CandidValue] {
      ["canister_id": .id(id), "name": .text(name)]
    }
    let open = try subnet.result("canister_metadata", fields("open", of: id), from: other)
    #expect(open["value"] == .blob([1]))
    let refusal = "4 The canister \(id) has no metadata section with the name own."
    #expect(
      subnet.call("canister_metadata", fields("own", of: id), from: other).rejection == refusal)
    _ = try subnet.result("uninstall_code", ["canister_id": .id(id)])
    #expect(
      subnet.call("canister_metadata", fields("open", of: id), from: other).rejection
        == "4 The canister \(id) has no Wasm module and hence no metadata is available.")
  }
}
