import Foundation
import TestSupport
import Testing

@testable import CanisterProcess

/// Copies of files and folders.
struct SparseCopyTests {
  @Test func holesStayHoles() throws {
    try TemporaryDirectory.with { folder in
      let (source, target) = (folder.appending(path: "a").path, folder.appending(path: "b").path)
      let file = open(source, O_RDWR | O_CREAT, 0o600)
      defer { close(file) }
      #expect(pwrite(file, "abc", 3, 1 << 30) == 3 && ftruncate(file, 2 << 30) == 0)
      try SparseCopy.copyFile(source, to: target)
      var status = stat()
      #expect(stat(target, &status) == 0 && status.st_size == 2 << 30)
      #expect(status.st_blocks * 512 < 1 << 20)
      let copy = try FileHandle(forReadingFrom: URL(filePath: target))
      try copy.seek(toOffset: 1 << 30)
      #expect(try copy.read(upToCount: 4) == Data("abc\0".utf8))
    }
  }

  @Test func linksAndPipesAreRefused() throws {
    try TemporaryDirectory.with { folder in
      let (source, target) = (folder.appending(path: "a").path, folder.appending(path: "b").path)
      #expect(symlink("/etc/passwd", source) == 0)
      #expect(throws: StateError.fileNotRead(source, reason: "it is a link")) {
        try SparseCopy.copyFile(source, to: target)
      }
      #expect(throws: StateError.self) { try SparseCopy.copyFolder(folder.path, to: "\(target)/c") }
      #expect(unlink(source) == 0 && mkfifo(source, 0o600) == 0)
      #expect(throws: StateError.fileNotRead(source, reason: "it is not a file")) {
        try SparseCopy.copyFile(source, to: "\(target)x")
      }
    }
  }
}
