/// Why a reply is not what a benchmark answers, and where in its bytes that was noticed.
package struct ReplyError: Error, Equatable {
  package let kind: Kind
  package let offset: Int

  /// What is wrong.
  package enum Kind: Equatable, Sendable {
    case notCandid
    case unexpectedEnd
    case numberTooLarge
    case unknownType(Int64)
    case typeOutOfRange(Int64)
    case unexpectedType(expected: String)
    case missingField(String)
    case notText
    case trailingBytes
  }
}

extension ReplyError: CustomStringConvertible {
  package var description: String { "\(words), at byte \(offset)" }

  private var words: String {
    switch kind {
    case .notCandid: "it does not begin with DIDL"
    case .unexpectedEnd: "it ends too early"
    case .numberTooLarge: "a number is too large"
    case .unknownType(let code): "a type of code \(code) is not supported here"
    case .typeOutOfRange(let index): "there is no type \(index)"
    case .unexpectedType(let expected): "\(expected) was expected"
    case .missingField(let name): "the field \(name) is missing"
    case .notText: "a text is not UTF-8"
    case .trailingBytes: "bytes follow the last value"
    }
  }
}
