import Foundation

/// A canister's snapshot in a folder, as dfx, icp and PocketIC download and upload them.
package struct Snapshot: Sendable {
  package let path: String

  /// A snapshot that need not be there yet.
  package init(path: String) { self.path = path }

  package var modulePath: String { "\(path)/wasm_module.bin" }
  private var metadataPath: String { "\(path)/metadata.json" }

  /// What a snapshot has of the files of a state, by the same names; dfx leaves out those of empty
  /// memories.
  private static let sharedFiles: [StateFolder.File] = [.heap, .stableMemory, .chunkStore]

  /// The bytes of the snapshot's module.
  package func module() throws(StateError) -> [UInt8] {
    guard let data = try OwnFile.read(modulePath) else {
      throw .fileNotRead(modulePath, reason: "it does not exist")
    }
    return [UInt8](data)
  }

  /// Copies the snapshot to a new folder, where the runtime goes on with it; its version of the
  /// canister.
  ///
  /// What another program has written does not say which module it belongs to, but that is beside
  /// it: it has the hash `moduleHash`.
  package func restore(
    in state: StateFolder, moduleHash: String
  ) throws(StateError) -> UInt64 {
    let metadata = try metadata()
    try restore(metadata, in: state, moduleHash: moduleHash)
    return metadata.canisterVersion
  }

  /// The same with other metadata than the snapshot's file has.
  package func restore(
    _ metadata: SnapshotMetadata, in state: StateFolder, moduleHash: String
  ) throws(StateError) {
    try state.make()
    for file in Self.sharedFiles { try copy(file, from: path, to: state.path) }
    try metadata.stateMetadata(moduleHash: moduleHash).write(to: state)
  }

  /// The content of the snapshot's file.
  package func metadata() throws(StateError) -> SnapshotMetadata {
    try SnapshotMetadata(reading: metadataPath, of: self)
  }

  /// Writes the snapshot of a state that no process has, and whose journal is empty.
  ///
  /// The state's own version is the one before its last message. The metadata come last, so that
  /// nothing unfinished is taken for a snapshot.
  package func save(
    _ state: StateFolder, module: [UInt8], version: UInt64
  ) throws(StateError) {
    for file in Self.sharedFiles { try copy(file, from: state.path, to: path) }
    try OwnFile.write(Data(module), to: modulePath)
    var metadata = SnapshotMetadata(try StateMetadata(of: state))
    metadata.moduleSizeBytes = UInt64(module.count)
    metadata.canisterVersion = version
    metadata.takenAtNanoseconds = UInt64(Date().timeIntervalSince1970 * 1_000_000) * 1000
    try metadata.write(to: metadataPath)
  }

  private func copy(
    _ file: StateFolder.File, from source: String, to target: String
  ) throws(StateError) {
    let (source, target) = ("\(source)/\(file.rawValue)", "\(target)/\(file.rawValue)")
    var isFolder: ObjCBool = false
    try SparseCopy.refuseLink(source)
    guard FileManager.default.fileExists(atPath: source, isDirectory: &isFolder) else { return }
    if isFolder.boolValue {
      try SparseCopy.copyFolder(source, to: target)
    } else {
      try SparseCopy.copyFile(source, to: target)
    }
  }
}
