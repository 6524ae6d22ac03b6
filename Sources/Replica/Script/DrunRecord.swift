/// What became of a line of a script.
package struct DrunRecord: Sendable {
  package let command: DrunCommand
  package let report: MessageReport

  package init(command: DrunCommand, report: MessageReport) {
    self.command = command
    self.report = report
  }

  /// The lines of drun's output: debug prints and the result, without line feeds at their ends.
  package var lines: [String] {
    let prints = report.activity.debugPrints.map(\.line)
    switch command.action {
    case .create, .install, .ingress: return prints + ["ingress \(ingressResult)"]
    case .query: return prints + [queryResult]
    case .time, .caller: return prints
    case .timer:
      if case .trap(let error) = report.result { return prints + ["Err: \(error.text)"] }
      return prints
    }
  }

  private var ingressResult: String {
    switch report.result {
    case .reply(let bytes): "Completed: Reply: 0x\(hexadecimal(bytes))"
    case .reject(let error), .trap(let error): "Err: \(error.text)"
    case .ok: "Completed"
    }
  }

  private var queryResult: String {
    switch report.result {
    case .reply(let bytes): "Ok: Reply: 0x\(hexadecimal(bytes))"
    case .reject(let error), .trap(let error): "Err: \(error.text)"
    case .ok: "Ok"
    }
  }
}

extension DebugPrint {
  /// The line that a local replica writes for it.
  package var line: String {
    "\(UTCTime(nanoseconds: timeNanoseconds)) UTC: [Canister \(canister)] \(text)"
  }
}

/// Two lower-case digits a byte.
package func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(
    decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
