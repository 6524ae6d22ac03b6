import Executions
import Foundation
import Subnet

/// Does again what a recording has, on any engine, and checks that all comes out the same: each
/// outcome, the subnet's state and all memories at the end.
package struct Replay {
  private let path: String
  private let lines: [RecordingLine]
  private let end: RecordingEnd
  /// How the code has to count.
  package let counting: RecordedCounting

  /// Reads a recording.
  package init(path: String) throws(RecordingError) {
    self.path = path
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw .notRead(path: path, reason: error.localizedDescription)
    }
    let decoder = JSONDecoder()
    let texts = data.split(separator: UInt8(ascii: "\n"))
    guard let first = texts.first,
      let head = try? decoder.decode(RecordingLine.self, from: first).recording
    else { throw .notRecording(path: path) }
    guard head.version == RecordingLine.Head.currentVersion else {
      throw .unsupportedVersion(path: path, head.version)
    }
    var lines: [RecordingLine] = []
    for text in texts {
      do {
        lines.append(try decoder.decode(RecordingLine.self, from: text))
      } catch {
        throw .malformed(path: path, line: lines.count + 1, reason: "it is no line of a recording")
      }
    }
    guard let end = lines.last?.end else { throw .incomplete(path: path) }
    self.lines = lines
    self.end = end
    counting = head.counting
  }

  /// How many inputs there are.
  package var inputCount: Int { lines.count { $0.input != nil } }

  /// Repeats all inputs on a subnet that has no canisters yet.
  ///
  /// The subnet needs a compiler. Throws `RecordingError.differs` at the first difference.
  package func run(on subnet: LocalNetwork) throws {
    var position = 0
    let expected = lines.enumerated().compactMap { index, line in line.input.map { (index, $0) } }
    subnet.recorder = { (input) throws(RecordingError) in
      guard position < expected.count else {
        throw RecordingError.differs(line: lines.count, recorded: "the end", replayed: "\(input)")
      }
      let (index, recorded) = expected[position]
      position += 1
      if recorded != input.recorded {
        throw RecordingError.differs(
          line: index + 1, recorded: "\(recorded)", replayed: "\(input.recorded)")
      }
    }
    subnet.answerOutcall = { _ in
      guard position < expected.count,
        case .subnet(_, .outcallAnswered(_, let answer)) = expected[position].1
      else { return nil }
      return answer
    }
    for line in lines {
      if let module = line.module {
        try subnet.provide(Array(module.bytes), identity: module.identity)
      }
      guard let input = line.input, !input.isAnswer else { continue }
      try subnet.apply(input)
    }
    try checkEnd(of: subnet)
  }

  private func checkEnd(of subnet: LocalNetwork) throws(RecordingError) {
    let replayed = try subnet.recordingEnd(path: path)
    guard replayed == end else {
      throw .differs(line: lines.count, recorded: "\(end)", replayed: "\(replayed)")
    }
  }
}
