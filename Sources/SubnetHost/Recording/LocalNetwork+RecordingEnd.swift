import CanisterProcess
import Foundation
import Hashing
import Subnet

extension LocalNetwork {
  /// What this subnet has come to.
  func recordingEnd(path: String) throws(RecordingError) -> RecordingEnd {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
      var memories: [String: RecordingEnd.Memories] = [:]
      for (id, canister) in network.subnets.values.flatMap(\.canisters) where canister.code != nil {
        let folder = canisters.folder(of: id)
        memories["\(id)"] = RecordingEnd.Memories(
          heap: try SHA256.hexadecimalHash(ofFile: folder.path(of: .heap)),
          stable: try SHA256.hexadecimalHash(ofFile: folder.path(of: .stableMemory)))
      }
      return RecordingEnd(
        state: SHA256.hexadecimalHash(Array(try encoder.encode(network))), memories: memories)
    } catch {
      throw .notRead(path: path, reason: error.localizedDescription)
    }
  }
}

extension SHA256 {
  /// The hash of a file, which may be larger than memory.
  fileprivate static func hexadecimalHash(ofFile path: String) throws -> String {
    let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    defer { try? file.close() }
    var hash = SHA256.Incremental()
    while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
      hash.update(Array(piece))
    }
    return hash.hexadecimalHash
  }
}
