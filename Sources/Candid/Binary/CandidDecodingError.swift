/// Why bytes are no Candid message, or not one of the expected types.
package struct CandidDecodingError: Error, Equatable, Sendable {
  package let kind: Kind
  /// The place in the message, in bytes from its start; nil if no single place is to blame.
  package let offset: Int?

  init(_ kind: Kind, at offset: Int?) {
    self.kind = kind
    self.offset = offset
  }

  /// What is wrong.
  package enum Kind: Error, Equatable, Sendable {
    case missingMagic
    case unexpectedEnd
    case leftoverBytes(count: Int)
    case numberTooLong
    case malformedUTF8
    case tooManyTypes(count: UInt64)
    case unknownType(Int64)
    case notComposite(Int64)
    case typeIndexOutOfRange(Int64)
    case fieldsNotSorted(UInt64)
    case methodsNotSorted(String)
    case methodNotFunction(String)
    case unknownAnnotation(UInt8)
    case malformedBool(UInt8)
    case malformedOption(UInt8)
    case malformedReference(UInt8)
    case principalTooLong(count: Int)
    case tagOutOfRange(UInt64, count: Int)
    case emptyHasNoValue
    case tooDeep
    case tooManyValues
    case typesTooComplex
    case missingArgument(index: Int)
    case missingField(FieldLabel)
    case unexpectedTag(FieldLabel)
    case mismatch(actual: String, expected: String)
  }
}

extension CandidDecodingError: CustomStringConvertible {
  package var description: String {
    offset.map { "offset \($0): \(kind)" } ?? "\(kind)"
  }
}

extension CandidDecodingError.Kind: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missingMagic: "no Candid message: it does not begin with DIDL"
    case .unexpectedEnd: "the message ends in the middle of something"
    case .leftoverBytes(let count): "\(count) bytes are left over behind the last value"
    case .numberTooLong: "a number is longer than anything that makes sense here"
    case .malformedUTF8: "a text is not in UTF-8"
    case .tooManyTypes(let count):
      "\(count) types are more than \(CandidLimits.maximumTypeCount)"
    case .unknownType(let opcode): "there is no type with the code \(opcode)"
    case .notComposite(let opcode): "the code \(opcode) may not stand in the table of types"
    case .typeIndexOutOfRange(let index): "the table has no type \(index)"
    case .fieldsNotSorted(let id): "field \(id) is not in order, or beyond 32 bits"
    case .methodsNotSorted(let name): "method \"\(name)\" is not in order"
    case .methodNotFunction(let name): "the type of method \"\(name)\" is not a function"
    case .unknownAnnotation(let byte): "there is no annotation \(byte) of functions"
    case .malformedBool(let byte): "a bool is 0 or 1, not \(byte)"
    case .malformedOption(let byte): "an option begins with 0 or 1, not \(byte)"
    case .malformedReference(let byte): "a reference begins with 1, not \(byte)"
    case .principalTooLong(let count): "a principal has at most 29 bytes, not \(count)"
    case .tagOutOfRange(let index, let count): "there is no tag \(index) among \(count)"
    case .emptyHasNoValue: "there is no value of the type empty"
    case .tooDeep: "values or types are nested deeper than \(CandidLimits.maximumDepth)"
    case .tooManyValues: "so few bytes may not stand for so many values"
    case .typesTooComplex: "the types are too complex to compare"
    case .missingArgument(let index): "value \(index + 1) is missing"
    case .missingField(let label): "record field \(label.text) not found"
    case .unexpectedTag(let label): "variant field \(label.text) not found"
    case .mismatch(let actual, let expected): "a value of type \(actual) is not of type \(expected)"
    }
  }
}
