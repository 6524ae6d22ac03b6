/// What is known of a canister beside its memories, as the `metadata.json` of a snapshot has it.
///
/// dfx, icp and PocketIC write and read all members but `tinsmith`: it has what they do not know.
package struct SnapshotMetadata: Equatable, Sendable {
  package internal(set) var takenAtNanoseconds: UInt64 = 0
  package internal(set) var moduleSizeBytes: UInt64 = 0
  package internal(set) var heapSizeBytes: UInt64
  package internal(set) var stableMemorySizeBytes: UInt64
  var canisterVersion: UInt64
  /// The hashes (SHA-256) of the chunks in the snapshot's chunk store.
  var chunkHashes: [[UInt8]] = []
  package internal(set) var certifiedData: [UInt8] = []
  /// 0 if it is off.
  var globalTimer: UInt64 = 0
  /// Nil if the snapshot does not have it.
  var hookStatus: HookStatus?
  /// First those that the module exports, mutable or not, in the order of the exports, then the
  /// other mutable ones by their indexes.
  ///
  /// Older replicas list a counter of instructions behind these. Nil stands for a value that JSON
  /// can't say.
  var globals: [SnapshotGlobal?]
  /// Nil in what other programs write.
  var own: Own?

  /// The metadata of a snapshot that is put together.
  package init(
    heapSizeBytes: UInt64, stableMemorySizeBytes: UInt64, canisterVersion: UInt64 = 0,
    certifiedData: [UInt8] = [], globals: [SnapshotGlobal?]
  ) {
    self.heapSizeBytes = heapSizeBytes
    self.stableMemorySizeBytes = stableMemorySizeBytes
    self.certifiedData = certifiedData
    self.globals = globals
    self.canisterVersion = canisterVersion
  }

  /// The globals with all their bytes; nil if one of them is not known.
  package var exactGlobals: [SnapshotGlobal]? {
    if let own { return own.globals.map { SnapshotGlobal(type: $0.type, bytes: $0.bytes) } }
    return globals.contains(nil) ? nil : globals.compactMap(\.self)
  }

  /// Whether the canister's hook has run because little is left of its heap.
  enum HookStatus: String, CaseIterable, Codable, Sendable {
    case conditionNotSatisfied = "condition_not_satisfied"
    case ready, executed
  }

  /// What only this program knows.
  struct Own: Codable, Equatable, Sendable {
    /// Changes whenever an older program would misread it.
    static let formatVersion: UInt64 = 3

    var formatVersion = Self.formatVersion
    var isInstalled: Bool
    /// The SHA-256 of the module that the state belongs to, or a line about its compiler.
    var module: String
    var keepsHeap: Bool
    var generation: UInt64
    /// Nil in what early versions wrote.
    var checksum: UInt64?
    var addressBytes: UInt64
    /// The same globals, with their indexes and all bytes.
    var globals: [StateGlobal]

    private enum CodingKeys: String, CodingKey {
      case formatVersion = "format_version"
      case isInstalled = "installed"
      case module
      case keepsHeap = "enhanced_orthogonal_persistence"
      case generation, checksum
      case addressBytes = "address_bytes"
      case globals
    }
  }
}

extension SnapshotMetadata: Codable {
  private enum Keys: String, CodingKey {
    case source
    case takenAtNanoseconds = "taken_at_timestamp"
    case moduleSizeBytes = "wasm_module_size"
    case heapSizeBytes = "wasm_memory_size"
    case stableMemorySizeBytes = "stable_memory_size"
    case canisterVersion = "canister_version"
    case chunkStore = "wasm_chunk_store"
    case certifiedData = "certified_data"
    case globalTimer = "global_timer"
    case hookStatus = "on_low_wasm_memory_hook_status"
    case globals
    /// What dfx called them at first.
    case exportedGlobals = "exported_globals"
    case own = "tinsmith"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    takenAtNanoseconds =
      try container.decodeIfPresent(UInt64.self, forKey: .takenAtNanoseconds) ?? 0
    moduleSizeBytes = try container.decodeIfPresent(UInt64.self, forKey: .moduleSizeBytes) ?? 0
    heapSizeBytes = try container.decode(UInt64.self, forKey: .heapSizeBytes)
    stableMemorySizeBytes = try container.decode(UInt64.self, forKey: .stableMemorySizeBytes)
    canisterVersion = try container.decode(UInt64.self, forKey: .canisterVersion)
    chunkHashes =
      try container.decodeIfPresent([Chunk].self, forKey: .chunkStore)?.map(\.hash) ?? []
    certifiedData = try container.decodeIfPresent([UInt8].self, forKey: .certifiedData) ?? []
    globalTimer = try container.decodeIfPresent(Timer.self, forKey: .globalTimer)?.nanoseconds ?? 0
    hookStatus = try container.decodeIfPresent(HookStatus.self, forKey: .hookStatus)
    globals =
      try
      (container.decodeIfPresent([Listed].self, forKey: .globals)
      ?? container.decode([Listed].self, forKey: .exportedGlobals)).map(\.global)
    own = try container.decodeIfPresent(Own.self, forKey: .own)
  }

  /// Encodes what others read, and what only this program knows.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(Source(), forKey: .source)
    try container.encode(takenAtNanoseconds, forKey: .takenAtNanoseconds)
    try container.encode(moduleSizeBytes, forKey: .moduleSizeBytes)
    try container.encode(heapSizeBytes, forKey: .heapSizeBytes)
    try container.encode(stableMemorySizeBytes, forKey: .stableMemorySizeBytes)
    try container.encode(canisterVersion, forKey: .canisterVersion)
    try container.encode(chunkHashes.map(Chunk.init), forKey: .chunkStore)
    try container.encode(certifiedData, forKey: .certifiedData)
    try container.encode(Timer(nanoseconds: globalTimer), forKey: .globalTimer)
    // Null if it is not known.
    try container.encode(hookStatus, forKey: .hookStatus)
    try container.encode(globals, forKey: .globals)
    try container.encodeIfPresent(own, forKey: .own)
  }

  /// Where a snapshot is from: one that is uploaded has that from no canister there.
  private struct Source: Encodable {
    enum Keys: String, CodingKey { case canister = "taken_from_canister" }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Keys.self)
      try container.encodeNil(forKey: .canister)
    }
  }

  private struct Chunk: Codable {
    let hash: [UInt8]
  }

  /// An element of a list of globals, of any form.
  private struct Listed: Decodable {
    let global: SnapshotGlobal?

    init(from decoder: any Decoder) { global = try? SnapshotGlobal(from: decoder) }
  }

  /// `"inactive"`, or `{"active": 5}`.
  private struct Timer: Codable {
    let nanoseconds: UInt64

    enum Keys: CodingKey { case active }

    init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    init(from decoder: any Decoder) throws {
      let container = try? decoder.container(keyedBy: Keys.self)
      nanoseconds = try container?.decodeIfPresent(UInt64.self, forKey: .active) ?? 0
    }

    func encode(to encoder: any Encoder) throws {
      if nanoseconds == 0 {
        var container = encoder.singleValueContainer()
        try container.encode("inactive")
      } else {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(nanoseconds, forKey: .active)
      }
    }
  }
}
