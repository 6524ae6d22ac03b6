/// How an execution ended, and what it asks of the subnet.
package struct Outcome: Equatable, Sendable {
  package var result: Result
  /// The lines of `ic0.debug_print`, and of a trap, in order.
  package var debugPrints: [PrintedBytes] = []
  package var durationNanoseconds: UInt64 = 0
  package var instructions: UInt64 = 0
  /// A fault has hidden what was used since the last call of the System API: `instructions` lacks
  /// it.
  package var isCountHidden = false
  /// Pages of 4 KiB that differ from before.
  package var changedHeapPages: UInt64 = 0
  /// Pages of 4 KiB that differ from before.
  package var changedStablePages: UInt64 = 0
  /// The sizes of the memories at the end, in pages of 64 KiB.
  package var heapPages: UInt64 = 0
  package var stablePages: UInt64 = 0
  package var cyclesAccepted: UInt128 = 0
  package var cyclesBurned: UInt128 = 0
  package var cyclesMinted: UInt128 = 0
  /// When the global timer is due, 0 for never; nil if the execution did not set it.
  package var globalTimer: UInt64?
  package var certifiedData: [UInt8] = []
  /// Whether `ic0.accept_message` was called.
  package var acceptsMessage = false
  package var calls: [OutgoingCall] = []
  /// How many calls come in responses of their own.
  var followingCallCount = 0
  /// Which functions were running at a trap, in the words of the Internet Computer; empty if it
  /// would say nothing of them.
  package var backtrace = ""

  package init(result: Result) { self.result = result }

  /// Whether it ended by a trap or the like.
  var hasFailed: Bool {
    if case .error = result { true } else { false }
  }

  /// The response of an execution, or what ended it.
  package enum Result: Equatable, Sendable {
    case noResponse
    case reply([UInt8])
    case reject(String)
    /// A trap and the like; changes are undone.
    case error(code: UInt32, message: String)
  }

  init(from reader: inout WireReader) throws(WireError) {
    let kind = try reader.choice(of: ResultKind.self, named: "result")
    let code = try reader.integer(as: UInt32.self)
    // Texts come from the canister: any bytes are possible.
    let content = try reader.bytes()
    result =
      switch kind {
      case .noResponse: .noResponse
      case .reply: .reply(content)
      case .reject: .reject(String(decoding: content, as: UTF8.self))
      case .error: .error(code: code, message: String(decoding: content, as: UTF8.self))
      }
    debugPrints = try reader.list(minimumSizeBytes: 4) { reader throws(WireError) in
      PrintedBytes(try reader.bytes())
    }
    durationNanoseconds = try reader.integer()
    instructions = try reader.integer()
    changedHeapPages = try reader.integer()
    changedStablePages = try reader.integer()
    heapPages = try reader.integer()
    stablePages = try reader.integer()
    cyclesAccepted = try reader.integer()
    cyclesBurned = try reader.integer()
    cyclesMinted = try reader.integer()
    let timer = try reader.integer(as: UInt64.self)
    certifiedData = try reader.bytes()
    let flags = try reader.integer(as: UInt8.self)
    acceptsMessage = flags & 1 != 0
    isCountHidden = flags & 4 != 0
    globalTimer = flags & 2 != 0 ? timer : nil
    calls = try reader.calls()
    backtrace = String(decoding: try reader.bytes(), as: UTF8.self)
    followingCallCount = Int(try reader.integer(as: UInt32.self))
  }

  private enum ResultKind: UInt8 {
    case noResponse, reply, reject, error
  }

  /// The same with what an error's text has of the backtrace on the Internet Computer.
  var withBacktraceInError: Outcome {
    guard !backtrace.isEmpty, case .error(let code, let message) = result else { return self }
    var outcome = self
    outcome.result = .error(code: code, message: message + "\n" + backtrace)
    return outcome
  }
}
