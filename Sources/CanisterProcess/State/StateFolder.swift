internal import CanisterRuntime
import Foundation

/// The folder of a canister's state, which belongs to the canister's process while that runs.
///
/// The files in it are the runtime's (`runtime/README.md`, "State files"); in Swift, nobody but
/// this type and its extensions knows their names.
package struct StateFolder: Sendable {
  package let path: String

  /// A folder that need not be there yet.
  package init(path: String) { self.path = path }

  /// A file of the state.
  package enum File: String {
    case heap = "wasm_memory.bin"
    case stableMemory = "stable_memory.bin"
    /// The chunks of the snapshot that the state began with, which the runtime leaves alone.
    case chunkStore = "wasm_chunk_store"
  }

  /// The size of a page.
  package static let pageBytes: UInt64 = 65536

  /// Where a file of the state is.
  package func path(of file: File) -> String { "\(path)/\(file.rawValue)" }

  /// Makes the folder, unless it is there.
  package func make() throws(StateError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .folderNotMade(path, reason: error.localizedDescription)
    }
  }

  /// Removes the folder: then no code was ever installed there.
  package func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// Refuses a folder that is a link: it is not trusted, and everything is written there.
  package func refuseLink() throws(StateError) {
    var status = stat()
    if lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK { throw .elsewhere(path) }
  }

  /// The committed state, even while a process uses it; takes no lock.
  package func committed() throws(StateError) -> CommittedState {
    CommittedState(try StateMetadata(of: self))
  }

  /// Replaces the stable memory of a state that no process has by a file's bytes, and zeros up to a
  /// whole page.
  package func loadStableMemory(from source: String) throws(StateError) {
    let image = path(of: .stableMemory)
    try SparseCopy.copyFile(source, to: image, followsLinks: true)
    var status = stat()
    guard stat(image, &status) == 0 else {
      throw .fileNotRead(image, reason: String(systemError: errno))
    }
    let pages = (UInt64(status.st_size) + Self.pageBytes - 1) / Self.pageBytes
    guard truncate(image, off_t(pages * Self.pageBytes)) == 0 else {
      throw .fileNotWritten(image, reason: String(systemError: errno))
    }
    var metadata = try StateMetadata(of: self)
    metadata.fields.stable_bytes = pages * Self.pageBytes
    try metadata.write(to: self)
  }
}
