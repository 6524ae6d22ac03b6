import Bytes
import Candid
import Executions
import Testing

@testable import Subnet

/// Snapshots: taken, loaded, listed, deleted, read and uploaded.
struct SnapshotTests {
  private static func take(
    _ id: Principal, _ fields: [String: CandidValue] = [:], in subnet: inout ManagedSubnet
  ) throws -> CandidValue {
    try subnet.result(
      "take_canister_snapshot", fields.merging(["canister_id": .id(id)]) { $1 })["id"]
  }

  private static func fields(_ id: Principal, _ snapshot: CandidValue) -> [String: CandidValue] {
    ["canister_id": .id(id), "snapshot_id": snapshot]
  }

  @Test func theyAreTakenListedAndDeleted() throws {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    let (first, second) = (try Self.take(id, in: &subnet), try Self.take(id, in: &subnet))
    #expect(first == .blob([0, 0, 0, 0, 0, 0, 0, 0] + id.bytes))
    #expect(second == .blob([0, 0, 0, 0, 0, 0, 0, 1] + id.bytes))
    let list = try subnet.result("list_canister_snapshots", ["canister_id": .id(id)])
    #expect(list.elements.map { $0["id"] } == [first, second])
    let size = UInt64(8 + 65536 + 131_072 + 1 + 64)
    #expect(list.elements.map { $0["total_size"] } == [.nat64(size), .nat64(size)])
    #expect(subnet.state.canisters[id]?.memory.snapshotsBytes == 2 * size)
    let third = try Self.take(id, ["replace_snapshot": .option(first)], in: &subnet)
    _ = try subnet.result("delete_canister_snapshot", Self.fields(id, second))
    #expect(subnet.state.canisters[id]?.snapshots.map { .blob($0.id.bytes) } == [third])
    let text = first.bytes.hexadecimal
    #expect(
      subnet.call("delete_canister_snapshot", Self.fields(id, first)).refusal
        == """
        IC0305: Could not find the snapshot ID \(text) for canister \(id).
        Use the `list_canister_snapshot` API to see which snapshots are present. See \
        documentation: https://internetcomputer.org/docs/current/references/execution-errors#\
        canister-snapshot-not-found
        """)
  }

  @Test func loadingBringsCodeAndStateBack() throws {
    var subnet = ManagedSubnet()
    let (id, other) = (subnet.add(1), subnet.add(2))
    let snapshot = try Self.take(id, ["uninstall_code": .option(.bool(true))], in: &subnet)
    #expect(subnet.state.canisters[id]?.code == nil)
    let version = try #require(subnet.state.canisters[id]?.version)
    _ = try subnet.result("load_canister_snapshot", Self.fields(id, snapshot))
    let canister = try #require(subnet.state.canisters[id])
    #expect(canister.code?.identity == "aa" && canister.version == version + 1)
    #expect(canister.heapPages == 1 && canister.stablePages == 2)
    _ = try subnet.result("load_canister_snapshot", Self.fields(other, snapshot))
    let info = try subnet.result(
      "canister_info", ["canister_id": .id(other), "num_requested_changes": .option(.nat64(1))],
      from: id)
    let details = info["recent_changes"].elements[0]["details"]
    #expect(
      details.variant(of: ["load_snapshot"])?.value["from_canister_id"] == .option(.id(id)))
  }

  @Test func refusals() throws {
    var subnet = ManagedSubnet()
    let (id, other) = (subnet.add(1), subnet.add(2, isEmpty: true))
    #expect(
      subnet.call("take_canister_snapshot", ["canister_id": .id(other)]).refusal
        == "IC0406: Failed to create snapshot for empty canister \(other):")
    let snapshot = try Self.take(id, in: &subnet)
    let text = snapshot.bytes.hexadecimal
    #expect(
      subnet.call("delete_canister_snapshot", Self.fields(other, snapshot)).refusal?.hasPrefix(
        "IC0406: The snapshot \(text) does not belong to canister \(other).\nUse") == true)
    _ = try subnet.result(
      "update_settings",
      [
        "canister_id": .id(id),
        "settings": .record(["controllers": .option(.vector([.id(id)]))]),
      ])
    #expect(
      subnet.call("load_canister_snapshot", Self.fields(other, snapshot)).refusal?.hasPrefix(
        "IC0406: Only a controller of the canister that snapshot \(text) belongs to can load it "
          + "on canister \(other). Sender: \(ManagedSubnet.user).\nMake sure") == true)
    let full = subnet.add(3)
    for _ in 0..<10 { _ = try Self.take(full, in: &subnet) }
    #expect(
      subnet.call("take_canister_snapshot", ["canister_id": .id(full)]).refusal?.hasPrefix(
        "IC0406: Canister \(full) has reached the maximum number of snapshots allowed: 10.\n")
        == true)
  }

  @Test func whatIsTakenCanBeRead() throws {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    let snapshot = try Self.take(id, in: &subnet)
    let metadata = try subnet.result(
      "read_canister_snapshot_metadata", Self.fields(id, snapshot))
    #expect(metadata["source"] == .variant("taken_from_canister", .reserved))
    #expect(metadata["globals"] == .vector([.variant("i32", .int32(7))]))
    #expect(metadata["wasm_memory_size"] == .nat64(65536))
    #expect(metadata["certified_data"] == .blob([3]))
    #expect(metadata["global_timer"] == .option(.variant("inactive", .null)))
    func read(_ offset: UInt64, _ size: UInt64) -> [String: CandidValue] {
      var fields = Self.fields(id, snapshot)
      let slice: CandidValue = .record(["offset": .nat64(offset), "size": .nat64(size)])
      fields["kind"] = .variant("wasm_memory", slice)
      return fields
    }
    let method = "read_canister_snapshot_data"
    #expect(subnet.call(method, read(65535, 1)).refusal == nil)
    #expect(
      subnet.call(method, read(65535, 2)).refusal
        == "IC0408: Invalid subslice into wasm module / main memory / stable memory: offset: "
        + "65535, size: 2")
    #expect(
      subnet.call(method, read(0, 2_000_001)).refusal
        == "IC0408: Requested slice too large: 2000001 > 2000000")
  }

  /// A snapshot can't be copied without its module.
  @Test func snapshotsOfExecutablesCantBeRead() throws {
    var subnet = ManagedSubnet()
    subnet.snapshotModuleBytes = 0
    let id = subnet.add(1)
    let snapshot = try Self.take(id, in: &subnet)
    var fields = Self.fields(id, snapshot)
    let text =
      "IC0504: The snapshot \(snapshot.bytes.hexadecimal) can't be read: its canister's code was "
      + "an executable, and the module that it was compiled from is not known. Install the module, "
      + "and take another snapshot."
    #expect(subnet.call("read_canister_snapshot_metadata", fields).refusal == text)
    let slice: CandidValue = .record(["offset": .nat64(0), "size": .nat64(1)])
    fields["kind"] = .variant("wasm_module", slice)
    #expect(subnet.call("read_canister_snapshot_data", fields).refusal == text)
    _ = try subnet.result("load_canister_snapshot", Self.fields(id, snapshot))
  }

  @Test func uploadsBecomeSnapshots() throws {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    var fields: [String: CandidValue] = [
      "canister_id": .id(id), "wasm_module_size": .nat64(3), "globals": .vector([]),
      "wasm_memory_size": .nat64(65536), "stable_memory_size": .nat64(0),
      "certified_data": .blob([]), "global_timer": .option(.variant("active", .nat64(5))),
    ]
    let method = "upload_canister_snapshot_metadata"
    let snapshot = try subnet.result(method, fields)["snapshot_id"]
    var data = Self.fields(id, snapshot)
    data["chunk"] = .blob([1, 2])
    data["kind"] = .variant("wasm_module", .record(["offset": .nat64(1)]))
    let upload = "upload_canister_snapshot_data"
    _ = try subnet.result(upload, data)
    #expect(subnet.stored.map(\.bytes) == [[1, 2]])
    data["kind"] = .variant("wasm_module", .record(["offset": .nat64(2)]))
    #expect(subnet.call(upload, data).refusal?.hasPrefix("IC0408: Invalid subslice") == true)
    data["kind"] = .variant("wasm_chunk", .null)
    _ = try subnet.result(upload, data)
    #expect(subnet.state.canisters[id]?.snapshots.first?.chunks.count == 1)
    let load = "load_canister_snapshot"
    #expect(
      subnet.call(load, Self.fields(id, snapshot)).refusal
        == "IC0408: Wasm exported globals of canister module and snapshot metadata do not match.")
    subnet.uploadResult = .loaded(CodeDescription(identity: "dd"))
    _ = try subnet.result(load, Self.fields(id, snapshot))
    #expect(subnet.state.canisters[id]?.code?.identity == "dd")
    #expect(subnet.state.canisters[id]?.globalTimer == 5)

    let taken = try Self.take(id, in: &subnet)
    data["snapshot_id"] = taken
    #expect(
      subnet.call(upload, data).refusal
        == "IC0409: Only canister snapshots created by metadata upload can be mutated.")
    fields["certified_data"] = .blob([UInt8](repeating: 0, count: 33))
    #expect(
      subnet.call(method, fields).refusal
        == "IC0408: Snapshot Metadata contains invalid data: CertifiedDataTooLarge")
  }

  /// What a canister leaves behind goes with it.
  @Test func deletingACanisterDropsItsSnapshots() throws {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    let snapshot = try Self.take(id, in: &subnet)
    _ = try subnet.result("stop_canister", ["canister_id": .id(id)])
    _ = try subnet.result("delete_canister", ["canister_id": .id(id)])
    #expect(subnet.effects.contains(.drop(.snapshot(SnapshotID(bytes: snapshot.bytes)))))
  }
}
