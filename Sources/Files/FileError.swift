/// Why a file was not read or written.
package enum FileError: Error, Equatable {
  case notRead(path: String, reason: String)
  case notWritten(path: String, reason: String)
}

extension FileError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notRead(let path, let reason): "\(path): can't be read: \(reason)"
    case .notWritten(let path, let reason): "\(path): can't be written: \(reason)"
    }
  }
}

/// The errors of what makes a file: that it can't be written is one of them.
package protocol FileMakingError: Error {
  init(_ error: FileError)
}

extension FileError: FileMakingError {
  package init(_ error: FileError) { self = error }
}
