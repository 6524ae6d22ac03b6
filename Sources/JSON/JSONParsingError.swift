/// Why bytes are no JSON, and where.
package struct JSONParsingError: Error, Equatable, Sendable {
  package let kind: Kind
  /// How many bytes were read before.
  package let offset: Int

  /// What is wrong.
  package enum Kind: Equatable, Sendable {
    case unexpectedEnd
    case unexpectedByte(UInt8)
    case notUTF8
    case invalidEscape
    case tooDeep(limit: Int)
    case duplicateMember(String)
    case surplusBytes
  }
}

extension JSONParsingError: CustomStringConvertible {
  package var description: String { "\(sentence) at byte \(offset)" }

  private var sentence: String {
    switch kind {
    case .unexpectedEnd: "unexpected end of JSON"
    case .unexpectedByte(let byte): "unexpected byte 0x\(String(byte, radix: 16)) in JSON"
    case .notUTF8: "a string that is not UTF-8"
    case .invalidEscape: "an invalid escape in a string"
    case .tooDeep(let limit): "arrays and objects in each other, more than \(limit) deep,"
    case .duplicateMember(let name): "a second member `\(name)`"
    case .surplusBytes: "surplus characters"
    }
  }
}
