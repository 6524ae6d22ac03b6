import Foundation
import TestSupport
import Testing

@testable import CanisterProcess

/// The metadata of snapshots, by this program and others.
struct SnapshotMetadataTests {
  /// As this program has written it since its third format.
  static let own = """
    {"source": {"taken_from_canister": null}, "taken_at_timestamp": 5, "wasm_module_size": 9,
     "wasm_memory_size": 65536, "stable_memory_size": 131072, "canister_version": 7,
     "wasm_chunk_store": [], "certified_data": [1, 2], "global_timer": {"active": 8},
     "on_low_wasm_memory_hook_status": null, "globals": [{"i32": 3}, {"f32": null}],
     "tinsmith": {"format_version": 3, "installed": true, "module": "abc",
       "enhanced_orthogonal_persistence": false, "generation": 4, "checksum": CHECKSUM,
       "address_bytes": 4, "globals": [{"index": 0, "type": 127, "bytes": "03000000"},
         {"index": 2, "type": 125, "bytes": "0000c07f"}]}}
    """

  private func read(_ json: String) throws -> SnapshotMetadata {
    try TemporaryDirectory.with { folder in
      let path = folder.appending(path: "metadata.json").path
      try Data(json.utf8).write(to: URL(filePath: path))
      return try SnapshotMetadata(reading: path, of: Snapshot(path: folder.path))
    }
  }

  private func metadata() throws -> SnapshotMetadata {
    try JSONDecoder().decode(
      SnapshotMetadata.self, from: Data(Self.own.replacing("CHECKSUM", with: "0").utf8))
  }

  @Test func aStateComesBackAsItWas() throws {
    var metadata = try metadata()
    let checksum = metadata.checksum
    metadata.own?.checksum = checksum
    let again = SnapshotMetadata(metadata.stateMetadata(moduleHash: "other"))
    // The runtime does not keep what belongs to the file.
    metadata.takenAtNanoseconds = 0
    metadata.moduleSizeBytes = 0
    metadata.globals = again.globals
    #expect(again == metadata)
    #expect(again.globals.map(\.?.type) == [.i32, .f32])
    #expect(again.own?.globals.last?.bytes == [0, 0, 0xC0, 0x7F])
  }

  @Test func aSnapshotOfOthersGetsItsModule() throws {
    var metadata = try metadata()
    metadata.own = nil
    metadata.globals.removeLast()
    metadata.hookStatus = .executed
    let state = metadata.stateMetadata(moduleHash: "abc")
    let found = (state.module, state.globals)
    #expect(found.0 == "abc")
    #expect(found.1 == [StateGlobal(index: nil, type: .i32, bytes: [3, 0, 0, 0])])
    let again = SnapshotMetadata(state)
    #expect(again.own == nil && again.hookStatus == .executed)
  }

  @Test func whatOthersChangeMayChange() throws {
    let checksum = try metadata().checksum
    let text = Self.own.replacing("CHECKSUM", with: "\(checksum)")
    #expect(try read(text).own?.module == "abc")
    #expect(
      try read(text.replacing("\"canister_version\": 7", with: "\"canister_version\": 8"))
        .canisterVersion == 8)
    // What early versions wrote has no checksum.
    #expect(try read(text.replacing("\"checksum\": \(checksum),", with: "")).own?.checksum == nil)
  }

  @Test(arguments: [
    (#""module": "abc""#, #""module": "abd""#),
    (#""stable_memory_size": 131072"#, #""stable_memory_size": 65536"#),
    ("[1, 2]", "[1, 256]"), (#""03000000""#, #""0300""#), (#""type": 127"#, #""type": 1"#),
    (#""wasm_chunk_store": []"#, #""wasm_chunk_store": [{"hash": [1]}]"#),
  ])
  func changesAreFound(part: String, replacement: String) throws {
    let text = Self.own.replacing("CHECKSUM", with: "\(try metadata().checksum)")
    let changed = text.replacing(part, with: replacement)
    #expect(changed != text)
    #expect {
      try read(changed)
    } throws: { error in
      guard case StateError.damaged = error else { return false }
      return true
    }
  }

  @Test func otherFormatsAreNamed() throws {
    #expect {
      try read(
        Self.own.replacing("CHECKSUM", with: "0")
          .replacing("\"format_version\": 3", with: "\"format_version\": 4"))
    } throws: { error in
      guard case StateError.otherFormat(_, found: 4, expected: 3) = error else { return false }
      return true
    }
  }
}
