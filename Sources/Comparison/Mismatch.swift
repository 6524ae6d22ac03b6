import Bytes
import Subnet
import Executions

/// Where two engines do not agree.
package struct Mismatch {
  /// The script's line, and its command.
  package let line: Int
  package let message: String
  package let difference: Difference
  package let first: Contender
  package let other: Contender

  package init(
    line: Int, message: String, difference: Difference, first: Contender, other: Contender
  ) {
    self.line = line
    self.message = message
    self.difference = difference
    self.first = first
    self.other = other
  }

  /// What differs, in a sentence without its end.
  package var summary: String {
    switch difference {
    case .outcome(let one, let two):
      switch (one.bytes, two.bytes) {
      case (let one?, let two?):
        "the replies differ from byte \(DifferingBytes.first(one, two)) on"
      default: "the outcomes differ"
      }
    case .debugPrints: "the debug prints differ"
    case .instructions: "the numbers of instructions differ"
    case .changedPages(let memory, _, _):
      "the numbers of changed pages of the \(memory.rawValue) differ"
    case .memory(let canister, let memory, let place):
      "the \(memory.rawValue) of \(canister) differs from byte \(place.offset) on"
    case .globals(let canister): "the globals of \(canister) differ"
    case .metadata(let canister):
      "the version, timer or certified data of \(canister) differ"
    }
  }

  /// What either engine has, where it can be shown: the first one's, and the other's.
  package var sides: (String, String)? {
    switch difference {
    case .outcome(let one, let two): (one.text, two.text)
    case .debugPrints(let one, let two):
      (one.joined(separator: " / "), two.joined(separator: " / "))
    case .instructions(let one, let two), .changedPages(_, let one, let two): ("\(one)", "\(two)")
    case .memory(_, _, let place): (place.one.hexadecimal, place.two.hexadecimal)
    case .globals, .metadata: nil
    }
  }

  /// The commands that show either side of it, for the script with this path.
  package func commands(script: String) -> [String] {
    [first, other].map { "tinsmith run \(script) \($0.options) --state \($0.name).state" }
  }

  /// The report for a terminal.
  package func text(script: String) -> String {
    var lines = [
      "\(script):\(line): \(message): \(summary) between \(first.name) and \(other.name)"
    ]
    if let (one, two) = sides {
      let width = max(first.name.count, other.name.count)
      for (name, side) in [(first.name, one), (other.name, two)] {
        lines.append("  \(name.padding(to: width))  \(side)")
      }
    }
    lines.append("To have the outputs and the states to compare:")
    return (lines + commands(script: script).map { "  \($0)" }).map { $0 + "\n" }.joined()
  }
}

extension Observation.Outcome {
  /// The bytes of a reply.
  fileprivate var bytes: [UInt8]? {
    if case .answered(.reply(let bytes)) = self { bytes } else { nil }
  }

  fileprivate var text: String {
    switch self {
    case .answered(.reply(let bytes)): "reply 0x\(bytes.hexadecimal)"
    case .answered(.reject(let error)), .answered(.trap(let error)): error.text
    case .answered(.ok): "ok"
    case .lost(let error): "\(error)"
    }
  }
}
