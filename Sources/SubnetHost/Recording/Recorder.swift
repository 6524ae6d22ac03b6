import Executions
import Foundation
package import Subnet

/// Writes all that a subnet is told to a file, and at the end what that has come to.
///
/// The file has a line of JSON for each input, so that `Replay` can repeat all of it.
package final class Recorder {
  private let path: String
  private let file: FileHandle
  private let encoder = JSONEncoder()
  private var modules: Set<String> = []

  /// Begins a new file, which must not exist.
  package init(path: String, counting: RecordedCounting) throws(RecordingError) {
    self.path = path
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      try Data().write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
      file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    } catch {
      throw .notWritten(path: path, reason: error.localizedDescription)
    }
    try write(RecordingLine(recording: .init(counting: counting)))
  }

  /// Writes the bytes of code that inputs will name.
  package func add(module: [UInt8], identity: String) throws(RecordingError) {
    guard modules.insert(identity).inserted else { return }
    try write(RecordingLine(module: .init(identity: identity, bytes: Data(module))))
  }

  /// Writes an input.
  package func add(_ input: NetworkInput) throws(RecordingError) {
    try write(RecordingLine(input: input.recorded))
  }

  /// Writes what all of it has come to.
  package func end(of subnet: LocalNetwork) throws(RecordingError) {
    try write(RecordingLine(end: try subnet.recordingEnd(path: path)))
  }

  private func write(_ line: RecordingLine) throws(RecordingError) {
    do {
      try file.write(contentsOf: try encoder.encode(line) + Data("\n".utf8))
    } catch {
      throw .notWritten(path: path, reason: error.localizedDescription)
    }
  }
}

extension NetworkInput {
  /// The same without what differs from run to run: how long executions took.
  var recorded: NetworkInput {
    if case .subnet(let subnet, let input) = self { .subnet(subnet, input.recorded) } else { self }
  }

  /// Whether it is a host's answer, which comes of what was told before.
  var isAnswer: Bool {
    if case .subnet(_, let input) = self { input.isAnswer } else { false }
  }
}

extension Input {
  /// The same without what differs from run to run: how long executions took.
  fileprivate var recorded: Input {
    switch self {
    case .executed(let number, .ended(var outcome)):
      outcome.durationNanoseconds = 0
      return .executed(number, .ended(outcome))
    case .installed(let number, .ended(var preUpgrade, var first)):
      preUpgrade?.durationNanoseconds = 0
      first?.durationNanoseconds = 0
      return .installed(number, .ended(preUpgrade: preUpgrade, first: first))
    default: return self
    }
  }

  fileprivate var isAnswer: Bool {
    switch self {
    case .executed, .installed, .compiled, .outcallAnswered, .read, .snapshot: true
    case .configure, .setTime, .setCertifiedTime, .create, .adopt, .forget, .submit, .query,
      .install,
      .updateSettings, .uninstall, .answerOutcall, .round, .fireTimers:
      false
    }
  }
}
