import Candid
import Executions
import Testing

@testable import CanisterProcess

struct ResponseTests {
  static let call = {
    var call = OutgoingCall(
      callee: Principal(canisterIndex: 7), method: "transfer", payload: [1, 2, 3])
    call.cycles = UInt128(1) << 100
    call.replyCallback = Callback(function: 1, environment: 2)
    call.rejectCallback = Callback(function: 3, environment: 4)
    call.cleanupCallback = Callback(function: 5, environment: 6)
    call.timeoutSeconds = 300
    return call
  }()

  static let outcome = {
    var outcome = Outcome(result: .reply([0xCA, 0xFE]))
    outcome.debugPrints = ["one", "", "drei ✓", PrintedBytes([0xFF, 0, 0xFE])]
    outcome.durationNanoseconds = 1234
    outcome.instructions = 5678
    outcome.changedHeapPages = 2
    outcome.changedStablePages = 3
    outcome.cyclesAccepted = UInt128(1) << 70
    outcome.cyclesBurned = 5
    outcome.cyclesMinted = UInt128(1) << 65
    outcome.heapPages = 6
    outcome.stablePages = 7
    outcome.globalTimer = .max
    outcome.certifiedData = Array(repeating: 0xAB, count: 32)
    outcome.acceptsMessage = true
    outcome.calls = [call, OutgoingCall(callee: .management, method: "raw_rand")]
    return outcome
  }()

  static let error = {
    var error = ExecutionError(.wrongMode, subject: "ic0_call_new", "query", trap: 3)
    error.backtrace = "Canister Backtrace:\ninner\nouter\n"
    return error
  }()

  static let results: [Outcome.Result] = [
    .noResponse, .reply([]), .reply([1]), .reject("no"), .error(error),
  ]

  @Test(arguments: results)
  func outcomesSurviveARoundTrip(result: Outcome.Result) throws {
    var outcome = Self.outcome
    outcome.result = result
    #expect(try Response(frame: outcome.frame) == .outcome(outcome))
  }

  @Test func smallestOutcome() throws {
    let outcome = Outcome(result: .noResponse)
    #expect(try Response(frame: outcome.frame) == .outcome(outcome))
  }

  @Test func doneAndFailure() throws {
    #expect(try Response(frame: [2]) == .done)
    #expect(try Response(frame: [0, 2, 0, 0, 0, 0x68, 0x69]) == .failure("hi"))
  }

  @Test func callsOfTheirOwn() throws {
    let calls = Self.outcome.calls
    #expect(try Response(frame: OutgoingCall.frame(of: calls)) == .calls(calls))
    let outcome = Self.outcome
    #expect(
      try Response(frame: outcome.frame(followingCalls: 2)) == .outcome(outcome, followingCalls: 2))
  }

  @Test func status() throws {
    var writer = WireWriter()
    writer.integer(UInt8(3))
    writer.integer(UInt64(17))
    writer.integer(UInt64(18))
    writer.integer(UInt8(1))
    writer.integer(UInt64(19))
    writer.integer(UInt64(20))
    for bytes: [UInt8] in [[1], [2, 2]] { writer.bytes(bytes) }
    guard case .status(let status) = try Response(frame: writer.frame) else {
      Issue.record("no status")
      return
    }
    #expect(status.heapPages == 17 && status.stablePages == 18 && status.isInstalled)
    #expect(status.version == 19 && status.globalTimer == 20)
    #expect(status.certifiedData == [1] && status.globals == [2, 2])
  }

  @Test(arguments: 0..<outcome.frame.count)
  func everyCutIsNoticed(size: Int) {
    #expect(throws: WireError.self) { try Response(frame: Array(Self.outcome.frame.prefix(size))) }
  }

  @Test func nothingMayFollow() {
    let frame = Self.outcome.frame + [0]
    #expect(throws: WireError(.trailing(1), at: frame.count - 1)) { try Response(frame: frame) }
  }

  @Test func unknownKindsAreRefused() {
    #expect(throws: WireError(.unknownValue(9, of: "response"), at: 0)) { try Response(frame: [9]) }
    #expect(throws: WireError(.unknownValue(4, of: "result"), at: 1)) {
      try Response(frame: [1, 4])
    }
    #expect(throws: WireError(.unknownValue(250, of: "error"), at: 6)) {
      try Response(frame: [1, 3, 0, 0, 0, 0, 250])
    }
  }

  /// Lengths and counts near 2^32 must neither overflow nor reserve memory.
  @Test(arguments: [0, 1, 0x7F, 0x80, 0xFF] as [UInt8])
  func anyByteMayBeWrong(value: UInt8) {
    let frame = Self.outcome.frame
    for position in frame.indices {
      var hostile = frame
      hostile[position] = value
      _ = try? Response(frame: hostile)
      for end in stride(from: position, to: min(position + 4, hostile.count), by: 1) {
        hostile[end] = 0xFF
      }
      _ = try? Response(frame: hostile)
    }
  }

  @Test func hugeCountsAreRefusedAtOnce() {
    // A failure whose text claims 4 GiB.
    #expect(throws: WireError(.truncated(needed: 0xFFFF_FFFF, left: 1), at: 1)) {
      try Response(frame: [0, 0xFF, 0xFF, 0xFF, 0xFF, 0])
    }
  }

  @Test func principalsOfThirtyBytesAreRefused() throws {
    var frame = Outcome(result: .noResponse).frame
    // The count of calls, and how many more calls come.
    frame.removeLast(8)
    var writer = WireWriter()
    writer.integer(UInt32(1))
    writer.bytes(Array(repeating: 0, count: 30))
    writer.bytes(Array(repeating: 0, count: 100))
    let error = try #require(throws: WireError.self) {
      try Response(frame: frame + writer.frame)
    }
    #expect(error.kind == .tooManyBytes(30, of: "principal", maximum: 29))
  }
}
