/// Gives written values their types: those that are expected, or those that they seem to have.
struct ValueTyping {
  typealias Part = ValueSyntax.Part

  let source: CandidSource
  let table: TypeTable

  private func error(_ kind: CandidTextError.Kind, _ part: Part) -> CandidTextError {
    CandidTextError(kind: kind, source: source, offset: part.offset)
  }

  private func mismatch(_ part: Part, _ type: CandidType) -> CandidTextError {
    error(.mismatch(found: part.syntax.name, expected: table.resolve(type).kindName), part)
  }

  /// The value that is written, as one of the type.
  func value(of part: Part, as type: CandidType) throws(CandidTextError) -> CandidValue {
    let resolved = table.resolve(type)
    if case .annotated(let inner, let annotation) = part.syntax {
      return try annotatedValue(inner, annotation, as: resolved)
    }
    switch (part.syntax, resolved) {
    case (_, .primitive(.reserved)):
      _ = try inferred(part)
      return .reserved
    case (_, .primitive(let type)): return try primitive(part, type)
    case (.null, .option): return CandidValue.none
    case (.option(let content), .option(let type)):
      return .option(try value(of: content, as: type))
    case (.blob(let bytes), .vector(let element)):
      guard table.resolve(element) == .primitive(.nat8) else { throw mismatch(part, type) }
      return .blob(bytes)
    case (.vector(let parts), .vector(let element)): return try vector(parts, of: element)
    case (.record(let fields), .record(let types)): return try record(fields, types, part)
    case (.variant(let field), .variant(let tags)):
      guard let tag = tags.part(labelled: field.label) else {
        let names = tags.compactMap(\.label.name)
        throw CandidTextError(
          kind: .unknownTag(
            field.label,
            suggestion: field.label.name.flatMap { Suggestion.best(for: $0, among: names) }),
          source: source, offset: field.offset)
      }
      return .variant(CandidValue.Field(tag.label, try value(of: field.value, as: tag.type)))
    case (.service(let id), .service): return .service(id)
    case (.function(let id, let method), .function): return .function(id, method: method)
    default: throw mismatch(part, type)
    }
  }

  /// A value with a type of its own can stand where that type may be read as the expected one.
  private func annotatedValue(
    _ part: Part, _ annotation: CandidType, as type: CandidType
  ) throws(CandidTextError) -> CandidValue {
    let own = ValueTyping(source: source, table: TypeTable())
    let message = CandidMessage(
      table: TypeTable(), types: [annotation], values: [try own.value(of: part, as: annotation)])
    guard isReadable(annotation, as: type),
      let coerced = try? message.coerced(to: [type], in: table)
    else { throw mismatch(Part(syntax: .annotated(part, annotation), offset: part.offset), type) }
    return coerced[0]
  }

  /// Not as an option, if it is none: that any type may be read so would hide mistakes.
  private func isReadable(_ annotation: CandidType, as type: CandidType) -> Bool {
    switch (annotation, table.resolve(type)) {
    case (.option(let content), .option(let expected)): return isReadable(content, as: expected)
    case (.primitive(.null), .option): return true
    case (_, .option): return false
    case (_, let expected):
      var subtyping = Subtyping(actual: TypeTable(), expected: table)
      return (try? subtyping.holds(actual: annotation, expected: expected)) == true
    }
  }

  private func vector(
    _ parts: [Part], of element: CandidType
  ) throws(CandidTextError) -> CandidValue {
    var values: [CandidValue] = []
    for part in parts { values.append(try value(of: part, as: element)) }
    guard table.resolve(element) == .primitive(.nat8) else { return .vector(values) }
    return .blob(
      values.compactMap { value in
        if case .nat8(let byte) = value { byte } else { nil }
      })
  }

  private func record(
    _ fields: [ValueSyntax.Field], _ types: [CandidType.Field], _ part: Part
  ) throws(CandidTextError) -> CandidValue {
    var result: [CandidValue.Field] = []
    for type in types {
      if let field = fields.part(labelled: type.label) {
        result.append(CandidValue.Field(type.label, try value(of: field.value, as: type.type)))
      } else if let absent = table.absentValue(of: type.type) {
        result.append(CandidValue.Field(type.label, absent))
      } else {
        let names = fields.compactMap(\.label.name).filter { name in
          !types.contains { $0.label == FieldLabel(name: name) }
        }
        let suggestion = type.label.name.flatMap { Suggestion.best(for: $0, among: names) }
        throw error(.missingField(type.label, similar: suggestion), part)
      }
    }
    return .record(result)
  }

  private func primitive(
    _ part: Part, _ type: PrimitiveType
  ) throws(CandidTextError) -> CandidValue {
    switch (part.syntax, type) {
    case (.null, .null): return .null
    case (.bool(let truth), .bool): return .bool(truth)
    case (.text(let bytes), .text):
      guard let text = String(validating: bytes, as: UTF8.self) else { throw error(.notUTF8, part) }
      return .text(text)
    case (.principal(let id), .principal), (.service(let id), .principal): return .principal(id)
    case (.number(let numeral), _): return try number(numeral, type, part)
    default: throw mismatch(part, .primitive(type))
    }
  }

  private func number(
    _ numeral: Numeral, _ type: PrimitiveType, _ part: Part
  ) throws(CandidTextError) -> CandidValue {
    let isFloat = type == .float32 || type == .float64
    guard numeral.isFloat == isFloat else { throw mismatch(part, .primitive(type)) }
    let value: CandidValue? =
      switch type {
      case .nat: numeral.integer.isNegative ? nil : .nat(numeral.integer)
      case .int: .int(numeral.integer)
      case .nat8: numeral.integer.exactly(as: UInt8.self).map { .nat8($0) }
      case .nat16: numeral.integer.exactly(as: UInt16.self).map { .nat16($0) }
      case .nat32: numeral.integer.exactly(as: UInt32.self).map { .nat32($0) }
      case .nat64: numeral.integer.exactly(as: UInt64.self).map { .nat64($0) }
      case .int8: numeral.integer.exactly(as: Int8.self).map { .int8($0) }
      case .int16: numeral.integer.exactly(as: Int16.self).map { .int16($0) }
      case .int32: numeral.integer.exactly(as: Int32.self).map { .int32($0) }
      case .int64: numeral.integer.exactly(as: Int64.self).map { .int64($0) }
      case .float32: Float(numeral.text).map { .float32($0) }
      case .float64: Double(numeral.text).map { .float64($0) }
      case .null, .bool, .text, .reserved, .empty, .principal:
        throw mismatch(part, .primitive(type))
      }
    guard let value else { throw error(.outOfRange(numeral.text, type), part) }
    return value
  }
}

// Types that follow from the values alone.
extension ValueTyping {
  /// The value and the type that it seems to have.
  func inferred(_ part: Part) throws(CandidTextError) -> (CandidValue, CandidType) {
    let type = try inferredType(part)
    return (try value(of: part, as: type), type)
  }

  private func inferredType(_ part: Part) throws(CandidTextError) -> CandidType {
    switch part.syntax {
    case .number(let numeral): return .primitive(numeral.isFloat ? .float64 : .int)
    case .text: return .primitive(.text)
    case .bool: return .primitive(.bool)
    case .null: return .primitive(.null)
    case .option(let content): return .option(try inferredType(content))
    case .vector(let parts):
      return .vector(parts.isEmpty ? .primitive(.empty) : try inferredType(parts[0]))
    case .blob: return .blob
    case .record(let fields):
      var types: [CandidType.Field] = []
      for field in fields {
        types.append(CandidType.Field(field.label, try inferredType(field.value)))
      }
      return .record(types)
    case .variant(let field):
      return .variant([CandidType.Field(field.label, try inferredType(field.value))])
    case .principal: return .primitive(.principal)
    case .service: return .service([])
    case .function:
      return .function(FunctionType(arguments: [], results: [], annotations: []))
    case .annotated(_, let type): return type
    }
  }
}
