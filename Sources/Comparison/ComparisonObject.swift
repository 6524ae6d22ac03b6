package import Instrumentation

/// A comparison, for programs to read.
package struct ComparisonObject: Encodable {
  /// Whether all engines agree.
  let agree: Bool
  let engines: [String]
  /// The regime by which pages of memory are charged: `classic` or `tracker`.
  let pageCharges: String
  let messages: [Message]
  let mismatch: Mismatch?

  /// A message that all engines agree about.
  struct Message: Encodable {
    /// The number of the line in the script, counted from 1.
    let line: Int
    /// The method, or the line's other command.
    let title: String
    /// `update`, `query`, or empty.
    let kind: String
    /// `reply`, `ok`, or the code of an error.
    let result: String
    /// Pages of 4 KiB.
    let heapPagesChanged: UInt64
    let stablePagesChanged: UInt64
    /// By engine.
    let instructions: [String: UInt64]
    /// By engine: nanoseconds in each round.
    let nanoseconds: [String: [UInt64]]
  }

  /// What does not agree.
  struct Mismatch: Encodable {
    let line: Int
    let message: String
    let summary: String
    let engines: [String]
    /// What either engine has, where that can be shown.
    let values: [String]
  }

  package init(_ report: ComparisonReport, pageCharges: PageCharges) {
    let names = report.contenders.map(\.name)
    agree = report.mismatch == nil
    engines = names
    self.pageCharges = pageCharges.rawValue
    messages = report.messages.map { message in
      Message(
        line: message.line, title: message.title, kind: message.kind, result: message.verdict,
        heapPagesChanged: message.changedHeapPages,
        stablePagesChanged: message.changedStablePages,
        instructions: Dictionary(
          zip(names, message.instructions), uniquingKeysWith: { first, _ in first }),
        nanoseconds: Dictionary(
          zip(names, message.times.map(\.values)), uniquingKeysWith: { first, _ in first }))
    }
    mismatch = report.mismatch.map { mismatch in
      Mismatch(
        line: mismatch.line, message: mismatch.message, summary: mismatch.summary,
        engines: [mismatch.first.name, mismatch.other.name],
        values: mismatch.sides.map { [$0.0, $0.1] } ?? [])
    }
  }
}
