import Candid
import CanisterRuntime
import Executions

extension Outcome {
  /// Reads the fields of an `outcome` response, and how many of its calls follow in others.
  init(from reader: inout WireReader, followingCalls: inout Int) throws(WireError) {
    self.init(result: .noResponse)
    var response: [UInt8] = []
    var kind = rt_result.no_response
    var error = ExecutionError(.trapped)
    var (hasTimer, timer) = (false, UInt64(0))
    for field in rows(of: rt_outcome_field.self, count: rt_outcome_field_count) {
      switch field {
      case .result: kind = try reader.row(count: rt_result_count, named: "result")
      case .response: response = try reader.bytes()
      case .error: error.kind = try reader.errorKind()
      case .trap:
        let trap = try reader.integer(as: UInt8.self)
        error.trap = trap == UInt8(RT_NO_TRAP) ? nil : trap
      case .subject: error.subject = try reader.lossyText()
      case .detail: error.detail = try reader.lossyText()
      case .backtrace: error.backtrace = try reader.lossyText()
      case .prints:
        debugPrints = try reader.list(minimumSizeBytes: 4) { reader throws(WireError) in
          PrintedBytes(try reader.bytes())
        }
      case .nanoseconds: durationNanoseconds = try reader.integer()
      case .instructions: instructions = try reader.integer()
      case .is_count_hidden: isCountHidden = try reader.flag()
      case .heap_pages_changed: changedHeapPages = try reader.integer()
      case .stable_pages_changed: changedStablePages = try reader.integer()
      case .heap_pages: heapPages = try reader.integer()
      case .stable_pages: stablePages = try reader.integer()
      case .cycles_accepted: cyclesAccepted = try reader.integer()
      case .cycles_burned: cyclesBurned = try reader.integer()
      case .cycles_minted: cyclesMinted = try reader.integer()
      case .is_timer_set: hasTimer = try reader.flag()
      case .global_timer: timer = try reader.integer()
      case .certified_data: certifiedData = try reader.bytes()
      case .is_message_accepted: acceptsMessage = try reader.flag()
      case .calls: calls = try reader.calls()
      case .following_calls: followingCalls = Int(try reader.integer(as: UInt32.self))
      }
    }
    globalTimer = hasTimer ? timer : nil
    result =
      switch kind {
      case .no_response: .noResponse
      case .reply: .reply(response)
      case .reject: .reject(String(decoding: response, as: UTF8.self))
      case .error: .error(error)
      }
  }
}

extension WireReader {
  /// A text that comes from a canister, so that any bytes are possible.
  fileprivate mutating func lossyText() throws(WireError) -> String {
    String(decoding: try bytes(), as: UTF8.self)
  }

  fileprivate mutating func errorKind() throws(WireError) -> ExecutionError.Kind {
    let start = offset
    let row = try integer(as: UInt8.self)
    guard let kind = ExecutionError.Kind(row: row) else {
      throw WireError(.unknownValue(row, of: "error"), at: start)
    }
    return kind
  }
}
