package import WebAssembly

/// The results of the commands of a script.
package struct SpecReport: Sendable {
  package var passedCount = 0
  package var failures: [SpecFailure] = []
  package var skippedCounts: [SkipReason: Int] = [:]
  /// How many modules the engine had to run in another form than requested.
  package var fallbackCount = 0

  package init() {}
}

/// A command that did not come out as it should.
package struct SpecFailure: Sendable, CustomStringConvertible {
  package let line: Int
  package let expected: String
  package let found: String

  package var description: String { "line \(line): expected \(expected), found \(found)" }
}

/// Why a command was not tried.
package enum SkipReason: Hashable, Sendable {
  /// A module that the command is about needs something that is refused.
  case proposal(Proposal)
  /// The command is about malformed text, which no part of this project reads.
  case textFormat
  /// The engine does not support it.
  case engine(String)
}

extension SkipReason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .proposal(let proposal): proposal.name
    case .textFormat: "text format"
    case .engine(let reason): reason
    }
  }
}
