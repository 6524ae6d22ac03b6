import Candid
import CanisterRuntime
import Executions

@testable import CanisterProcess

/// The other side's half of the codec, so that tests can play a canister.
extension Outcome {
  /// The frame by which a process answers with this outcome.
  var frame: [UInt8] { frame(followingCalls: 0) }

  /// The same where so many calls come in frames of their own.
  func frame(followingCalls: Int) -> [UInt8] {
    var writer = WireWriter()
    writer.integer(rt_response.outcome.rawValue)
    for field in rows(of: rt_outcome_field.self, count: rt_outcome_field_count) {
      switch field {
      case .result: writer.integer(resultRow.rawValue)
      case .response: writer.bytes(response)
      case .error: writer.integer(error?.kind.row ?? 0)
      case .trap: writer.integer(error?.trap ?? UInt8(RT_NO_TRAP))
      case .subject: writer.text(error?.subject ?? "")
      case .detail: writer.text(error?.detail ?? "")
      case .backtrace: writer.text(error?.backtrace ?? "")
      case .prints: writer.list(debugPrints) { writer, print in writer.bytes(print.bytes) }
      case .nanoseconds: writer.integer(durationNanoseconds)
      case .instructions: writer.integer(instructions)
      case .is_count_hidden: writer.flag(isCountHidden)
      case .heap_pages_changed: writer.integer(changedHeapPages)
      case .stable_pages_changed: writer.integer(changedStablePages)
      case .heap_pages: writer.integer(heapPages)
      case .stable_pages: writer.integer(stablePages)
      case .cycles_accepted: writer.integer(cyclesAccepted)
      case .cycles_burned: writer.integer(cyclesBurned)
      case .cycles_minted: writer.integer(cyclesMinted)
      case .is_timer_set: writer.flag(globalTimer != nil)
      case .global_timer: writer.integer(globalTimer ?? 0)
      case .certified_data: writer.bytes(certifiedData)
      case .is_message_accepted: writer.flag(acceptsMessage)
      case .calls: writer.list(calls) { writer, call in writer.call(call) }
      case .following_calls: writer.integer(UInt32(followingCalls))
      }
    }
    return writer.frame
  }

  private var resultRow: rt_result {
    switch result {
    case .noResponse: .no_response
    case .reply: .reply
    case .reject: .reject
    case .error: .error
    }
  }

  private var response: [UInt8] {
    switch result {
    case .noResponse, .error: []
    case .reply(let bytes): bytes
    case .reject(let message): Array(message.utf8)
    }
  }
}

extension OutgoingCall {
  /// The frame by which a process adds calls to its outcome.
  static func frame(of calls: [OutgoingCall]) -> [UInt8] {
    var writer = WireWriter()
    writer.integer(rt_response.calls.rawValue)
    writer.list(calls) { writer, call in writer.call(call) }
    return writer.frame
  }
}

extension WireWriter {
  fileprivate mutating func call(_ call: OutgoingCall) {
    for field in rows(of: rt_call_field.self, count: rt_call_field_count) {
      switch field {
      case .callee: bytes(call.callee.bytes)
      case .method: text(call.method)
      case .payload: bytes(call.payload)
      case .cycles: integer(call.cycles)
      case .reply_function: integer(call.replyCallback.function)
      case .reply_environment: integer(call.replyCallback.environment)
      case .reject_function: integer(call.rejectCallback.function)
      case .reject_environment: integer(call.rejectCallback.environment)
      case .has_cleanup: flag(call.cleanupCallback != nil)
      case .cleanup_function: integer(call.cleanupCallback?.function ?? 0)
      case .cleanup_environment: integer(call.cleanupCallback?.environment ?? 0)
      case .timeout_seconds: integer(call.timeoutSeconds ?? 0)
      }
    }
  }
}
