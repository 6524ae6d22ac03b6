/// Values with their types: what a binary message holds.
package struct CandidMessage: Sendable {
  package let table: TypeTable
  package let types: [CandidType]
  package let values: [CandidValue]
}

extension CandidMessage {
  /// Reads a message, with all its values at the types that it states itself.
  package init(decoding bytes: [UInt8]) throws(CandidDecodingError) {
    var reader = MessageReader(bytes)
    guard bytes.starts(with: Self.magic) else { throw reader.error(.missingMagic) }
    _ = try reader.bytes(Self.magic.count)
    table = try TypeTableDecoding.read(from: &reader)
    types = try TypeTableDecoding.references(from: &reader, in: table)
    var decoding = ValueDecoding(reader: reader, table: table, sizeBytes: bytes.count)
    var values: [CandidValue] = []
    for type in types { values.append(try decoding.value(of: type, depth: 0)) }
    self.values = values
    guard decoding.reader.remaining == 0 else {
      throw decoding.reader.error(.leftoverBytes(count: decoding.reader.remaining))
    }
  }

  /// The bytes of a message with values of these types.
  package static func encode(
    _ values: [CandidValue], as types: [CandidType], in table: TypeTable
  ) -> [UInt8] {
    MessageWriter.message(values, of: types, in: table)
  }

  static let magic = Array("DIDL".utf8)

  /// The values at other types, where these can be read so (Candid Specification, "Coercion").
  package func coerced(
    to expected: [CandidType], in expectedTable: TypeTable
  ) throws(CandidDecodingError) -> [CandidValue] {
    var coercion = Coercion(actual: table, expected: expectedTable)
    do {
      return try coercion.arguments(values, types, at: expected)
    } catch {
      throw CandidDecodingError(error.kind, at: nil)
    }
  }
}
