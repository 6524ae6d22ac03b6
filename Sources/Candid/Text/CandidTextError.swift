/// What is wrong with a text, and where.
package struct CandidTextError: Error, Sendable {
  package let kind: Kind
  package let source: CandidSource
  /// In bytes from the start of the text.
  package let offset: Int

  /// What is wrong.
  package enum Kind: Error, Equatable, Sendable {
    case unexpected(found: String, expected: String)
    case unexpectedCharacter(Character)
    case keyword(String)
    case unclosedComment
    case unclosedText
    case unknownEscape
    case notUTF8
    case malformedNumber
    case numberTooLong
    case tooDeep
    case malformedPrincipal(PrincipalError)

    case unknownType(String, suggestion: String?)
    case endlessType(String)
    case duplicateType(String)
    case duplicateMethod(String)
    case duplicateArgument(String)
    case secondMode(String, first: String)
    case duplicateField(FieldLabel, other: FieldLabel)
    case fieldOutOfRange
    case notFunction(String)
    case notService
    case onewayWithResults
    case tooManyImports
    case importNotRead(String, reason: String)
    case importWithoutService(String)
    case importWithConstructor(String)
    case importedMethodTwice(String)
    case noService

    case mismatch(found: String, expected: String)
    case outOfRange(String, PrimitiveType)
    case missingField(FieldLabel, similar: String?)
    case unknownTag(FieldLabel, suggestion: String?)
    /// The types are those that are expected, as text.
    case notListed(types: String)
    case wrongCount(found: Int, expected: Int, types: String)
  }
}

extension CandidTextError: CustomStringConvertible {
  /// Place and sentence, and below them the line with a mark.
  package var description: String {
    let location = source.location(of: offset)
    let head = "\(source.name):\(location.line):\(location.column): \(kind)"
    // A long line is shown around its mark.
    let characters = Array(location.text)
    let first = max(0, location.column - 60)
    let shown = String(characters[min(first, characters.count)...].prefix(78))
    let margin = String(repeating: " ", count: location.column - 1 - first)
    return "\(head)\n  \(shown.replacing("\t", with: " "))\n  \(margin)^"
  }
}

extension CandidTextError.Kind: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unexpected(let found, let expected): "expected \(expected), found \(found)"
    case .unexpectedCharacter(let character): "a stray \(String(character).debugDescription)"
    case .keyword(let word): "\(word) is a keyword; as a name it stands in quotes: \"\(word)\""
    case .unclosedComment: "this comment is not closed"
    case .unclosedText: "this text is not closed"
    case .unknownEscape: #"no such escape: there are \n \r \t \\ \" \' \u{…} and \HH"#
    case .notUTF8: "these bytes are not UTF-8; only a blob may have any"
    case .malformedNumber: "this number is malformed"
    case .numberTooLong: "this number has too many digits"
    case .tooDeep: "nested deeper than \(CandidLimits.maximumDepth)"
    case .malformedPrincipal(let error): "\(error)"
    case .unknownType(let name, let suggestion):
      "there is no type \(name)\(Self.hint(suggestion))"
    case .endlessType(let name): "type \(name) is defined only by itself"
    case .duplicateType(let name): "type \(name) is defined twice"
    case .duplicateMethod(let name): "method \(name) occurs twice"
    case .duplicateArgument(let name): "argument \(name) occurs twice"
    case .secondMode(let mode, let first): "a function has one mode: after \(first), no \(mode)"
    case .duplicateField(let label, let other) where label.name == other.name:
      "field \(label.text) occurs twice"
    case .duplicateField(let label, let other):
      "fields \(label.text) and \(other.text) have the same id, \(label.id)"
    case .fieldOutOfRange: "the id of a field is less than 4_294_967_296"
    case .notFunction(let name): "the type of method \(name) is not a function"
    case .notService: "this type is not a service"
    case .onewayWithResults: "a oneway function has no results"
    case .tooManyImports: "more than \(CandidLimits.maximumImportCount) files are imported"
    case .importNotRead(let name, let reason): "\(name) can't be imported: \(reason)"
    case .importWithoutService(let name): "\(name) has no service to import"
    case .importWithConstructor(let name):
      "the service of \(name) takes arguments at its installation, and so can't be imported"
    case .importedMethodTwice(let name): "method \(name) occurs twice, counting imported methods"
    case .noService: "there is no service here"
    case .mismatch(let found, let expected): "\(found) is not of type \(expected)"
    case .outOfRange(let number, let type): "\(number) is out of the range of \(type.name)"
    case .missingField(let label, let similar):
      "record field \(label.text) not found" + (similar.map { ", but there is \($0)" } ?? "")
    case .unknownTag(let label, let suggestion):
      "variant field \(label.text) not found\(Self.hint(suggestion))"
    case .notListed(types: "()"): "the method takes no arguments"
    case .notListed(let types): "the method takes \(types): arguments stand in parentheses"
    case .wrongCount(let found, let expected, let types):
      "wrong number of argument values: \(found) in place of \(expected): \(types)"
    }
  }

  private static func hint(_ suggestion: String?) -> String {
    suggestion.map { "; did you mean \($0)?" } ?? ""
  }
}
