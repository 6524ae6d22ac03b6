import Dispatch
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Files

struct ProgramCacheTests {
  /// Makes files of ten bytes, whose last use was a second apart, and gives their names that stay.
  private func kept(_ count: Int, limitedTo limits: ProgramCache.Limits) throws -> Set<String> {
    try TestSupport.TemporaryDirectory.with { folder in
      let cache = ProgramCache(folder: folder.path, limits: limits)
      for index in 0..<count {
        let path = try cache.path(for: "\(index)") { (path) throws(FileError) in
          try OutputFile.write(Array(repeating: 0, count: 10), to: path)
        }
        var times = [timeval(tv_sec: index, tv_usec: 0), timeval(tv_sec: index, tv_usec: 0)]
        if index < count - 1 { utimes(path, &times) }
      }
      return Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
    }
  }

  @Test func oldestGoWhenThereAreTooMany() throws {
    let limits = ProgramCache.Limits(count: 3, sizeBytes: 1000)
    #expect(try kept(5, limitedTo: limits) == ["2", "3", "4"])
  }

  @Test func oldestGoWhenTheyAreTooLarge() throws {
    let limits = ProgramCache.Limits(count: 100, sizeBytes: 25)
    #expect(try kept(5, limitedTo: limits) == ["3", "4"])
  }

  @Test func newestStaysHoweverLarge() throws {
    #expect(try kept(3, limitedTo: ProgramCache.Limits(count: 100, sizeBytes: 5)) == ["2"])
  }

  @Test func whatIsThereIsNotMadeAgain() throws {
    try TestSupport.TemporaryDirectory.with { folder in
      let cache = ProgramCache(folder: folder.appending(path: "new").path)
      var count = 0
      for isRemade in [false, false, true] {
        _ = try cache.path(for: "x", remaking: isRemade) { (path) throws(FileError) in
          count += 1
          try OutputFile.write([], to: path)
        }
      }
      #expect(count == 2)
    }
  }

  /// Whoever comes while the file is being made waits for it, as another process would.
  @Test func whatSeveralWantAtOnceIsMadeOnce() throws {
    try TestSupport.TemporaryDirectory.with { folder in
      let cache = ProgramCache(folder: folder.path)
      let count = Atomic<Int>(0)
      DispatchQueue.concurrentPerform(iterations: 8) { _ in
        let path = try? cache.path(for: "x") { (path) throws(FileError) in
          count.add(1, ordering: .relaxed)
          usleep(50_000)
          try OutputFile.write([1], to: path)
        }
        #expect(path?.hasSuffix("/x") == true)
      }
      #expect(count.load(ordering: .relaxed) == 1)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(names == ["x"])
    }
  }

  /// Those who wait for somebody who fails make it themselves.
  @Test func whatFailsIsMadeByTheNext() throws {
    try TestSupport.TemporaryDirectory.with { folder in
      let cache = ProgramCache(folder: folder.path)
      let failure = FileError.notWritten(path: "x", reason: "")
      #expect(throws: failure) {
        _ = try cache.path(for: "x") { (_) throws(FileError) in throw failure }
      }
      _ = try cache.path(for: "x") { (path) throws(FileError) in
        try OutputFile.write([1], to: path)
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(names == ["x"])
    }
  }
}
