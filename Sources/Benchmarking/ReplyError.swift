package import Candid

/// Why a reply is not what a benchmark answers.
package enum ReplyError: Error, Equatable {
  case notCandid(CandidDecodingError)
  case unexpected(expected: String)
  case missingField(String)
}

extension ReplyError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notCandid(let error): "\(error)"
    case .unexpected(let expected): "\(expected) was expected"
    case .missingField(let name): "the field \(name) is missing"
    }
  }
}
