import Bytes
import Candid
import Foundation
import JSON
import Subnet
import TestSupport
import Testing

/// Snapshots in folders.
@Suite(.enabled(if: TinsmithProgram.canRun, Comment(rawValue: TinsmithProgram.absence)))
struct SnapshotFolderTests {
  private static func transfer(
    _ canister: Principal, _ folder: String, _ member: JSONMember
  ) -> JSONValue {
    .object([
      JSONMember(name: "sender", value: ["principal_id": .string("BA==")]),
      JSONMember(name: "canister_id", value: PocketICClient.canister(canister)),
      JSONMember(name: "snapshot_dir", value: .string(folder)), member,
    ])
  }

  private static func content(of folder: String) throws -> [String: Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    return try Dictionary(
      uniqueKeysWithValues: names.filter { $0.hasSuffix(".bin") }.map {
        ($0, try Data(contentsOf: URL(filePath: "\(folder)/\($0)")))
      })
  }

  @Test func whatIsUploadedIsWhatWasDownloaded() throws {
    let scratch = ScratchFolder()
    let client = try PocketICClient(ServerProgram())
    let canister = try client.installed(Canisters.counter)
    _ = try client.update(canister, "write")
    try client.manage("upload_chunk", canister, ["chunk": .blob([1, 2, 3])])
    let taken = try client.manage("take_canister_snapshot", canister)["id"].bytes
    let first = "\(scratch.path)/first"
    func download(_ id: [UInt8], to folder: String) throws -> JSONValue {
      try client.post(
        "update/canister_snapshot_download",
        Self.transfer(
          canister, folder, JSONMember(name: "snapshot_id", value: .string(Base64.encode(id)))))
    }
    #expect(try download(taken, to: first) == .null)
    let files = try Self.content(of: first)
    #expect(
      Set(files.keys.map { $0.split(separator: "/")[0] })
        == ["wasm_module.bin", "wasm_memory.bin", "wasm_chunk_store"])
    #expect(throws: PocketICClient.Refusal.self) { try download(taken, to: first) }
    _ = try client.update(canister, "write")
    let uploaded = try client.post(
      "update/canister_snapshot_upload",
      Self.transfer(
        canister, first,
        JSONMember(
          name: "replace_snapshot", value: ["snapshot_id": .string(Base64.encode(taken))])))
    guard case .string(let text) = uploaded["snapshot_id"], let id = Base64.decode(text) else {
      throw PocketICClient.Unparsable(json: "\(uploaded)")
    }
    let second = "\(scratch.path)/second"
    #expect(try download(id, to: second) == .null)
    #expect(try Self.content(of: second) == files)
    try client.manage("load_canister_snapshot", canister, ["snapshot_id": .blob(id)])
    #expect(try client.query(canister, "read") == .reply([1, 0, 0, 0]))
    let none = #expect(throws: PocketICClient.Refusal.self) {
      try download(taken, to: "\(scratch.path)/third")
    }
    #expect(none?.message.hasPrefix("CanisterSnapshotError(") == true)
  }
}
