import Bytes
import Candid

/// Refusals about chunks and snapshots, in the words of replicas.
extension UserError {
  private static func chunkStore(_ message: String) -> UserError {
    UserError(
      code: 504, "Error from Wasm chunk store: \(message).",
      Advice(
        "Use the `stored_chunks` API to check which hashes are present or top up the canister if "
          + "it is low on cycles.", "wasm-chunk-store-error"))
  }

  static func chunkTooLarge(sizeBytes: Int, limitBytes: UInt64) -> UserError {
    chunkStore("Wasm chunk size \(sizeBytes) exceeds the maximum chunk size of \(limitBytes)")
  }

  static func chunkStoreFull(count: UInt64, chunkBytes: UInt64) -> UserError {
    chunkStore(
      "Wasm chunk store has already reached maximum capacity of \(count * chunkBytes) bytes or "
        + "the maximum number of entries, \(count)")
  }

  /// No subnet of the IC has this error: there, all code is installed as modules.
  static func snapshotWithoutModule(_ id: SnapshotID) -> UserError {
    UserError(
      code: 504,
      "The snapshot \(id) can't be read: its canister's code was an executable, and the module "
        + "that it was compiled from is not known. Install the module, and take another snapshot."
    )
  }

  static func inconsistentLowMemory(_ status: CanisterState.LowMemory, isLow: Bool) -> UserError {
    let name =
      switch status {
      case .none: "ConditionNotSatisfied"
      case .untold: "Ready"
      case .told: "Executed"
      }
    return UserError(
      code: 408,
      "Hook status (\(name)) of uploaded snapshot is inconsistent with the canister's state (hook "
        + "condition satisfied: \(isLow)).")
  }

  static func chunkTooExpensive(_ reason: UserError) -> UserError {
    chunkStore("Error charging for 'upload_chunk': \(reason.description)")
  }

  static func noChunk(_ hash: [UInt8]) -> UserError {
    chunkStore("Chunk hash \(hash) was not found")
  }

  static let invalidChunkHash = chunkStore("Chunk hash is invalid. The length is not 32")

  static func otherModule(hash: [UInt8], wanted: [UInt8]) -> UserError {
    chunkStore("Wasm module hash \(hash) does not match given hash WasmHash(\(wanted))")
  }

  static func noChunkOfSnapshot(_ hash: [UInt8]) -> UserError {
    let digits = "[" + hash.map { [$0].hexadecimal }.joined(separator: ", ") + "]"
    return chunkStore(
      hash.count == 32
        ? "WasmChunkHash \(digits) not found."
        : "Bytes \(digits) are not a valid WasmChunkHash.")
  }

  static func invalidModuleHash(_ hash: [UInt8]) -> UserError {
    UserError(code: 504, "Invalid wasm hash \(hash)")
  }

  static func noStoreCanister(
    _ store: Principal, subnet: Principal, target: Principal
  ) -> UserError {
    UserError(
      code: 504,
      "InstallChunkedCode Error: Store canister \(store) was not found on subnet \(subnet) of "
        + "target canister \(target)")
  }

  private static let lookAtList =
    "Use the `list_canister_snapshot` API to see which snapshots are present."

  static func noSnapshot(_ id: SnapshotID, of canister: Principal) -> UserError {
    UserError(
      code: 305, "Could not find the snapshot ID \(id) for canister \(canister).",
      Advice(lookAtList, "canister-snapshot-not-found"))
  }

  static func snapshotOfOther(_ id: SnapshotID, than canister: Principal) -> UserError {
    UserError(
      code: 406, "The snapshot \(id) does not belong to canister \(canister).",
      Advice(lookAtList, "canister-snapshot-invalid-ownership"))
  }

  static func notControllerOfSnapshot(
    _ sender: Principal, _ id: SnapshotID, for canister: Principal
  ) -> UserError {
    UserError(
      code: 406,
      "Only a controller of the canister that snapshot \(id) belongs to can load it on canister "
        + "\(canister). Sender: \(sender).",
      Advice(
        "Make sure you are a controller of the canister that the snapshot belongs to.",
        link: "canister-snapshot-not-controller"))
  }

  static func emptySnapshot(_ canister: Principal) -> UserError {
    UserError(code: 406, "Failed to create snapshot for empty canister \(canister):")
  }

  static func tooManySnapshots(of canister: Principal, limit: Int) -> UserError {
    UserError(
      code: 406,
      "Canister \(canister) has reached the maximum number of snapshots allowed: \(limit).",
      Advice(
        "Consider deleting an unnecessary snapshot of the specified canister before creating a "
          + "new one.", link: "canister-snapshot-limit-exceeded"))
  }

  static let snapshotImmutable = UserError(
    code: 409, "Only canister snapshots created by metadata upload can be mutated.")

  static func invalidSlice(offset: UInt64, size: UInt64) -> UserError {
    UserError(
      code: 408,
      "Invalid subslice into wasm module / main memory / stable memory: offset: \(offset), size: "
        + "\(size)")
  }

  static func sliceTooLarge(_ size: UInt64, limit: UInt64) -> UserError {
    UserError(code: 408, "Requested slice too large: \(size) > \(limit)")
  }

  static func invalidSnapshot(_ reason: String) -> UserError {
    UserError(code: 408, "Snapshot Metadata contains invalid data: \(reason)")
  }

  static let otherGlobals = UserError(
    code: 408,
    "Wasm exported globals of canister module and snapshot metadata do not match.")
}
