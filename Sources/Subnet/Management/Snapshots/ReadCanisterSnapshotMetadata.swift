import Candid

/// Shows what is known of a snapshot (Interface Specification, "IC method
/// `read_canister_snapshot_metadata`").
enum ReadCanisterSnapshotMetadata: ManagementMethod {
  static let name = "read_canister_snapshot_metadata"
  static let access = ManagementAccess.snapshotViewers

  static func query(
    _ argument: CandidValue, of subnet: SubnetState
  ) throws(UserError) -> [CandidValue] {
    let id = SnapshotID(bytes: argument["snapshot_id"].bytes)
    let snapshot = try subnet.snapshot(id, of: argument["canister_id"].principal)
    // A reader that copies the snapshot must not take the module for empty.
    if snapshot.lacksModule { throw .snapshotWithoutModule(id) }
    let content = snapshot.content
    return [
      .record([
        "source": .variant(
          snapshot.isUploaded ? "metadata_upload" : "taken_from_canister", .reserved),
        "taken_at_timestamp": .nat64(snapshot.takenAtNanoseconds),
        "wasm_module_size": .nat64(content.moduleBytes),
        "globals": .vector(content.globals.map(\.candid)),
        "wasm_memory_size": .nat64(content.heapBytes),
        "stable_memory_size": .nat64(content.stableMemoryBytes),
        "wasm_chunk_store": .vector(snapshot.chunks.map { .record(["hash": .blob($0)]) }),
        "canister_version": .nat64(snapshot.version),
        "certified_data": .blob(content.certifiedData),
        "global_timer": content.globalTimer.map { .option($0.candid) } ?? .none,
        "on_low_wasm_memory_hook_status": content.lowMemory.map { .option($0.candid) } ?? .none,
      ])
    ]
  }
}

/// The content of snapshots as calls have it.
extension CanisterSnapshot.Global {
  fileprivate var candid: CandidValue {
    switch self {
    case .i32(let bits): .variant("i32", .int32(Int32(bitPattern: bits)))
    case .i64(let bits): .variant("i64", .int64(Int64(bitPattern: bits)))
    case .f32(let bits): .variant("f32", .float32(Float(bitPattern: bits)))
    case .f64(let bits): .variant("f64", .float64(Double(bitPattern: bits)))
    case .v128(let bits): .variant("v128", .nat(BigInteger(bits)))
    }
  }

  /// Nil for a number of more than 128 bits.
  init?(_ value: CandidValue) {
    guard let variant = value.variant(of: ["i32", "i64", "f32", "f64", "v128"]) else { return nil }
    switch variant.value {
    case .int32(let number): self = .i32(UInt32(bitPattern: number))
    case .int64(let number): self = .i64(UInt64(bitPattern: number))
    case .float32(let number): self = .f32(number.bitPattern)
    case .float64(let number): self = .f64(number.bitPattern)
    case .nat(let number):
      guard let bits = number.exactly(as: UInt128.self) else { return nil }
      self = .v128(bits)
    default: return nil
    }
  }
}

extension CanisterSnapshot.Timer {
  fileprivate var candid: CandidValue {
    switch self {
    case .off: .variant("inactive", .null)
    case .due(let time): .variant("active", .nat64(time))
    }
  }

  /// Nil if the option is empty.
  init?(_ value: CandidValue) {
    guard let timer = value.content?.variant(of: ["inactive", "active"]) else { return nil }
    self = timer.value.number.map { .due($0) } ?? .off
  }
}

extension CanisterState.LowMemory {
  private static let names: [(Self, String)] = [
    (.none, "condition_not_satisfied"), (.untold, "ready"), (.told, "executed"),
  ]

  fileprivate var candid: CandidValue {
    .variant(Self.names.first { $0.0 == self }?.1 ?? "", .null)
  }

  /// Nil if the option is empty.
  init?(_ value: CandidValue) {
    guard let name = value.content?.variant(of: Self.names.map(\.1))?.name,
      let status = Self.names.first(where: { $0.1 == name })
    else { return nil }
    self = status.0
  }
}
