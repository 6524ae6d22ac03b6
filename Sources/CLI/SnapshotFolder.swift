import Files
import Foundation
import Hashing

/// A canister's snapshot in a folder, as dfx, icp and PocketIC download and upload them.
///
/// What the runtime keeps of a canister is such a snapshot but for the module.
struct SnapshotFolder {
  let path: String

  private static let module = "wasm_module.bin"
  private static let metadata = "metadata.json"
  /// What a snapshot has beside these, if it has it; and the journal of one that is the state of a
  /// process which came to a sudden end.
  private static let others = [
    "wasm_memory.bin", "stable_memory.bin", "wasm_chunk_store", "journal",
  ]

  /// The bytes of the snapshot's module.
  func moduleBytes() throws(CommandError) -> [UInt8] {
    guard let data = try OwnFile.read(modulePath) else {
      throw .stateFileNotRead(modulePath, reason: "it is not there")
    }
    return [UInt8](data)
  }

  var modulePath: String { "\(path)/\(Self.module)" }

  /// The canister's version when the snapshot was taken.
  func version() throws(CommandError) -> UInt64 {
    struct Metadata: Decodable {
      let canister_version: UInt64
    }
    let path = "\(path)/\(Self.metadata)"
    guard let data = try OwnFile.read(path),
      let metadata = try? JSONDecoder().decode(Metadata.self, from: data)
    else { throw .noSnapshot(self.path) }
    return metadata.canister_version
  }

  /// Copies the snapshot to a new folder, where the runtime goes on with it.
  ///
  /// A snapshot does not say which module it belongs to, but that is beside it: the copy says so.
  func copy(toState state: String, module: [UInt8]) throws {
    try SparseCopy.makeFolder(state)
    try OutputFile.write(module, to: "\(state)/\(Self.module)")
    guard let data = try OwnFile.read("\(path)/\(Self.metadata)") else {
      throw CommandError.noSnapshot(path)
    }
    var text = String(decoding: data, as: UTF8.self)
    guard let start = text.firstIndex(of: "{") else { throw CommandError.noSnapshot(path) }
    let hash = SHA256.hexadecimalHash(module)
    text.insert(contentsOf: "\n  \"module_hash\": \"\(hash)\",", at: text.index(after: start))
    try OutputFile.write(Array(text.utf8), to: "\(state)/\(Self.metadata)")
    try Self.copyOthers(from: path, to: state)
  }

  /// Makes a snapshot of a state that no process has, and whose journal is empty.
  ///
  /// The state's own version is the one before its last message. The metadata come last, so that
  /// nothing unfinished is taken for a snapshot.
  func take(ofState state: String, module: [UInt8], version: UInt64) throws {
    try Self.copyOthers(from: state, to: path)
    try OutputFile.write(module, to: modulePath)
    guard let data = try OwnFile.read("\(state)/\(Self.metadata)") else {
      throw CommandError.noSnapshot(state)
    }
    var text = String(decoding: data, as: UTF8.self)
    try Self.set(#/\n *"wasm_module_size": ([0-9]+)/#, to: module.count, in: &text, of: state)
    try Self.set(#/\n *"canister_version": ([0-9]+)/#, to: version, in: &text, of: state)
    try OutputFile.write(Array(text.utf8), to: "\(path)/\(Self.metadata)")
  }

  /// Changes a number in metadata.
  ///
  /// A quote within a text has a backslash before it, so that what matches can only be the key.
  private static func set(
    _ pattern: Regex<(Substring, Substring)>, to value: some BinaryInteger, in text: inout String,
    of state: String
  ) throws(CommandError) {
    guard let number = text.firstMatch(of: pattern)?.output.1 else { throw .noSnapshot(state) }
    text.replaceSubrange(number.startIndex..<number.endIndex, with: String(value))
  }

  private static func copyOthers(from source: String, to target: String) throws(CommandError) {
    for name in others {
      var isFolder: ObjCBool = false
      let path = "\(source)/\(name)"
      try SparseCopy.refuseLink(path)
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
      if isFolder.boolValue {
        try SparseCopy.copyFolder(path, to: "\(target)/\(name)")
      } else {
        try SparseCopy.copyFile(path, to: "\(target)/\(name)")
      }
    }
  }
}
