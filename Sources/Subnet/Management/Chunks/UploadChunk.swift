import Candid
import Hashing

/// Keeps a piece of a module that is too large for a message (Interface Specification, "IC method
/// `upload_chunk`").
enum UploadChunk: ManagementMethod {
  static let name = "upload_chunk"
  static let access = ManagementAccess.controllersAndItself

  /// What keeping a chunk costs, as so many instructions.
  private static let instructions: UInt64 = 200_000_000

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let id = call.canister
    let bytes = call.argument["chunk"].bytes
    do throws(UserError) {
      // Also for a chunk that is there already: that is known by its hash, which takes time.
      try subnet.charge(instructions: Self.instructions, to: id, by: call.caller)
    } catch {
      throw .chunkTooExpensive(error)
    }
    let chunks = try subnet.adding(
      bytes, to: subnet.canisters[id]?.chunks ?? [], of: id, by: call.caller)
    subnet.canisters[id]?.chunks = chunks
    return [.record(["hash": .blob(SHA256.hash(bytes))])]
  }
}

extension SubnetState {
  private static let maximumChunkCount: UInt64 = 100

  /// The hashes of chunks with one more: the host keeps its bytes, and the canister pays for its
  /// memory.
  mutating func adding(
    _ bytes: [UInt8], to chunks: [[UInt8]], of id: Principal, by caller: Principal
  ) throws(UserError) -> [[UInt8]] {
    let hash = SHA256.hash(bytes)
    guard !chunks.contains(hash) else { return chunks }
    guard bytes.count <= CanisterState.chunkBytes else {
      throw .chunkTooLarge(sizeBytes: bytes.count, limitBytes: CanisterState.chunkBytes)
    }
    guard chunks.count < Self.maximumChunkCount else {
      throw .chunkStoreFull(count: Self.maximumChunkCount, chunkBytes: CanisterState.chunkBytes)
    }
    let usedBytes = canisters[id]?.memory.totalBytes ?? 0
    try resizeMemory(of: id, to: usedBytes + CanisterState.chunkBytes, by: caller)
    if !isUsed(chunk: hash) { effects.append(.store(bytes, .chunk(hash: hash))) }
    return (chunks + [hash]).sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Whether a canister or a snapshot has a chunk.
  private func isUsed(chunk hash: [UInt8]) -> Bool {
    canisters.values.contains { canister in
      canister.chunks.contains(hash)
        || canister.snapshots.contains { $0.chunks.contains(hash) }
    }
  }

  /// Lets the host drop those of these chunks that no canister has any more.
  mutating func drop(chunks: [[UInt8]]) {
    for hash in chunks where !isUsed(chunk: hash) { effects.append(.drop(.chunk(hash: hash))) }
  }

  /// Empties the chunk store of a canister.
  mutating func clearChunks(of id: Principal) {
    let chunks = canisters[id]?.chunks ?? []
    canisters[id]?.chunks = []
    drop(chunks: chunks)
  }
}
