import Foundation
import TestSupport
import Testing

@testable import Workspace

/// Folders for the canisters of a run.
struct StateDirectoryTests {
  @Test func itIsTemporaryUnasked() throws {
    let directory = try StateDirectory(keeping: nil)
    #expect(!directory.isKept && FileManager.default.fileExists(atPath: directory.path))
    directory.remove()
    #expect(!FileManager.default.fileExists(atPath: directory.path))
  }

  @Test func itStaysWhereItIsAskedFor() throws {
    try TemporaryDirectory.with { folder in
      let path = folder.appending(path: "new/state").path
      for _ in 0..<2 {
        let directory = try StateDirectory(keeping: path)
        directory.remove()
        #expect(directory.isKept && FileManager.default.fileExists(atPath: path))
      }
      #expect(throws: WorkspaceError.self) {
        try StateDirectory(keeping: folder.appending(path: "new").path)
      }
    }
  }
}
