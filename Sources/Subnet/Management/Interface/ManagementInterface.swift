package import Candid

/// The types of the management canister's methods, from their text.
package enum ManagementInterface {
  /// All methods, with their types.
  package static let interface: CandidInterface = {
    do {
      return try CandidInterface(
        parsing: CandidSource(name: "management canister", text: text))
    } catch {
      preconditionFailure("the interface of the management canister: \(error)")
    }
  }()

  /// The argument of a method; null if it takes none.
  static func decode(
    _ bytes: [UInt8], for method: String
  ) throws(CandidDecodingError) -> CandidValue {
    let types = interface.method(named: method)?.type.arguments ?? []
    return try CandidMessage(decoding: bytes).coerced(to: types, in: interface.types).first ?? .null
  }

  /// The result of a method, from its bytes; null for a method without one.
  package static func result(
    _ bytes: [UInt8], of method: String
  ) throws(CandidDecodingError) -> CandidValue {
    let types = interface.method(named: method)?.type.results ?? []
    return try CandidMessage(decoding: bytes).coerced(to: types, in: interface.types).first ?? .null
  }

  /// The results of a method, as bytes.
  package static func encode(_ results: [CandidValue], of method: String) -> [UInt8] {
    CandidMessage.encode(
      results, as: interface.method(named: method)?.type.results ?? [], in: interface.types)
  }

  /// The arguments of a method, as bytes; what they leave out of records is absent.
  package static func encode(arguments: [CandidValue], of method: String) -> [UInt8] {
    let types = interface.method(named: method)?.type.arguments ?? []
    let complete = zip(arguments, types).map { completed($0, as: $1) }
    return CandidMessage.encode(complete, as: types, in: interface.types)
  }

  /// The argument of a method that takes a record with these fields, as bytes; those that are left
  /// out are absent.
  package static func argument(_ fields: [String: CandidValue], of method: String) -> [UInt8] {
    encode(arguments: [.record(fields)], of: method)
  }

  private static func completed(_ value: CandidValue, as type: CandidType) -> CandidValue {
    switch (value, interface.types.resolve(type)) {
    case (.option(let content), .option(let type)):
      return .option(completed(content, as: type))
    case (.variant(let field), .variant(let tags)):
      guard let tag = tags.first(where: { $0.label.id == field.label.id }) else { return value }
      return .variant(.init(field.label, completed(field.value, as: tag.type)))
    case (.record(let fields), .record(let types)):
      return .record(
        types.map { type in
          let field = fields.first { $0.label.id == type.label.id }
          return .init(
            type.label, field.map { completed($0.value, as: type.type) } ?? CandidValue.none)
        })
    default: return value
    }
  }
}
