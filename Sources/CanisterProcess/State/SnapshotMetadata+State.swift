internal import CanisterRuntime

/// From a state to a snapshot, and back.
extension SnapshotMetadata {
  /// The metadata of a snapshot of a state.
  init(_ state: borrowing StateMetadata) {
    let fields = state.fields
    heapSizeBytes = fields.heap_bytes
    stableMemorySizeBytes = fields.stable_bytes
    canisterVersion = fields.version
    chunkHashes = state.chunkHashes
    certifiedData = state.certifiedData
    globalTimer = fields.global_timer
    hookStatus = HookStatus(fields.hook_status)
    let globals = state.globals
    self.globals = globals.map { SnapshotGlobal(type: $0.type, bytes: $0.bytes) }
    if fields.is_foreign { return }
    own = Own(
      isInstalled: fields.is_installed, module: state.module,
      keepsHeap: fields.has_enhanced_persistence, generation: fields.generation,
      addressBytes: fields.address_bytes, globals: globals)
    let checksum = checksum
    own?.checksum = checksum
  }

  /// The metadata of a state that begins with a snapshot, of the module with the hash `moduleHash`
  /// if the snapshot does not tell.
  func stateMetadata(moduleHash: String) -> StateMetadata {
    var state = StateMetadata()
    state.fields.heap_bytes = heapSizeBytes
    state.fields.stable_bytes = stableMemorySizeBytes
    state.fields.version = canisterVersion
    state.fields.global_timer = globalTimer
    state.fields.hook_status = hookStatus.map(\.runtimeStatus) ?? .absent
    state.chunkHashes = chunkHashes
    state.certifiedData = certifiedData
    if let own {
      state.fields.is_installed = own.isInstalled
      state.fields.has_enhanced_persistence = own.keepsHeap
      state.fields.generation = own.generation
      state.fields.address_bytes = own.addressBytes
      state.module = own.module
      state.globals = own.globals
    } else {
      state.fields.is_installed = true
      state.fields.is_foreign = true
      state.module = moduleHash
      state.globals = globals.compactMap { global in
        global.map { StateGlobal(index: nil, type: $0.type, bytes: $0.bytes) }
      }
    }
    return state
  }
}

extension SnapshotMetadata.HookStatus {
  /// Nil if it is not known.
  fileprivate init?(_ status: rt_hook_status) {
    switch status {
    case .condition_not_satisfied: self = .conditionNotSatisfied
    case .ready: self = .ready
    case .executed: self = .executed
    case .absent: return nil
    }
  }

  fileprivate var runtimeStatus: rt_hook_status {
    switch self {
    case .conditionNotSatisfied: .condition_not_satisfied
    case .ready: .ready
    case .executed: .executed
    }
  }
}
