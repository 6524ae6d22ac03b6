/// What is wrong with the files of a canister's state, or of a snapshot.
package enum StateError: Error, Equatable, Sendable {
  case fileNotRead(String, reason: String)
  case fileNotWritten(String, reason: String)
  case folderNotMade(String, reason: String)
  /// The folder is a link.
  case elsewhere(String)
  /// The runtime can't read the state, for this reason.
  case notRead(reason: String)
  /// The runtime can't write the metadata of a state, for this reason.
  case notWritten(reason: String)
  case noSnapshot(String)
  /// The file contradicts itself.
  case damaged(String)
  case otherFormat(String, found: UInt64, expected: UInt64)
  /// A global of a snapshot's list has a value that JSON can't represent.
  case globalNotRead(String, index: Int, count: Int)
}

extension StateError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .fileNotRead(let path, let reason): "\(path) can't be read: \(reason)"
    case .fileNotWritten(let path, let reason): "\(path) can't be written: \(reason)"
    case .folderNotMade(let path, let reason):
      "\(path): the folder for the state can't be made: \(reason)"
    case .elsewhere(let path): "\(path) is a link: the canister's state would be written elsewhere"
    case .notRead(let reason), .notWritten(let reason): reason
    case .noSnapshot(let path):
      "\(path): is not a snapshot of a canister: it has no metadata.json with the canister's "
        + "version"
    case .damaged(let path): "\(path) is damaged"
    case .otherFormat(let path, let found, let expected):
      "\(path) has format version \(found), and this program reads version \(expected)"
    case .globalNotRead(let path, let index, let count):
      "\(path) has no value for global \(index) of its list of \(count) that could be read "
        + "(JSON has none for NaN and infinities)"
    }
  }
}
