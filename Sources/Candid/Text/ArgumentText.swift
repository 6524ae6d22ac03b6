/// Arguments as people type them, on their way to bytes.
package enum ArgumentText {
  /// The message for a text, for a method that takes these types; what is too much is left out.
  ///
  /// As in other tools, a single argument needs no parentheses, and a single text no quotes.
  package static func encode(
    _ source: CandidSource, as types: [CandidType], in table: TypeTable
  ) throws(CandidTextError) -> [UInt8] {
    let typing = ValueTyping(source: source, table: table)
    var values: [CandidValue] = []
    if let literal = literalText(source, types, table) {
      values = [.text(literal)]
    } else {
      if types.count != 1, try !TokenReader(source).isSign("(") {
        throw CandidTextError(
          kind: .notListed(types: TypeText.list(types, in: table)), source: source, offset: 0)
      }
      let parts = try parse(source)
      for (index, type) in types.enumerated() {
        if index < parts.count {
          values.append(try typing.value(of: parts[index], as: type))
        } else if let absent = table.absentValue(of: type) {
          values.append(absent)
        } else {
          throw CandidTextError(
            kind: .wrongCount(
              found: parts.count, expected: types.count, types: TypeText.list(types, in: table)),
            source: source, offset: max(0, source.bytes.count - 1))
        }
      }
    }
    return MessageWriter.message(values, of: types, in: table)
  }

  /// How many arguments more there are in a text than a method takes of these types.
  package static func surplusCount(
    _ source: CandidSource, as types: [CandidType], in table: TypeTable
  ) throws(CandidTextError) -> Int {
    if literalText(source, types, table) != nil { return 0 }
    return max(0, try parse(source).count - types.count)
  }

  /// The message for a text whose values have the types that they seem to have.
  package static func encodeInferring(
    _ source: CandidSource
  ) throws(CandidTextError) -> [UInt8] {
    let typing = ValueTyping(source: source, table: TypeTable())
    var values: [CandidValue] = []
    var types: [CandidType] = []
    for part in try parse(source) {
      let (value, type) = try typing.inferred(part)
      values.append(value)
      types.append(type)
    }
    return MessageWriter.message(values, of: types, in: TypeTable())
  }

  /// The message for no text at all, if none is required; otherwise nil.
  package static func encodeNothing(as types: [CandidType], in table: TypeTable) -> [UInt8]? {
    let values = types.compactMap(table.absentValue)
    guard values.count == types.count else { return nil }
    return MessageWriter.message(values, of: types, in: table)
  }

  private static func parse(
    _ source: CandidSource
  ) throws(CandidTextError) -> [ValueSyntax.Part] {
    let isList = try TokenReader(source).isSign("(")
    return isList ? try ValueParser.arguments(source) : [try ValueParser.value(source)]
  }

  /// The text itself, if one is expected and nothing about it looks like Candid.
  private static func literalText(
    _ source: CandidSource, _ types: [CandidType], _ table: TypeTable
  ) -> String? {
    guard types.count == 1, table.resolve(types[0]) == .primitive(.text) else { return nil }
    let first = source.bytes.first { $0 != 0x20 && $0 != 0x0A }
    guard first != UInt8(ascii: "\""), first != UInt8(ascii: "(") else { return nil }
    return String(decoding: source.bytes, as: UTF8.self)
  }
}
