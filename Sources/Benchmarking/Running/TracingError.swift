/// Why calls can't be traced.
package enum TracingError: Error {
  case folderNotMade(String, reason: String)
  case notWritten(String, reason: String)
  case noProfile(String)
}

extension TracingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .folderNotMade(let path, let reason):
      "\(path): the folder for the state can't be made: \(reason)"
    case .notWritten(let path, let reason): "\(path) can't be written: \(reason)"
    case .noProfile(let path): "\(path) can't be read: it has no profile"
    }
  }
}
