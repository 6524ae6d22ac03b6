import Candid
import Foundation
import JSON
import TestSupport
import Testing

/// Instances that are kept.
@Suite(.enabled(if: TinsmithProgram.canRun, Comment(rawValue: TinsmithProgram.absence)))
struct StateDirectoryTests {
  private static func kept(_ path: String, evenIfIncomplete: Bool = false) -> [JSONMember] {
    [
      JSONMember(name: "state_dir", value: .string(path)),
      JSONMember(
        name: "incomplete_state", value: evenIfIncomplete ? .string("Enabled") : .null),
    ]
  }

  private static let two: JSONValue = [
    "nns": PocketICClient.subnet(), "application": .array([PocketICClient.subnet()]),
  ]
  private static let none: JSONValue = ["application": .array([])]

  private static func folders(in path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).filter {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(path)/\($0)", isDirectory: &isFolder)
        && isFolder.boolValue
    }
  }

  @Test func instancesComeBack() throws {
    let folder = ScratchFolder()
    let path = "\(folder.path)/state"
    let first = try PocketICClient(ServerProgram(), subnets: Self.two, Self.kept(path))
    let canister = try first.installed(Canisters.counter)
    _ = try first.update(canister, "write")
    let time = try first.time
    let topology = try first.get("read/topology")
    try first.delete()
    #expect(try Self.folders(in: path).count == 2)
    let second = try PocketICClient(ServerProgram(), subnets: Self.none, Self.kept(path))
    #expect(try second.time == time + 2)
    #expect(try second.get("read/topology") == topology)
    #expect(try second.query(canister, "read") == .reply([1, 0, 0, 0]))
    #expect(try second.update(canister, "write") == .reply([2, 0, 0, 0]))
    // Ids go on after those that were given.
    let other = try second.createCanister()
    #expect(other.canisterIndex == canister.canisterIndex.map { $0 + 1 })
  }

  @Test func subnetsAreCopied() throws {
    let folder = ScratchFolder()
    let path = "\(folder.path)/state"
    let server = try ServerProgram()
    let first = try PocketICClient(
      server, subnets: ["application": .array([PocketICClient.subnet()])], Self.kept(path))
    let canister = try first.installed(Canisters.counter)
    _ = try first.update(canister, "write")
    try first.delete()
    let subnet = try #require(try Self.folders(in: path).first)
    let source = PocketICClient.subnet(state: ["FromPath": .string("\(path)/\(subnet)")])
    for _ in 0..<2 {
      let copy = try PocketICClient(server, subnets: ["application": .array([source])])
      #expect(try copy.update(canister, "write") == .reply([2, 0, 0, 0]))
      #expect(try copy.topology().count == 1)
      try copy.delete()
    }
    let twice = #expect(throws: PocketICClient.Refusal.self) {
      try PocketICClient(server, subnets: ["application": .array([source, source])])
    }
    #expect(twice?.message.contains("another subnet has ids of this one") == true)
    let empty = "\(folder.path)/empty"
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    let nothing = PocketICClient.subnet(state: ["FromPath": .string(empty)])
    let refusal = #expect(throws: PocketICClient.Refusal.self) {
      try PocketICClient(server, subnets: ["application": .array([nothing])])
    }
    #expect(refusal?.message.hasPrefix("Provided an empty state directory at path") == true)
  }

  /// A server is killed in the midst of rounds: what was acknowledged is there, all of it.
  @Test(arguments: 0..<5)
  func killsLoseNothingThatWasAcknowledged(number: Int) throws {
    let folder = ScratchFolder()
    let path = "\(folder.path)/state"
    let server = try ServerProgram()
    let client = try PocketICClient(server, subnets: Self.two, Self.kept(path))
    let canister = try client.installed(Canisters.counter)
    let killer = Thread {
      usleep(UInt32(100_000 + 37_000 * number))
      kill(server.process.processIdentifier, SIGKILL)
    }
    killer.start()
    var acknowledged: UInt8 = 0
    while acknowledged < 250, case .reply(let bytes)? = try? client.update(canister, "write") {
      acknowledged = bytes[0]
    }
    #expect(server.ends(within: 20))
    let refusal = #expect(throws: PocketICClient.Refusal.self) {
      try PocketICClient(ServerProgram(), subnets: Self.none, Self.kept(path))
    }
    #expect(refusal?.message.contains("is incomplete.") == true)
    let again = try PocketICClient(
      ServerProgram(), subnets: Self.none, Self.kept(path, evenIfIncomplete: true))
    guard case .reply(let bytes) = try again.query(canister, "read") else {
      Issue.record("no reply")
      return
    }
    #expect(bytes[0] == acknowledged || bytes[0] == acknowledged + 1)
    // The message that was under way is executed once at most, whether it was taken in or not.
    guard case .reply(let last) = try again.update(canister, "write") else {
      Issue.record("no reply")
      return
    }
    #expect(last[0] == acknowledged + 1 || last[0] == acknowledged + 2)
    #expect(last[0] > bytes[0])
  }

  @Test func foldersBelongToOneInstance() throws {
    let folder = ScratchFolder()
    let path = "\(folder.path)/state"
    let first = try PocketICClient(ServerProgram(), subnets: Self.two, Self.kept(path))
    for server in [first.server, try ServerProgram()] {
      let refusal = #expect(throws: PocketICClient.Refusal.self) {
        try PocketICClient(
          server, subnets: Self.none, Self.kept(path, evenIfIncomplete: true))
      }
      #expect(refusal?.message.contains("another instance has it") == true)
    }
    try first.delete()
    #expect(throws: Never.self) {
      try PocketICClient(first.server, subnets: Self.none, Self.kept(path))
    }
  }

  @Test func otherFoldersAreRefused() throws {
    let folder = ScratchFolder()
    try Data("{}".utf8).write(to: URL(filePath: "\(folder.path)/topology.json"))
    let refusal = #expect(throws: PocketICClient.Refusal.self) {
      try PocketICClient(ServerProgram(), subnets: Self.two, Self.kept(folder.path))
    }
    #expect(refusal?.message.contains("Tinsmith has not written it") == true)
  }
}
