/// Why a recording can't be written, read or replayed.
package enum RecordingError: Error, Equatable, Sendable {
  case notWritten(path: String, reason: String)
  case notRead(path: String, reason: String)
  case notRecording(path: String)
  case malformed(path: String, line: Int, reason: String)
  case unsupportedVersion(path: String, Int)
  /// The replay did something else than the recording has.
  case differs(line: Int, recorded: String, replayed: String)
  /// The last line does not tell what all of it has come to.
  case incomplete(path: String)
}

extension RecordingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notWritten(let path, let reason): "\(path): can't be written: \(reason)"
    case .notRead(let path, let reason): "\(path): can't be read: \(reason)"
    case .notRecording(let path):
      "\(path): no recording; `tinsmith run SCRIPT --record \(path)` makes one"
    case .malformed(let path, let line, let reason): "\(path):\(line): \(reason)"
    case .unsupportedVersion(let path, let version):
      "\(path) is a recording of version \(version), and this program replays version "
        + "\(RecordingLine.Head.currentVersion); the tinsmith that recorded it can replay it"
    case .differs(let line, let recorded, let replayed):
      "line \(line) of the recording differs\n  recorded: \(recorded)\n  replayed: \(replayed)"
    case .incomplete(let path): "\(path): the recording has no end: it was interrupted"
    }
  }
}

extension RecordingError {
  /// What a command that fails by it ends with: 2 for a file that is no recording.
  package var exitStatus: Int32 {
    switch self {
    case .notWritten, .differs: 1
    case .notRead, .notRecording, .malformed, .unsupportedVersion, .incomplete: 2
    }
  }
}
