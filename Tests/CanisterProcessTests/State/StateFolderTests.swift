import Foundation
import TestSupport
import Testing

@testable import CanisterProcess

/// The files of a state that no process has.
struct StateFolderTests {
  private func inState(_ body: (StateFolder) throws -> Void) throws {
    try TemporaryDirectory.with { folder in
      let state = StateFolder(path: folder.appending(path: "state").path)
      try state.make()
      try body(state)
    }
  }

  private func size(_ path: String) throws -> UInt64 {
    try #require(
      try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
    ).uint64Value
  }

  @Test func nothingIsInstalledWhereNothingIs() throws {
    try TemporaryDirectory.with { folder in
      let state = StateFolder(path: folder.appending(path: "state").path)
      #expect(try state.committed().owner == .nobody)
      try state.make()
      #expect(try state.committed().owner == .nobody)
      state.remove()
      #expect(!FileManager.default.fileExists(atPath: state.path))
    }
  }

  @Test func metadataAreReadAsWritten() throws {
    try inState { state in
      var metadata = SnapshotMetadata(
        heapSizeBytes: 65536, stableMemorySizeBytes: 0, canisterVersion: 9, globals: [])
      metadata.chunkHashes = [[UInt8](repeating: 7, count: 32)]
      metadata.certifiedData = [1, 2, 3]
      metadata.globalTimer = 5
      metadata.hookStatus = .ready
      metadata.own = SnapshotMetadata.Own(
        isInstalled: true, module: "abc", keepsHeap: true, generation: 3, addressBytes: 8,
        globals: [StateGlobal(index: 1, type: .i64, bytes: [1, 2, 3, 4, 5, 6, 7, 8])])
      try metadata.stateMetadata(moduleHash: "").write(to: state)
      let found = SnapshotMetadata(try StateMetadata(of: state))
      let checksum = metadata.checksum
      metadata.own?.checksum = checksum
      metadata.globals = [SnapshotGlobal(type: .i64, bytes: [1, 2, 3, 4, 5, 6, 7, 8])]
      #expect(found == metadata)
      let committed = try state.committed()
      #expect(committed.owner == .module(hash: "abc") && committed.heapPages == 1)
      #expect(committed.version == 9 && committed.globalTimer == 5)
      #expect(committed.certifiedData == [1, 2, 3])
    }
  }

  /// What is loaded is a whole number of pages; the file, or what it links to, stays as it is.
  @Test func stableMemoryIsLoaded() throws {
    try inState { state in
      let file = state.path + "/../file"
      try Data([UInt8](repeating: 5, count: 65537)).write(to: URL(filePath: file))
      let link = state.path + "/../link"
      #expect(symlink("file", link) == 0)
      for source in [file, link] {
        try state.loadStableMemory(from: source)
        #expect(try state.committed().stablePages == 2)
        let bytes = try Data(contentsOf: URL(filePath: state.path(of: .stableMemory)))
        #expect(bytes.count == 131072 && bytes[65536] == 5 && bytes[65537] == 0)
        #expect(try size(file) == 65537)
      }
      #expect(throws: StateError.self) { try state.loadStableMemory(from: "/nowhere") }
    }
  }

  @Test func linksAreRefused() throws {
    try inState { state in
      try state.refuseLink()
      let link = StateFolder(path: state.path + "/../link")
      #expect(symlink(state.path, link.path) == 0)
      #expect(throws: StateError.elsewhere(link.path)) { try link.refuseLink() }
    }
  }

  /// Other programs' snapshots come back unchanged, except for their source and time.
  @Test func aSnapshotIsRestoredAndSaved() throws {
    try inState { state in
      let source = Snapshot(path: state.path + "/../source")
      try FileManager.default.createDirectory(
        atPath: source.path + "/wasm_chunk_store", withIntermediateDirectories: true)
      let metadata = """
        {"source": {"taken_from_canister": "aaaaa-aa"}, "taken_at_timestamp": 5,
         "wasm_module_size": 3, "wasm_memory_size": 65536, "stable_memory_size": 0,
         "canister_version": 12, "certified_data": [1], "global_timer": "inactive",
         "wasm_chunk_store": [], "on_low_wasm_memory_hook_status": "ready",
         "exported_globals": [{"i32": -7}, {"v128": "5"}]}
        """
      let files: [String: Data] = [
        "metadata.json": Data(metadata.utf8), "wasm_module.bin": Data("abc".utf8),
        "wasm_memory.bin": Data(count: 65536), "wasm_chunk_store/chunk.bin": Data("x".utf8),
      ]
      for (name, data) in files { try data.write(to: URL(filePath: "\(source.path)/\(name)")) }
      #expect(try source.module() == Array("abc".utf8))
      #expect(try source.restore(in: state, moduleHash: "hash") == 12)
      #expect(try state.committed().owner == .module(hash: "hash"))

      let target = Snapshot(path: state.path + "/../target")
      try FileManager.default.createDirectory(
        atPath: target.path, withIntermediateDirectories: false)
      try target.save(state, module: Array("abcd".utf8), version: 13)
      for name in ["wasm_memory.bin", "wasm_chunk_store/chunk.bin"] {
        #expect(try Data(contentsOf: URL(filePath: "\(target.path)/\(name)")) == files[name])
      }
      let written = try Data(contentsOf: URL(filePath: target.path + "/metadata.json"))
      let found = try JSONDecoder().decode(SnapshotMetadata.self, from: written)
      var expected = try JSONDecoder().decode(SnapshotMetadata.self, from: Data(metadata.utf8))
      expected.canisterVersion = 13
      expected.moduleSizeBytes = 4
      expected.takenAtNanoseconds = found.takenAtNanoseconds
      #expect(found == expected)
    }
  }
}
