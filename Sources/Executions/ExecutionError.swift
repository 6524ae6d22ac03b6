/// The error that an execution ended with; its changes are undone (Interface Specification, "Error
/// codes").
package struct ExecutionError: Codable, Error, Hashable, Sendable {
  package var kind: Kind
  /// What the error is about: a function, a method, a variable.
  package var subject: String
  /// What more there is to say of it: the reason of a trap, the message that the canister gave.
  package var detail: String
  /// The row of `runtime/include/traps.def`, if it is one of these traps.
  package var trap: UInt8?
  /// Which functions were running, in the words of the Internet Computer; empty if it would say
  /// nothing of them.
  package var backtrace = ""

  package init(_ kind: Kind, subject: String = "", _ detail: String = "", trap: UInt8? = nil) {
    self.kind = kind
    self.subject = subject
    self.detail = detail
    self.trap = trap
  }
}

extension ExecutionError {
  /// The number after `IC`.
  package var code: UInt32 { kind.code }

  /// The sentence of the Internet Computer, without the backtrace.
  package var message: String {
    var message = ""
    var rest = Substring(kind.sentence)
    while let mark = rest.firstIndex(of: "%") {
      let letter = rest.index(after: mark)
      message += rest[..<mark] + (rest[letter] == "s" ? subject : detail)
      rest = rest[rest.index(after: letter)...]
    }
    return message + rest
  }

  /// The sentence, and the backtrace below it if there is one.
  package var messageWithBacktrace: String {
    backtrace.isEmpty ? message : message + "\n" + backtrace
  }

  /// What a canister's log has of a trap; errors of other kinds leave nothing there.
  package var logEntry: String? {
    guard kind == .trapped || kind == .trappedExplicitly else { return nil }
    let reason = kind == .trappedExplicitly && detail.isEmpty ? "(no message)" : detail
    return "[TRAP]: \(reason)" + (backtrace.isEmpty ? "" : "\n" + backtrace)
  }
}
