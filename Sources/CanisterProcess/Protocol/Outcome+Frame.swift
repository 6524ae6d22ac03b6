import Candid
import Executions

extension Outcome {
  /// Reads the fields of an `outcome` response.
  init(from reader: inout WireReader) throws(WireError) {
    let kind = try reader.choice(of: ResultKind.self, named: "result")
    let code = try reader.integer(as: UInt32.self)
    // Texts come from the canister: any bytes are possible.
    let content = try reader.bytes()
    let result: Result =
      switch kind {
      case .noResponse: .noResponse
      case .reply: .reply(content)
      case .reject: .reject(String(decoding: content, as: UTF8.self))
      case .error: .error(code: code, message: String(decoding: content, as: UTF8.self))
      }
    self.init(result: result)
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
  }

  private enum ResultKind: UInt8 {
    case noResponse, reply, reject, error
  }
}
