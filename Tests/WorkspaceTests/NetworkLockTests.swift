import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Workspace

/// The lock of a network's folder; opening it twice makes two users of it.
struct NetworkLockTests {
  private func take(_ lock: NetworkLock) throws -> Bool {
    try lock.take(waiting: 0, tell: { _ in })
  }

  @Test func oneHasItAndTheOtherIsTold() throws {
    try TemporaryDirectory.with { (folder) throws in
      let first = NetworkLock(folder.path)
      #expect(try take(first))
      // Its owner may take it again.
      #expect(try take(first))
      var holders: [String] = []
      #expect {
        _ = try NetworkLock(folder.path).take(waiting: 1) { holders.append($0) }
      } throws: { error in
        guard case WorkspaceError.inUse(folder.path, by: let holder, seconds: 1) = error else {
          return false
        }
        return holder.hasPrefix("process \(getpid()) (") && holders == [holder]
      }
    }
  }

  @Test func itIsGivenUp() throws {
    try TemporaryDirectory.with { (folder) throws in
      var first: NetworkLock? = NetworkLock(folder.path)
      #expect(try first.map(take) == true)
      first = nil
      #expect(try take(NetworkLock(folder.path)))
    }
  }

  /// Its last owner may have removed the network meanwhile.
  @Test func aFolderThatIsGoneHasNone() throws {
    try TemporaryDirectory.with { (folder) throws in
      let place = folder.appending(path: "canister").path
      #expect(try !take(NetworkLock(place)))
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
      var first: NetworkLock? = NetworkLock(place)
      #expect(try first.map(take) == true)
      let isTaken = try NetworkLock(place).take(waiting: 60) { _ in
        try? FileManager.default.removeItem(atPath: place)
        first = nil
      }
      #expect(!isTaken)
    }
  }

  @Test func whatIsNoFileIsRefused() throws {
    try TemporaryDirectory.with { (folder) throws in
      let path = folder.appending(path: "lock").path
      #expect(mkfifo(path, 0o600) == 0)
      #expect(throws: WorkspaceError.self) { try take(NetworkLock(folder.path)) }
      #expect(unlink(path) == 0 && symlink("elsewhere", path) == 0)
      #expect(throws: WorkspaceError.self) { try take(NetworkLock(folder.path)) }
    }
  }
}
