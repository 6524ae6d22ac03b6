import Candid
import JSON
import TestSupport
import Testing

/// Time, to the nanosecond.
@Suite(.enabled(if: TinsmithProgram.canRun, Comment(rawValue: TinsmithProgram.absence)))
struct TimeTests {
  private static let first: UInt64 = 1_620_328_630_000_000_000
  private static let later: UInt64 = 1_650_000_000_000_000_000

  private static func now(
    _ client: PocketICClient, _ canister: Principal, isUpdate: Bool = false
  ) throws -> UInt64 {
    let outcome =
      try isUpdate ? client.update(canister, "now_update") : client.query(canister, "now")
    guard case .reply(let bytes) = outcome else { throw PocketICClient.Unparsable(json: "") }
    return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  @Test func eachSubnetTakesANanosecond() throws {
    let server = try ServerProgram()
    #expect(try PocketICClient(server).time == Self.first + 1)
    let subnet = PocketICClient.subnet()
    let client = try PocketICClient(
      server, subnets: ["nns": subnet, "application": .array([subnet, subnet])])
    #expect(try client.time == Self.first + 3)
  }

  @Test func roundsTakeANanosecondUnlessTimeIsSet() throws {
    let client = try PocketICClient(ServerProgram())
    let canister = try client.installed(Canisters.counter)
    let time = try client.time
    try client.tick()
    #expect(try client.time == time + 1)
    try client.setTime(Self.later)
    #expect(try client.time == Self.later)
    // Queries see what is certified.
    #expect(try Self.now(client, canister) == time + 1)
    try client.tick()
    #expect(try Self.now(client, canister) == Self.later)
    #expect(try client.time == Self.later)
    try client.tick()
    #expect(try Self.now(client, canister) == Self.later + 1)
    try client.setTime(Self.later + 10)
    #expect(try Self.now(client, canister, isUpdate: true) == Self.later + 10)
    #expect(try Self.now(client, canister, isUpdate: true) == Self.later + 11)
  }

  @Test func certifiedTimeIsSeenAtOnce() throws {
    let client = try PocketICClient(ServerProgram())
    let canister = try client.installed(Canisters.counter)
    try client.setTime(Self.later, certified: true)
    #expect(try Self.now(client, canister) == Self.later)
    #expect(try client.time == Self.later)
    try client.tick()
    #expect(try Self.now(client, canister) == Self.later + 1)
  }

  @Test func initialTimeLeavesRoomForMore() throws {
    let client = try PocketICClient(ServerProgram())
    for time in [UInt128(UInt64.max), UInt128(UInt64.max - 1), UInt128(UInt64.max / 2), 0] {
      let initial: JSONValue = ["Timestamp": ["nanos_since_epoch": .integer(time)]]
      #expect(throws: PocketICClient.Refusal.self, "\(time)") {
        try client.create(
          subnets: ["application": .array([PocketICClient.subnet()])],
          [JSONMember(name: "initial_time", value: initial)])
      }
    }
    try client.tick()
  }

  @Test func timeDoesNotGoBack() throws {
    let client = try PocketICClient(ServerProgram())
    let time = try client.time
    for isCertified in [false, true] {
      try client.setTime(time, certified: isCertified)
      #expect(
        throws: PocketICClient.Refusal(
          status: 400, message: "SettingTimeIntoPast((\(time), \(time - 1)))")
      ) { try client.setTime(time - 1, certified: isCertified) }
    }
    #expect(try client.time == time)
  }

  @Test func instancesBeginWhenTheyAreToldTo() throws {
    let server = try ServerProgram()
    func initial(_ time: UInt64) -> [JSONMember] {
      [
        JSONMember(
          name: "initial_time",
          value: ["Timestamp": ["nanos_since_epoch": .integer(UInt128(time))]])
      ]
    }
    let subnets: JSONValue = ["application": .array([PocketICClient.subnet()])]
    let client = try PocketICClient(server, subnets: subnets, initial(Self.later))
    #expect(try client.time == Self.later + 1)
    let refusal = #expect(throws: PocketICClient.Refusal.self) {
      try PocketICClient(server, subnets: subnets, initial(0))
    }
    #expect(
      refusal?.message.contains(
        "must be no earlier than 1620328630000000000 (provided 0).") == true)
  }

  @Test func timersFireInTheNextRound() throws {
    let client = try PocketICClient(ServerProgram())
    let canister = try client.installed(Canisters.counter)
    _ = try client.update(canister, "set_timer")
    for _ in 0..<3 { try client.tick() }
    #expect(try client.query(canister, "read") == .reply([0, 0, 0, 0]))
    try client.setTime(client.time + 1_000_000_000)
    #expect(try client.query(canister, "read") == .reply([0, 0, 0, 0]))
    try client.tick()
    #expect(try client.query(canister, "read") == .reply([1, 0, 0, 0]))
  }

  @Test func heartsBeatInEachRound() throws {
    let client = try PocketICClient(ServerProgram())
    let canister = try client.installed(Canisters.heartbeat)
    guard case .reply(let before) = try client.query(canister, "read") else { return }
    for _ in 0..<3 { try client.tick() }
    #expect(try client.query(canister, "read") == .reply([before[0] + 3, 0, 0, 0]))
  }
}
