import Bytes

/// Writes values of given types as a binary message.
struct MessageWriter {
  private let table: TypeTable
  /// The numbers of the types that are in the message's table, in order of first use.
  private var indexes: [CandidType: Int64] = [:]
  /// The types themselves.
  private var entries: [CandidType] = []

  /// A writer of values whose types refer to a table.
  init(table: TypeTable) { self.table = table }

  /// The message; each value must be one of its type.
  static func message(
    _ values: [CandidValue], of types: [CandidType], in table: TypeTable
  ) -> [UInt8] {
    var writer = MessageWriter(table: table)
    writer.enter(types)
    var bytes = CandidMessage.magic
    bytes += unsigned(writer.entries.count) + writer.entries.flatMap(writer.entry)
    bytes += writer.references(types)
    for (value, type) in zip(values, types) { writer.write(value, type, to: &bytes) }
    return bytes
  }

  static func unsigned(_ number: some FixedWidthInteger) -> [UInt8] {
    LEB128.bytes(unsigned: UInt64(number))
  }

  private static func signed(_ number: Int64) -> [UInt8] {
    LEB128.bytes(signed: number)
  }

  // Types.

  /// Gives numbers to types and all that they are made of, each before its parts.
  ///
  /// Definitions refer to others in chains of any length, so this does not call itself.
  private mutating func enter(_ types: [CandidType]) {
    var rest = Array(types.reversed())
    while let type = rest.popLast() {
      guard indexes[type] == nil else { continue }
      let resolved = table.resolve(type)
      if case .primitive = resolved { continue }
      indexes[type] = Int64(entries.count)
      entries.append(resolved)
      rest += resolved.parts.reversed()
    }
  }

  private func reference(_ type: CandidType) -> [UInt8] {
    if let index = indexes[type] { return Self.signed(index) }
    guard case .primitive(let primitive) = table.resolve(type) else {
      preconditionFailure("the type has no number yet")
    }
    return Self.signed(primitive.rawValue)
  }

  private func entry(_ type: CandidType) -> [UInt8] {
    switch type {
    case .option(let content): return Self.signed(-18) + reference(content)
    case .vector(let element): return Self.signed(-19) + reference(element)
    case .record(let entries): return Self.signed(-20) + fields(entries)
    case .variant(let tags): return Self.signed(-21) + fields(tags)
    case .function(let function):
      let annotations = function.annotations.map(\.rawValue).sorted()
      return Self.signed(-22) + references(function.arguments) + references(function.results)
        + Self.unsigned(annotations.count) + annotations
    case .service(let methods):
      var bytes = Self.signed(-23) + Self.unsigned(methods.count)
      for method in methods {
        let name = Array(method.name.utf8)
        bytes += Self.unsigned(name.count) + name + reference(method.type)
      }
      return bytes
    case .primitive, .reference, .future:
      preconditionFailure("not a composite type that can be written")
    }
  }

  private func fields(_ fields: [CandidType.Field]) -> [UInt8] {
    var bytes = Self.unsigned(fields.count)
    for field in fields { bytes += Self.unsigned(field.label.id) + reference(field.type) }
    return bytes
  }

  private func references(_ types: [CandidType]) -> [UInt8] {
    var bytes = Self.unsigned(types.count)
    for type in types { bytes += reference(type) }
    return bytes
  }

  // Values.

  private func write(_ value: CandidValue, _ type: CandidType, to bytes: inout [UInt8]) {
    switch (value, table.resolve(type)) {
    case (_, .primitive(.reserved)), (.null, .primitive(.null)): break
    case (.none, .option): bytes.append(0)
    case (.option(let content), .option(let type)):
      bytes.append(1)
      write(content, type, to: &bytes)
    case (.blob(let content), .vector): bytes += Self.unsigned(content.count) + content
    case (.vector(let elements), .vector(let type)):
      bytes += Self.unsigned(elements.count)
      for element in elements { write(element, type, to: &bytes) }
    case (.record(let fields), .record(let types)):
      for (field, type) in zip(fields, types) { write(field.value, type.type, to: &bytes) }
    case (.variant(let field), .variant(let tags)):
      guard let index = tags.index(labelled: field.label) else {
        preconditionFailure("the value is not of its type")
      }
      bytes += Self.unsigned(index)
      write(field.value, tags[index].type, to: &bytes)
    case (.function(let id, let method), .function):
      let name = Array(method.utf8)
      bytes += [1] + Self.reference(to: id) + Self.unsigned(name.count) + name
    case (.service(let id), .service): bytes += Self.reference(to: id)
    case (_, .primitive): bytes += Self.primitive(value)
    default: preconditionFailure("the value is not of its type")
    }
  }

  private static func reference(to id: Principal) -> [UInt8] {
    [1] + unsigned(id.bytes.count) + id.bytes
  }

  private static func primitive(_ value: CandidValue) -> [UInt8] {
    switch value {
    case .bool(let truth): [truth ? 1 : 0]
    case .nat(let number): LEB128.bytes(groups: number.unsignedGroups)
    case .int(let number): LEB128.bytes(groups: number.signedGroups)
    case .nat8(let number): [number]
    case .nat16(let number): number.littleEndianBytes
    case .nat32(let number): number.littleEndianBytes
    case .nat64(let number): number.littleEndianBytes
    case .int8(let number): [UInt8(bitPattern: number)]
    case .int16(let number): number.littleEndianBytes
    case .int32(let number): number.littleEndianBytes
    case .int64(let number): number.littleEndianBytes
    case .float32(let number): number.bitPattern.littleEndianBytes
    case .float64(let number): number.bitPattern.littleEndianBytes
    case .text(let text): unsigned(text.utf8.count) + Array(text.utf8)
    case .principal(let id): reference(to: id)
    case .null, .reserved, .none, .option, .vector, .blob, .record, .variant, .service, .function:
      preconditionFailure("the value is not of a primitive type")
    }
  }
}

extension CandidType {
  /// The types that it is made of.
  fileprivate var parts: [CandidType] {
    switch self {
    case .option(let content): [content]
    case .vector(let element): [element]
    case .record(let fields), .variant(let fields): fields.map(\.type)
    case .function(let function): function.arguments + function.results
    case .service(let methods): methods.map(\.type)
    case .primitive, .reference, .future: []
    }
  }
}
