import Candid
import CanisterProcess
import Executions
import Foundation
import TestSupport
import Testing

@testable import Subnet
@testable import SubnetHost

/// Snapshots of canisters whose states are files.
struct SnapshotTests {
  /// A subnet with a counter, which has its count as the content of its heap.
  private final class Fixture {
    let fake = FakeSubnet()
    let id: Principal

    init() throws {
      var folder: StateFolder?
      fake.launcher.didLaunch = { folder = $1 }
      id = try fake.add("counter") { execution in
        guard let folder, execution.entry != .install else { return .nothing }
        let count = (try? Data(contentsOf: URL(fileURLWithPath: folder.path(of: .heap))))?.first
        try? Self.write(count: (count ?? 0) + 1, module: "counter", to: folder)
        return .reply([(count ?? 0) + 1])
      }
    }

    /// Writes the files of a state.
    static func write(count: UInt8, module: String, to folder: StateFolder) throws {
      let heap = Data(repeating: count, count: 65536)
      try heap.write(to: URL(fileURLWithPath: folder.path(of: .heap)))
      let metadata = SnapshotMetadata(
        heapSizeBytes: 65536, stableMemorySizeBytes: 0, globals: [])
      try Snapshot(path: folder.path + ".none").restore(metadata, in: folder, moduleHash: module)
    }

    /// The result of a method of the management canister; `snapshot` is its argument's.
    func manage(_ method: String, _ snapshot: CandidValue? = nil) throws -> MessageResult {
      var fields: [String: CandidValue] = ["canister_id": .principal(id)]
      fields["snapshot_id"] = snapshot
      let argument = ManagementInterface.encode(arguments: [.record(fields)], of: method)
      return try fake.subnet.update(.management, method: method, argument: argument).result
    }

    func take() throws -> CandidValue {
      guard case .reply(let bytes) = try manage("take_canister_snapshot") else { return .null }
      return try #require(try CandidMessage(decoding: bytes).values.first)["id"]
    }

    var snapshots: Set<String> {
      let path = "\(fake.directory.path)/snapshots"
      return Set((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
    }
  }

  @Test func theStateComesBack() throws {
    let fixture = try Fixture()
    #expect(try fixture.fake.go(fixture.id) == .reply([1]))
    let snapshot = try fixture.take()
    #expect(fixture.snapshots.count == 1)
    for count in 2...3 { #expect(try fixture.fake.go(fixture.id) == .reply([UInt8(count)])) }
    for _ in 0..<2 {
      #expect(try fixture.manage("load_canister_snapshot", snapshot) == .reply(Self.nothing))
      #expect(try fixture.fake.go(fixture.id) == .reply([2]))
    }
    #expect(try fixture.manage("delete_canister_snapshot", snapshot) == .reply(Self.nothing))
    #expect(fixture.snapshots.isEmpty)
    #expect(try fixture.fake.go(fixture.id) == .reply([3]))
  }

  /// The code does not go on with the state of a snapshot, or its process ends: all is as it was.
  @Test(arguments: [true, false])
  func whatCanNotBeLoadedIsPutBack(isLost: Bool) throws {
    let fixture = try Fixture()
    #expect(try fixture.fake.go(fixture.id) == .reply([1]))
    let snapshot = try fixture.take()
    #expect(try fixture.fake.go(fixture.id) == .reply([2]))
    fixture.fake.launcher.status = isLost ? nil : false
    if isLost {
      #expect(throws: SubnetError.self) { try fixture.manage("load_canister_snapshot", snapshot) }
    } else {
      guard case .reject = try fixture.manage("load_canister_snapshot", snapshot) else {
        Issue.record("it was loaded")
        return
      }
    }
    fixture.fake.launcher.status = true
    #expect(try fixture.fake.go(fixture.id) == .reply([3]))
    #expect(try fixture.manage("load_canister_snapshot", snapshot) == .reply(Self.nothing))
    #expect(try fixture.fake.go(fixture.id) == .reply([2]))
  }

  /// Where the snapshots should be is something else: the canister goes on without one.
  @Test func whatCanNotBeTakenIsTold() throws {
    let fixture = try Fixture()
    #expect(try fixture.fake.go(fixture.id) == .reply([1]))
    try Data().write(to: URL(fileURLWithPath: "\(fixture.fake.directory.path)/snapshots"))
    #expect(throws: SubnetError.self) { try fixture.take() }
    #expect(fixture.fake.subnet.canister(fixture.id)?.snapshots.isEmpty == true)
    #expect(try fixture.fake.go(fixture.id) == .reply([2]))
  }

  private static let nothing = ManagementMessage.emptyReply
}
