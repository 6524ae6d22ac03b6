import Bytes
import Candid
import CanisterProcess
import Foundation
import JSON
import Subnet

/// Snapshots in folders of their own, by the methods of the management canister.
extension Instance {
  /// How many bytes go at once.
  private static let sliceBytes: UInt64 = 1_000_000

  /// The files of a folder, the members of the metadata that tell their sizes, and what calls name
  /// them.
  private static let parts = ["wasm_module", "wasm_memory", "stable_memory"]

  /// Writes a snapshot to a folder, which must be empty or missing.
  func download(_ transfer: SnapshotTransfer) async throws(ProtocolError) {
    let folder = transfer.directory
    let content = try? FileManager.default.contentsOfDirectory(atPath: folder)
    guard content?.isEmpty ?? !FileManager.default.fileExists(atPath: folder) else {
      throw .invalidSnapshotDirectory("\(folder) has to be an empty folder, or none")
    }
    guard let id = transfer.snapshot else { throw .missingMember("snapshot_id") }
    let named: [String: CandidValue] = [
      "canister_id": .principal(transfer.canister), "snapshot_id": .blob(id),
    ]
    let metadata = try await manage("read_canister_snapshot_metadata", named, transfer)
    func slice(_ kind: CandidValue) async throws(ProtocolError) -> [UInt8] {
      let fields = named.merging(["kind": kind]) { first, _ in first }
      return try await manage("read_canister_snapshot_data", fields, transfer)["chunk"].bytes
    }
    try files { () throws(StateError) in try SparseCopy.makeFolder(folder) }
    for part in Self.parts {
      let size = metadata["\(part)_size"].number ?? 0
      guard size > 0 else { continue }
      let path = "\(folder)/\(part).bin"
      try files { () throws(StateError) in try OwnFile.write(Data(), to: path) }
      for offset in stride(from: 0, to: size, by: Int(Self.sliceBytes)) {
        let count = min(Self.sliceBytes, size - offset)
        let range = CandidValue.record(["offset": .nat64(offset), "size": .nat64(count)])
        try append(try await slice(.variant(part, range)), to: path)
      }
    }
    for chunk in metadata["wasm_chunk_store"].elements {
      let bytes = try await slice(.variant("wasm_chunk", chunk))
      let name = chunk["hash"].bytes.hexadecimal
      try files { () throws(StateError) in
        try SparseCopy.makeFolder("\(folder)/wasm_chunk_store")
        try OwnFile.write(Data(bytes), to: "\(folder)/wasm_chunk_store/\(name).bin")
      }
    }
    // The metadata come last, so that nothing unfinished is taken for a snapshot.
    let json = JSONValue(snapshotMetadata: metadata).text
    try files { () throws(StateError) in
      try OwnFile.write(Data(json), to: "\(folder)/metadata.json")
    }
  }

  /// Makes a snapshot of what a folder has; its id.
  func upload(_ transfer: SnapshotTransfer) async throws(ProtocolError) -> [UInt8] {
    let folder = transfer.directory
    guard let file = try read("\(folder)/metadata.json") else {
      throw .invalidSnapshotDirectory("\(folder) has no metadata.json")
    }
    let metadata = try JSONValue(body: file)
    var fields = try metadata.snapshotFields()
    fields["canister_id"] = .principal(transfer.canister)
    fields["replace_snapshot"] = transfer.replaced.map { .option(.blob($0)) } ?? CandidValue.none
    let id = try await manage("upload_canister_snapshot_metadata", fields, transfer)[
      "snapshot_id"
    ].bytes
    func put(_ bytes: [UInt8], _ kind: CandidValue) async throws(ProtocolError) {
      _ = try await manage(
        "upload_canister_snapshot_data",
        [
          "canister_id": .principal(transfer.canister), "snapshot_id": .blob(id), "kind": kind,
          "chunk": .blob(bytes),
        ], transfer)
    }
    for part in Self.parts {
      let size = try metadata.smallNumber("\(part)_size")
      for offset in stride(from: 0, to: size, by: Int(Self.sliceBytes)) {
        let count = min(Self.sliceBytes, size - offset)
        let bytes = try slice("\(folder)/\(part).bin", offset: offset, size: Int(count))
        try await put(bytes, .variant(part, .record(["offset": .nat64(offset)])))
      }
    }
    for chunk in try metadata.elements("wasm_chunk_store") {
      let name = try chunk.list("hash").hexadecimal
      guard let bytes = try read("\(folder)/wasm_chunk_store/\(name).bin") else {
        throw .invalidSnapshotDirectory("\(folder) has no chunk \(name)")
      }
      try await put(bytes, .variant("wasm_chunk", .null))
    }
    return id
  }

  /// Has the management canister do something in rounds of the instance; its result.
  private func manage(
    _ method: String, _ fields: [String: CandidValue], _ transfer: SnapshotTransfer
  ) async throws(ProtocolError) -> CandidValue {
    let call = InstanceCall(
      IngressMessage(
        sender: transfer.sender, canister: .management, method: method,
        argument: ManagementInterface.argument(fields, of: method)),
      to: .canister(transfer.canister))
    let result: MessageResult
    switch try await submit(call) {
    case .refused(let refusal): result = refusal
    case .accepted(let number, let subnet): result = try await answer(to: number, on: subnet)
    }
    switch result {
    case .reply(let bytes):
      do {
        return try ManagementInterface.result(bytes, of: method)
      } catch {
        throw .snapshotError("\(error)")
      }
    case .reject(let error), .trap(let error): throw .snapshotError(error.text)
    case .ok: return .null
    }
  }

  private func files<Result>(
    _ body: () throws(StateError) -> Result
  ) throws(ProtocolError) -> Result {
    do {
      return try body()
    } catch {
      throw .snapshotError("\(error)")
    }
  }

  private func read(_ path: String) throws(ProtocolError) -> [UInt8]? {
    try files { () throws(StateError) in try OwnFile.read(path).map { [UInt8]($0) } }
  }

  private func append(_ bytes: [UInt8], to path: String) throws(ProtocolError) {
    do {
      let file = try FileHandle(forWritingTo: URL(filePath: path))
      defer { try? file.close() }
      try file.seekToEnd()
      try file.write(contentsOf: Data(bytes))
    } catch {
      throw .snapshotError("\(path): \(error.localizedDescription)")
    }
  }

  /// A piece of a file that has to have it.
  private func slice(
    _ path: String, offset: UInt64, size: Int
  ) throws(ProtocolError) -> [UInt8] {
    do {
      let file = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? file.close() }
      try file.seek(toOffset: offset)
      let data = try file.read(upToCount: size) ?? Data()
      guard data.count == size else {
        throw ProtocolError.invalidSnapshotDirectory("\(path) is shorter than metadata.json says")
      }
      return [UInt8](data)
    } catch let error as ProtocolError {
      throw error
    } catch {
      throw .invalidSnapshotDirectory("\(path): \(error.localizedDescription)")
    }
  }
}
