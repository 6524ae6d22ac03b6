import Admission
import Candid
import Executions
import Hashing
import Testing

@testable import Subnet

/// Modules in chunks.
struct ChunkTests {
  private static let advice =
    "\nUse the `stored_chunks` API to check which hashes are present or top up the canister if it "
    + "is low on cycles. See documentation: "
    + "https://internetcomputer.org/docs/current/references/execution-errors#wasm-chunk-store-error"

  private static func upload(
    _ bytes: [UInt8], to id: Principal, in subnet: inout ManagedSubnet
  ) -> MessageResult {
    subnet.call("upload_chunk", ["canister_id": .id(id), "chunk": .blob(bytes)])
  }

  private static func list(_ id: Principal, in subnet: inout ManagedSubnet) throws -> CandidValue {
    try subnet.result("stored_chunks", ["canister_id": .id(id)])
  }

  private static func hashes(_ chunks: [UInt8]...) -> CandidValue {
    .vector(chunks.map { .record(["hash": .blob(SHA256.hash($0))]) })
  }

  @Test func chunksAreKeptOnce() throws {
    var subnet = ManagedSubnet()
    let (id, other) = (subnet.add(1), subnet.add(2))
    let hash = try subnet.result("upload_chunk", ["canister_id": .id(id), "chunk": .blob([1])])
    #expect(hash == .record(["hash": .blob(SHA256.hash([1]))]))
    #expect(Self.upload([1], to: id, in: &subnet).refusal == nil)
    #expect(Self.upload([1], to: other, in: &subnet).refusal == nil)
    #expect(subnet.stored.count == 1)
    #expect(try Self.list(id, in: &subnet) == Self.hashes([1]))
    #expect(subnet.state.canisters[id]?.memory.chunkStoreBytes == 1 << 20)
    _ = try subnet.result("clear_chunk_store", ["canister_id": .id(id)])
    #expect(try Self.list(id, in: &subnet) == .vector([]))
    #expect(subnet.stored.count == 1)
    _ = try subnet.result("uninstall_code", ["canister_id": .id(other)])
    #expect(subnet.stored.isEmpty)
  }

  @Test func aCanisterUploadsToItself() throws {
    var subnet = ManagedSubnet()
    let (id, other) = (subnet.add(1), subnet.add(2))
    let fields: [String: CandidValue] = ["canister_id": .id(id), "chunk": .blob([1])]
    #expect(subnet.call("upload_chunk", fields, from: id).rejection == nil)
    #expect(
      subnet.call("upload_chunk", fields, from: other).rejection?
        .hasPrefix("5 Only the controllers of the canister \(id)") == true)
  }

  @Test func storesAreLimited() {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    let large = [UInt8](repeating: 0, count: (1 << 20) + 1)
    #expect(
      Self.upload(large, to: id, in: &subnet).refusal
        == "IC0504: Error from Wasm chunk store: Wasm chunk size 1048577 exceeds the maximum chunk "
        + "size of 1048576." + Self.advice)
    for byte: UInt8 in 0..<100 { _ = Self.upload([byte], to: id, in: &subnet) }
    #expect(
      Self.upload([100], to: id, in: &subnet).refusal
        == "IC0504: Error from Wasm chunk store: Wasm chunk store has already reached maximum "
        + "capacity of 104857600 bytes or the maximum number of entries, 100." + Self.advice)
  }

  @Test func chunksMakeAModule() throws {
    var subnet = ManagedSubnet()
    let (id, store) = (subnet.add(1, isEmpty: true), subnet.add(2))
    subnet.modules = [[1, 2]: CodeDescription(identity: "cc", methods: ["go": .update])]
    for chunk: UInt8 in 1...2 { _ = Self.upload([chunk], to: store, in: &subnet) }
    var fields: [String: CandidValue] = [
      "mode": .variant("install", .null), "target_canister": .id(id),
      "store_canister": .option(.id(store)), "chunk_hashes_list": Self.hashes([1], [2]),
      "wasm_module_hash": .blob(SHA256.hash([1, 2])), "arg": .blob([]),
    ]
    _ = try subnet.result("install_chunked_code", fields)
    #expect(subnet.state.canisters[id]?.code?.identity == "cc")

    fields["mode"] = .variant("reinstall", .null)
    fields["chunk_hashes_list"] = Self.hashes([2], [1])
    #expect(
      subnet.call("install_chunked_code", fields).refusal
        == "IC0504: Error from Wasm chunk store: Wasm module hash \(SHA256.hash([2, 1])) does not "
        + "match given hash WasmHash(\(SHA256.hash([1, 2])))." + Self.advice)
    fields["chunk_hashes_list"] = Self.hashes([3])
    #expect(
      subnet.call("install_chunked_code", fields).refusal
        == "IC0504: Error from Wasm chunk store: Chunk hash \(SHA256.hash([3])) was not found."
        + Self.advice)
    fields["wasm_module_hash"] = .blob([1])
    #expect(
      subnet.call("install_chunked_code", fields).refusal == "IC0504: Invalid wasm hash [1]")
    let nobody = Principal(canisterIndex: 9)
    fields["store_canister"] = .option(.id(nobody))
    #expect(
      subnet.call("install_chunked_code", fields).refusal
        == "IC0504: InstallChunkedCode Error: Store canister \(nobody) was not found on subnet "
        + "\(SubnetSettings.defaultID) of target canister \(id)")
  }
}
