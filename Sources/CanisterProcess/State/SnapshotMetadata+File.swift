import Foundation

/// The file with the metadata, which is not trusted.
extension SnapshotMetadata {
  /// More than any has, in bytes.
  private static let maximumSizeBytes = 16 * 1024 * 1024

  /// Reads the file of a snapshot.
  init(reading path: String, of snapshot: Snapshot) throws(StateError) {
    let data = try OwnFile.read(path, maximumSizeBytes: Self.maximumSizeBytes)
    guard let data, let version = try? JSONDecoder().decode(Version.self, from: data) else {
      throw .noSnapshot(snapshot.path)
    }
    if let found = version.tinsmith?.format_version, found != Own.formatVersion {
      throw .otherFormat(path, found: found, expected: Own.formatVersion)
    }
    guard let metadata = try? JSONDecoder().decode(SnapshotMetadata.self, from: data),
      metadata.isPlausible
    else { throw .damaged(path) }
    if metadata.own == nil, let index = metadata.globals.firstIndex(of: nil) {
      throw .globalNotRead(path, index: index, count: metadata.globals.count)
    }
    self = metadata
  }

  /// What every version's file has.
  private struct Version: Decodable {
    let canister_version: UInt64
    let tinsmith: Own?

    struct Own: Decodable {
      let format_version: UInt64
    }
  }

  private var isPlausible: Bool {
    certifiedData.count <= StateMetadata.maximumCertifiedDataBytes
      && chunkHashes.allSatisfy { $0.count == StateMetadata.chunkHashBytes }
      && [heapSizeBytes, stableMemorySizeBytes].allSatisfy {
        $0.isMultiple(of: StateFolder.pageBytes)
      }
      && (own?.checksum == nil || own?.checksum == checksum)
  }

  /// Writes the file.
  func write(to path: String) throws(StateError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("numbers and texts can be encoded")
    }
    try OwnFile.write(data, to: path)
  }
}
