package import Candid

/// What is in a value whose type is known, so that nothing else can be there.
extension CandidValue {
  /// A field of a record.
  package subscript(name: String) -> CandidValue {
    guard case .record(let fields) = self else { return .null }
    let label = FieldLabel(name: name)
    return fields.first { $0.label == label }?.value ?? .null
  }

  /// What is in an option.
  package var content: CandidValue? {
    if case .option(let value) = self { value } else { nil }
  }

  package var elements: [CandidValue] {
    if case .vector(let values) = self { values } else { [] }
  }

  package var string: String {
    if case .text(let text) = self { text } else { "" }
  }

  package var bytes: [UInt8] {
    if case .blob(let bytes) = self { bytes } else { [] }
  }

  package var number: UInt64? {
    if case .nat64(let number) = self { number } else { nil }
  }

  /// An amount in an option; larger ones than there are count as all that there are.
  var cycles: UInt128? {
    guard case .nat(let number) = content else { return nil }
    return number.exactly(as: UInt128.self) ?? .max
  }

  var boolean: Bool { self == .bool(true) }

  package var principal: Principal {
    if case .principal(let principal) = self { principal } else { .management }
  }

  var function: (Principal, String) {
    guard case .function(let canister, let method) = self else { return (.management, "") }
    return (canister, method)
  }

  /// Which of these names a variant has, and its value.
  package func variant(of names: [String]) -> (name: String, value: CandidValue)? {
    guard case .variant(let field) = self,
      let name = names.first(where: { FieldLabel(name: $0) == field.label })
    else { return nil }
    return (name, field.value)
  }

  /// A variant with this name.
  package static func variant(_ name: String, _ value: CandidValue) -> CandidValue {
    .variant(Field(FieldLabel(name: name), value))
  }

  /// A record of these fields, in the order of their ids.
  package static func record(_ fields: [String: CandidValue]) -> CandidValue {
    .record(
      fields.map { Field(FieldLabel(name: $0.key), $0.value) }
        .sorted { $0.label.id < $1.label.id })
  }
}
