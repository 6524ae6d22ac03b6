/// What is wrong with the text of a principal.
package enum PrincipalError: Error, Equatable, Sendable {
  case notBase32(String)
  case tooShort(String)
  case tooLong(String)
  case wrongChecksum(String)
  case notCanonical(String, canonical: String)
}

extension PrincipalError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notBase32(let text):
      "\"\(text)\" is not a principal: only letters, the digits 2 to 7 and dashes may occur"
    case .tooShort(let text): "\"\(text)\" is not a principal: it is too short"
    case .tooLong(let text): "\"\(text)\" is not a principal: it holds more than 29 bytes"
    case .wrongChecksum(let text):
      "\"\(text)\" is not a principal: its checksum does not match; is there a typing error?"
    case .notCanonical(let text, let canonical):
      "\"\(text)\" is not a principal as it is written; did you mean \(canonical)?"
    }
  }
}
