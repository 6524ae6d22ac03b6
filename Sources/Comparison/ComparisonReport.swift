import SubnetHost
import Scripts

/// The result of a comparison.
package struct ComparisonReport {
  package let contenders: [Entrant]
  package private(set) var messages: [Message] = []
  package var mismatch: Mismatch?

  /// A contender, as the report shows it.
  package struct Entrant: Sendable {
    package let name: String
    package let label: String

    package init(name: String, label: String) {
      self.name = name
      self.label = label
    }
  }

  /// A message that all engines agree about.
  package struct Message: Sendable {
    /// The line of the script.
    package let line: Int
    package let title: String
    /// `update`, `query`, or nothing.
    package let kind: String
    /// `reply`, `ok` or an error's code.
    package let verdict: String
    /// Pages of 4 KiB.
    package let changedHeapPages: UInt64
    package let changedStablePages: UInt64
    /// By contender.
    package let instructions: [UInt64]
    /// By contender: the time in nanoseconds that canisters took in each round.
    package fileprivate(set) var times: [Samples]

    package init(
      line: Int, title: String, kind: String, verdict: String, changedHeapPages: UInt64 = 0,
      changedStablePages: UInt64 = 0, instructions: [UInt64], times: [Samples]
    ) {
      self.line = line
      self.title = title
      self.kind = kind
      self.verdict = verdict
      self.changedHeapPages = changedHeapPages
      self.changedStablePages = changedStablePages
      self.instructions = instructions
      self.times = times
    }
  }

  package init(contenders: [Entrant], messages: [Message] = []) {
    self.contenders = contenders
    self.messages = messages
  }

  /// The sum of the medians of all messages, by contender.
  package var totals: [Double] {
    contenders.indices.map { index in messages.reduce(0) { $0 + $1.times[index].median } }
  }

  /// How many rounds were measured.
  package var rounds: Int { messages.first?.times.first?.values.count ?? 0 }

  /// Whether any instruction was counted.
  package var countsInstructions: Bool {
    messages.contains { $0.instructions.contains { $0 > 0 } }
  }

  /// Takes in what all contenders made of the message at this position in the script.
  mutating func add(_ observations: [Observation], at position: Int, isMeasured: Bool) {
    if position == messages.count {
      let first = observations[0]
      messages.append(
        Message(
          line: first.command.line, title: first.title, kind: first.kind, verdict: first.verdict,
          changedHeapPages: first.activity.changedHeapPages,
          changedStablePages: first.activity.changedStablePages,
          instructions: observations.map(\.activity.instructions),
          times: observations.map { _ in Samples([]) }))
    }
    guard isMeasured else { return }
    for (index, observation) in observations.enumerated() {
      messages[position].times[index].values.append(observation.activity.durationNanoseconds)
    }
  }
}
