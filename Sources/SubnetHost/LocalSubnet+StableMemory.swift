import Subnet
import CanisterProcess
package import Candid
import Foundation

/// Stable memory from a file, as tests and benchmarks begin with it.
extension LocalSubnet {
  /// Replaces a canister's stable memory by a file's bytes, and zeros up to a whole page.
  ///
  /// The canister's process ends before its state is changed, and another one goes on with it.
  package func loadStableMemory(from path: String, into id: Principal) throws(SubnetError) {
    guard let old = processes[id],
      let program = state.canisters[id]?.code.flatMap({ programs[$0.identity] })
    else {
      preconditionFailure("the canister has no code, and so no stable memory")
    }
    let directory = stateDirectory(of: id)
    old.connection.end(completesState: true)
    do {
      try replaceStableMemory(in: URL(fileURLWithPath: directory), by: URL(fileURLWithPath: path))
    } catch {
      throw .stableMemoryNotLoaded(path: path, reason: error.localizedDescription)
    }
    processes[id] = try launch(program, for: id)
  }

  /// Writes the files of the state (`runtime/README.md`, "State files"); the journal is empty.
  private func replaceStableMemory(in state: URL, by source: URL) throws {
    let image = state.appending(path: "stable_memory.bin")
    try FileManager.default.removeItem(at: image)
    try FileManager.default.copyItem(at: source, to: image)
    let pageBytes: UInt64 = 65536
    let file = try FileHandle(forUpdating: image)
    let sizeBytes = (try file.seekToEnd() + pageBytes - 1) / pageBytes * pageBytes
    try file.truncate(atOffset: sizeBytes)
    try file.close()

    let metadata = state.appending(path: "metadata.json")
    var text = try String(contentsOf: metadata, encoding: .utf8)
    // A quote within a text has a backslash before it, so that this can only be the key.
    guard let size = text.firstMatch(of: /\n *"stable_memory_size": ([0-9]+)/)?.output.1 else {
      preconditionFailure("the runtime writes the size of stable memory")
    }
    text.replaceSubrange(size.startIndex..<size.endIndex, with: String(sizeBytes))
    // It was that of the metadata as they were; without one, nothing is compared.
    text.replace(/,\n *"checksum": [0-9]+/, with: "")
    try Data(text.utf8).write(to: metadata, options: .atomic)
  }
}
