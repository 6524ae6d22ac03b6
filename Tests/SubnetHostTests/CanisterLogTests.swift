import Admission
import Executions
import Candid
import Testing

@testable import Subnet
@testable import SubnetHost

struct CanisterLogTests {
  private func contents(_ log: CanisterLog) -> [String] {
    log.entries.map { String(decoding: $0.content, as: UTF8.self) }
  }

  // What there is room for

  @Test func theOldestGoWhenThereIsNoRoom() {
    var log = CanisterLog()
    // 40 bytes and the content: 4096 bytes hold sixteen such records.
    for number in 0..<20 {
      log.append(Array(repeating: UInt8(number), count: 216), timestampNanoseconds: UInt64(number))
    }
    #expect(log.entries.map(\.index) == Array(4..<20))
    #expect(log.entries.map(\.timestampNanoseconds) == Array(4..<20))
    #expect(log.nextIndex == 20)
    log.append([], timestampNanoseconds: 20)
    #expect(log.entries.map(\.index) == Array(5..<21))
    // A record that is empty takes 40 bytes: the next four fit into what the oldest left.
    for _ in 0..<5 { log.append([], timestampNanoseconds: 21) }
    #expect(log.entries.first?.index == 5)
    log.append([], timestampNanoseconds: 21)
    #expect(log.entries.first?.index == 6)
  }

  @Test(arguments: [(4055, 4055), (4056, 4056), (4057, 4056), (100_000, 4056)])
  func contentIsCut(size: Int, kept: Int) {
    var log = CanisterLog()
    log.append([1], timestampNanoseconds: 0)
    log.append(Array(repeating: 2, count: size), timestampNanoseconds: 1)
    #expect(log.entries.map(\.content) == [Array(repeating: 2, count: kept)])
    #expect(log.entries[0].index == 1)
  }

  @Test func whatWasKeptIsGoneOnWith() {
    var log = CanisterLog()
    for time: UInt64 in 0..<20 { log.append([1, 2, 3], timestampNanoseconds: time) }
    #expect(CanisterLog(entries: log.entries, nextIndex: log.nextIndex) == log)
    log.clear()
    log.append([7], timestampNanoseconds: 1)
    #expect(log.entries.map(\.index) == [20])
  }

  // What leaves a record

  private static func printing(_ line: String, _ result: Outcome.Result) -> Outcome {
    var outcome = Outcome(result: result)
    outcome.debugPrints = [PrintedBytes(Array(line.utf8)), "two"]
    return outcome
  }

  @Test(arguments: [
    (Outcome.Result.reply([]), ["one", "two"]), (.reject("no"), ["one", "two"]),
    (.error(ExecutionError(.trapped, "unreachable")), ["one", "two", "[TRAP]: unreachable"]),
    (.error(ExecutionError(.trappedExplicitly, "it's so")), ["one", "two", "[TRAP]: it's so"]),
    (.error(ExecutionError(.trappedExplicitly)), ["one", "two", "[TRAP]: (no message)"]),
    (.error(ExecutionError(.contractViolated, "so")), ["one", "two"]),
    (.error(ExecutionError(.instructionLimit, "5")), ["one", "two"]),
  ])
  func printsAndTrapsAreKeptInOrder(result: Outcome.Result, expected: [String]) throws {
    let fake = FakeSubnet()
    let id = try fake.add("a") { execution in
      execution.entry == .update ? Self.printing("one", result) : .nothing
    }
    try fake.subnet.setTime(nanoseconds: 1_700_000_000_000_000_001)
    _ = try fake.go(id)
    #expect(contents(fake.subnet.log(of: id)) == expected)
    #expect(
      fake.subnet.log(of: id).entries.allSatisfy {
        $0.timestampNanoseconds == 1_700_000_000_000_000_001
      })
  }

  @Test func backtracesAreKeptThoughTheCallerMayNotSeeThem() throws {
    let fake = FakeSubnet()
    let id = try fake.add("a") { execution in
      guard execution.entry == .update else { return .nothing }
      var error = ExecutionError(.trapped, "unreachable")
      error.backtrace = "Canister Backtrace:\ninner\nouter\n"
      return Outcome(result: .error(error))
    }
    let error = "Error from Canister \(id): Canister trapped: unreachable"
    for (sender, text) in [
      (Principal.anonymous, "\nCanister Backtrace:\ninner\nouter\n.\n"),
      (Principal(canisterIndex: 9), ".\n"),
    ] {
      fake.subnet.sender = sender
      guard case .trap(let failure) = try fake.go(id) else {
        Issue.record("no trap")
        return
      }
      #expect(failure.description.hasPrefix(error + text + "Consider gracefully"))
    }
    let record = "[TRAP]: unreachable\nCanister Backtrace:\ninner\nouter\n"
    #expect(contents(fake.subnet.log(of: id)) == [record, record])
  }

  /// Queries leave nothing; as updates they do.
  @Test func queriesLeaveNothing() throws {
    let fake = FakeSubnet()
    let id = try fake.add(
      "a", methods: ["go": .query, "all": .compositeQuery], systemMethods: [.inspectMessage]
    ) { execution in
      var outcome = Self.printing("\(execution.entry)", .reply([]))
      outcome.acceptsMessage = true
      return outcome
    }
    for method in ["go", "all"] { _ = try fake.subnet.query(id, method: method, argument: []) }
    #expect(contents(fake.subnet.log(of: id)) == ["install", "two"])
    _ = try fake.go(id)
    #expect(contents(fake.subnet.log(of: id)).dropFirst(2) == ["replicatedQuery", "two"])
  }

  // Code that comes and goes

  @Test func upgradesKeepTheLogAndReinstallationDoesNot() throws {
    let fake = FakeSubnet()
    func code(_ name: String, _ result: Outcome.Result) -> CanisterCode {
      fake.code(name, systemMethods: [.preUpgrade]) { execution in
        Self.printing("\(name) \(execution.entry)", result)
      }
    }
    func install(_ code: CanisterCode, _ mode: InstallationMode) throws -> [String] {
      _ = try fake.subnet.install(code, on: id, mode: mode, argument: [])
      return contents(fake.subnet.log(of: id)).filter { $0 != "two" }
    }
    let id = try fake.subnet.createCanister()
    #expect(try install(code("a", .noResponse), .install) == ["a install"])
    let upgraded = ["a install", "a preUpgrade", "b postUpgrade"]
    #expect(try install(code("b", .noResponse), .upgrade) == upgraded)
    let failing = code("c", .error(ExecutionError(.trapped, "unreachable")))
    // What failed is told; the canister is as it was.
    let failed = upgraded + ["c reinstall", "[TRAP]: unreachable"]
    #expect(try install(failing, .reinstall) == failed)
    #expect(try install(code("d", .noResponse), .reinstall) == ["d reinstall"])
    #expect(fake.subnet.log(of: id).entries[0].index == 9)
    #expect(try fake.subnet.uninstall(id).result == .reply(ManagementMessage.emptyReply))
    #expect(fake.subnet.log(of: id).entries.isEmpty)
    #expect(try install(code("e", .noResponse), .install) == ["e install"])
    #expect(fake.subnet.log(of: id).entries[0].index == 11)
  }

  // Fetching

  @Test func controllersFetchTheLog() throws {
    let fake = FakeSubnet()
    let id = try fake.add("a") { execution in
      execution.entry == .update ? Self.printing("", .reply([])) : .nothing
    }
    try fake.subnet.setTime(nanoseconds: 1 << 60)
    _ = try fake.go(id)
    let query = {
      try fake.subnet.query(
        .management, method: "fetch_canister_logs",
        argument: ManagementMessage.record(canisterID: id)
      ).result
    }
    guard case .reply(let bytes) = try query() else {
      Issue.record("no reply")
      return
    }
    func field(_ name: String, of value: CandidValue?) -> CandidValue? {
      guard case .record(let fields) = value else { return nil }
      return fields.first { $0.label == FieldLabel(name: name) }?.value
    }
    let values = try CandidMessage(decoding: bytes).values
    guard case .vector(let records) = field("canister_log_records", of: values.first) else {
      Issue.record("no records: \(values)")
      return
    }
    #expect(records.map { field("idx", of: $0) } == [.nat64(0), .nat64(1)])
    #expect(records.map { field("timestamp_nanos", of: $0) } == [.nat64(1 << 60), .nat64(1 << 60)])
    #expect(records.map { field("content", of: $0) } == [.blob([]), .blob(Array("two".utf8))])
    fake.subnet.sender = Principal(canisterIndex: 9)
    #expect(try query() == .reject(.logNotAllowed(Principal(canisterIndex: 9))))
  }

  @Test(arguments: [
    ("fetch_logs", ManagementMessage.emptyReply, "IC0536: "),
    ("fetch_canister_logs", ManagementMessage.emptyReply, "IC0408: "),
    (
      "fetch_canister_logs", ManagementMessage.record(canisterID: Principal(canisterIndex: 5)),
      "IC0301: "
    ),
  ])
  func otherQueriesAreRefused(method: String, argument: [UInt8], start: String) throws {
    let fake = FakeSubnet()
    let report = try fake.subnet.query(.management, method: method, argument: argument)
    guard case .reject(let error) = report.result else {
      Issue.record("no rejection")
      return
    }
    #expect(error.text.hasPrefix(start))
  }
}
