import WebAssembly

/// How many commands of which scripts are skipped, and why: what `expected-skips.txt` lists.
///
/// It is the same for all engines, since it is the decoder that refuses modules. A number that
/// changes shows that something is newly refused, or no longer.
package struct ExpectedSkips: Equatable, Sendable {
  /// By the name of the script, without those of which nothing is skipped.
  package private(set) var counts: [String: [SkipReason: Int]] = [:]

  package init() {}

  /// Reads lines like `select.wast: 1 typed function references`; `#` begins a comment.
  package init(text: String) {
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let parts = line.split(separator: ": ", maxSplits: 1)
      guard parts.count == 2 else { continue }
      counts[String(parts[0])] = Self.counts(parts[1])
    }
  }

  private static func counts(_ text: Substring) -> [SkipReason: Int] {
    var counts: [SkipReason: Int] = [:]
    for part in text.split(separator: ", ") {
      let words = part.split(separator: " ", maxSplits: 1)
      guard words.count == 2, let count = Int(words[0]) else { continue }
      let reason = SkipReason.ofDecoder.first { $0.description == words[1] }
      counts[reason ?? .engine(String(words[1]))] = count
    }
    return counts
  }

  /// What `init(text:)` reads.
  package var text: String {
    let lines = counts.sorted { $0.key < $1.key }.map { script, counts in
      "\(script): "
        + counts.map { "\($0.value) \($0.key)" }.sorted().joined(separator: ", ")
    }
    return Self.header + lines.map { $0 + "\n" }.joined()
  }

  /// Sets what is skipped of a script.
  package mutating func set(_ script: String, _ skipped: [SkipReason: Int]) {
    counts[script] = skipped.isEmpty ? nil : skipped
  }

  private static let header = """
    # How many commands of the official test suite are skipped, by script and reason.
    #
    # "text format": the command says that some text is malformed, and nothing here reads text.
    # Anything else is the name of a proposal that the decoder refuses: the command is about a
    # module that uses it, or about one that imports from such a module.
    #
    # UPDATE_GOLDEN=1 swift test --filter SpecTests rewrites this file.

    """
}

extension SkipReason {
  /// The reasons that do not depend on the engine.
  static let ofDecoder: [SkipReason] = [.textFormat] + Proposal.allCases.map { .proposal($0) }
}
