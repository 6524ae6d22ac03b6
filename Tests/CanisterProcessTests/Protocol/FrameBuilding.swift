import Candid
import Executions

@testable import CanisterProcess

/// The other side's half of the codec, so that tests can play a canister.
extension Outcome {
  /// The frame by which a process answers with this outcome.
  var frame: [UInt8] { frame(followingCalls: 0) }

  /// The same where so many calls come in frames of their own.
  func frame(followingCalls: Int) -> [UInt8] {
    var writer = WireWriter()
    writer.integer(UInt8(1))
    switch result {
    case .noResponse: writer.result(0, code: 0, [])
    case .reply(let bytes): writer.result(1, code: 0, bytes)
    case .reject(let message): writer.result(2, code: 0, Array(message.utf8))
    case .error(let code, let message): writer.result(3, code: code, Array(message.utf8))
    }
    writer.integer(UInt32(debugPrints.count))
    for print in debugPrints { writer.bytes(print.bytes) }
    for figure in [durationNanoseconds, instructions, changedHeapPages, changedStablePages] {
      writer.integer(figure)
    }
    for pages in [heapPages, stablePages] { writer.integer(pages) }
    for cycles in [cyclesAccepted, cyclesBurned, cyclesMinted] { writer.integer(cycles) }
    writer.integer(globalTimer ?? 0)
    writer.bytes(certifiedData)
    writer.integer(
      UInt8((acceptsMessage ? 1 : 0) | (globalTimer == nil ? 0 : 2) | (isCountHidden ? 4 : 0)))
    writer.integer(UInt32(calls.count))
    for call in calls { writer.call(call) }
    writer.text(backtrace)
    writer.integer(UInt32(followingCalls))
    return writer.frame
  }
}

extension OutgoingCall {
  /// The frame by which a process adds calls to its outcome.
  static func frame(of calls: [OutgoingCall]) -> [UInt8] {
    var writer = WireWriter()
    writer.integer(UInt8(5))
    writer.integer(UInt32(calls.count))
    for call in calls { writer.call(call) }
    return writer.frame
  }
}

extension WireWriter {
  fileprivate mutating func result(_ kind: UInt8, code: UInt32, _ content: [UInt8]) {
    integer(kind)
    integer(code)
    bytes(content)
  }

  fileprivate mutating func call(_ call: OutgoingCall) {
    bytes(call.callee.bytes)
    text(call.method)
    bytes(call.payload)
    integer(call.cycles)
    let cleanup = call.cleanupCallback
    for callback in [call.replyCallback, call.rejectCallback] {
      integer(callback.function)
      integer(callback.environment)
    }
    integer(UInt8(cleanup == nil ? 0 : 1))
    integer(cleanup?.function ?? 0)
    integer(cleanup?.environment ?? 0)
    integer(call.timeoutSeconds ?? 0)
  }
}
