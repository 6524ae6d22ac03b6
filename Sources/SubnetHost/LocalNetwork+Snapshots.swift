import Bytes
import Candid
import CanisterProcess
import Foundation
import Subnet

/// Snapshots of canisters, each in a folder of its own.
extension LocalNetwork {
  /// Takes a snapshot or loads one, as a whole or not at all.
  func perform(
    _ task: SnapshotTask, of subnet: Principal
  ) throws(SubnetError) -> SnapshotResult {
    switch task {
    case .take(let id, let canister): try take(id, of: canister, on: subnet)
    case .load(let id, let canister, let code?, _):
      try load(code, onto: canister) { (state) throws(StateError) in
        _ = try snapshot(id, of: subnet).restore(in: state, moduleHash: code.moduleHashDigits)
      }
    case .load(let id, let canister, nil, let content):
      try loadUpload(snapshot(id, of: subnet), onto: canister, content)
    }
  }

  private func snapshotFolder(of subnet: Principal) -> String {
    "\(canisters.directory(subnet))/snapshots"
  }

  private func snapshot(_ id: SnapshotID, of subnet: Principal) -> Snapshot {
    Snapshot(path: "\(snapshotFolder(of: subnet))/\(id)")
  }

  /// Copies the state of a canister while no process has it.
  private func take(
    _ id: SnapshotID, of canister: Principal, on subnet: Principal
  ) throws(SubnetError) -> SnapshotResult {
    let known = self.canister(canister)
    let hosted = try hosted(canister, of: subnet)
    let module = known?.code.flatMap(module) ?? []
    do {
      let snapshot = snapshot(id, of: subnet)
      drop(.snapshot(id), of: subnet)
      try SparseCopy.makeFolder(snapshot.path)
      try hosted.withStateAtRest { (state) throws(StateError) in
        try snapshot.save(state, module: module, version: known?.version ?? 0)
      }
      return .taken(CanisterSnapshot.Content(try snapshot.metadata()))
    } catch {
      throw .notStored(error)
    }
  }

  /// The module that code was compiled from; nil if only its program is known.
  func module(of code: CodeDescription) -> [UInt8]? {
    for identity in [code.identity, code.moduleHashDigits] {
      // Code that an earlier host has left is found first. That of the module itself may not be
      // there.
      if modules[identity] == nil { _ = try? program(identity) }
      if let module = modules[identity] { return module }
    }
    return nil
  }

  /// Compiles the module of a snapshot that was uploaded, and gives a canister its state.
  private func loadUpload(
    _ snapshot: Snapshot, onto canister: Principal, _ content: CanisterSnapshot.Content
  ) throws(SubnetError) -> SnapshotResult {
    let module: [UInt8]
    do {
      module = try snapshot.module()
    } catch {
      throw .notStored(error)
    }
    switch try compile(module, of: subnet(of: canister)) {
    case .refused(let code, let reason): return .refused(code: code, reason: reason)
    case .otherModule: return .otherModule
    case .compiled(let code):
      return try load(code, onto: canister) { (state) throws(StateError) in
        try snapshot.restore(
          SnapshotMetadata(content), in: state, moduleHash: code.moduleHashDigits)
      }
    }
  }

  private func load(
    _ code: CodeDescription, onto canister: Principal,
    restore: (StateFolder) throws(StateError) -> Void
  ) throws(SubnetError) -> SnapshotResult {
    let program = try program(code.identity)
    let isLoaded = try canisters.use(canister).replaceState(
      by: program, code.identity, restore: restore)
    return isLoaded ? .loaded(code) : .otherModule
  }

  /// Makes a snapshot of zeros.
  func makeSnapshot(
    _ id: SnapshotID, _ content: CanisterSnapshot.Content, of subnet: Principal
  ) throws(SubnetError) {
    do {
      drop(.snapshot(id), of: subnet)
      try snapshot(id, of: subnet).make(sizes: [
        (.module, content.moduleBytes), (.heap, content.heapBytes),
        (.stableMemory, content.stableMemoryBytes),
      ])
    } catch {
      throw .notStored(error)
    }
  }
}

/// Chunks and pieces of snapshots.
extension LocalNetwork {
  private func chunkFolder(of subnet: Principal) -> String {
    "\(canisters.directory(subnet))/chunks"
  }

  private func chunkPath(_ hash: [UInt8], of subnet: Principal) -> String {
    "\(chunkFolder(of: subnet))/\(hash.hexadecimal)"
  }

  /// The bytes of a chunk.
  func chunk(_ hash: [UInt8], of subnet: Principal) throws(SubnetError) -> [UInt8] {
    do throws(StateError) {
      let path = chunkPath(hash, of: subnet)
      guard let data = try OwnFile.read(path) else {
        throw .fileNotRead(path, reason: "it is not there")
      }
      return [UInt8](data)
    } catch {
      throw .notStored(error)
    }
  }

  /// The bytes of a piece of a snapshot.
  func snapshotBytes(
    _ id: SnapshotID, of subnet: Principal, _ part: SnapshotPart, offset: UInt64, size: UInt64
  ) throws(SubnetError) -> [UInt8] {
    do {
      return try snapshot(id, of: subnet).read(Snapshot.Part(part), offset: offset, size: Int(size))
    } catch {
      throw .notStored(error)
    }
  }

  /// Keeps bytes.
  func store(
    _ bytes: [UInt8], at stored: StoredBytes, of subnet: Principal
  ) throws(SubnetError) {
    do {
      switch stored {
      case .metadata: break
      case .chunk(let hash):
        try SparseCopy.makeFolder(chunkFolder(of: subnet))
        try OwnFile.write(Data(bytes), to: chunkPath(hash, of: subnet))
      case .snapshot(let id, let part, let offset, _):
        try snapshot(id, of: subnet).write(bytes, to: Snapshot.Part(part), offset: offset)
      }
    } catch {
      throw .notStored(error)
    }
  }

  /// Drops what nobody has any more.
  func drop(_ item: StoredItem, of subnet: Principal) {
    let path =
      switch item {
      case .chunk(let hash): chunkPath(hash, of: subnet)
      case .snapshot(let id): snapshot(id, of: subnet).path
      }
    try? FileManager.default.removeItem(atPath: path)
  }
}

extension Snapshot.Part {
  fileprivate init(_ part: SnapshotPart) {
    self =
      switch part {
      case .module: .module
      case .heap: .heap
      case .stableMemory: .stableMemory
      }
  }
}

extension CanisterSnapshot.Content {
  fileprivate init(_ metadata: SnapshotMetadata) {
    self.init(
      moduleBytes: metadata.moduleSizeBytes, heapBytes: metadata.heapSizeBytes,
      stableMemoryBytes: metadata.stableMemorySizeBytes,
      globals: (metadata.exactGlobals ?? []).map(CanisterSnapshot.Global.init),
      certifiedData: metadata.certifiedData)
  }
}

extension SnapshotMetadata {
  fileprivate init(_ content: CanisterSnapshot.Content) {
    self.init(
      heapSizeBytes: content.heapBytes, stableMemorySizeBytes: content.stableMemoryBytes,
      certifiedData: content.certifiedData, globals: content.globals.map(SnapshotGlobal.init))
  }
}

extension CanisterSnapshot.Global {
  fileprivate init(_ global: SnapshotGlobal) {
    let bits = global.bytes.reversed().reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    self =
      switch global.type {
      case .i32: .i32(UInt32(truncatingIfNeeded: bits))
      case .i64: .i64(UInt64(truncatingIfNeeded: bits))
      case .f32: .f32(UInt32(truncatingIfNeeded: bits))
      case .f64: .f64(UInt64(truncatingIfNeeded: bits))
      case .v128: .v128(bits)
      }
  }
}

extension SnapshotGlobal {
  fileprivate init(_ global: CanisterSnapshot.Global) {
    func bytes(_ bits: some FixedWidthInteger) -> [UInt8] {
      withUnsafeBytes(of: bits.littleEndian) { Array($0) }
    }
    switch global {
    case .i32(let bits): self.init(type: .i32, bytes: bytes(bits))
    case .i64(let bits): self.init(type: .i64, bytes: bytes(bits))
    case .f32(let bits): self.init(type: .f32, bytes: bytes(bits))
    case .f64(let bits): self.init(type: .f64, bytes: bytes(bits))
    case .v128(let bits): self.init(type: .v128, bytes: bytes(bits))
    }
  }
}
