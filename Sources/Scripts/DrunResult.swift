import Bytes
import Subnet
package import SubnetHost
import Executions

/// The result of a line of a script.
package struct DrunResult: Sendable {
  package let command: DrunCommand
  package let report: MessageReport

  package init(command: DrunCommand, report: MessageReport) {
    self.command = command
    self.report = report
  }

  /// The lines of drun's output: debug prints, which may be any bytes, and the result.
  package var output: [UInt8] {
    report.activity.debugPrints.flatMap { $0.line + "\n".utf8 }
      + (resultLine.map { Array("\($0)\n".utf8) } ?? [])
  }

  private var resultLine: String? {
    switch command.action {
    case .create, .install, .ingress, .manage: return "ingress \(ingressResult)"
    case .query: return queryResult
    case .time, .caller, .subnet: return nil
    case .timer, .tick:
      guard case .trap(let error) = report.result else { return nil }
      return "Err: \(error.text)"
    }
  }

  private var ingressResult: String {
    switch report.result {
    case .reply(let bytes): "Completed: Reply: 0x\(bytes.hexadecimal)"
    case .reject(let error), .trap(let error): "Err: \(error.text)"
    case .ok: "Completed"
    }
  }

  private var queryResult: String {
    switch report.result {
    case .reply(let bytes): "Ok: Reply: 0x\(bytes.hexadecimal)"
    case .reject(let error), .trap(let error): "Err: \(error.text)"
    case .ok: "Ok"
    }
  }
}

extension DebugPrint {
  /// The line that a local replica writes for it.
  package var line: [UInt8] {
    "\(UTCTime(nanoseconds: timeNanoseconds)) UTC: [Canister \(canister)] ".utf8 + content.bytes
  }
}
