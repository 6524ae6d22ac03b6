/// Reads values of a message at the expected types (Candid Specification,
/// "Coercion").
struct Coercion {
  private let actual: TypeTable
  private let expected: TypeTable
  private var subtyping: Subtyping
  private var valuesLeft = 4 * CandidLimits.freeValueCount

  init(actual: TypeTable, expected: TypeTable) {
    self.actual = actual
    self.expected = expected
    subtyping = Subtyping(actual: actual, expected: expected)
  }

  /// Why a value can't be read at a type.
  struct Failure: Error {
    let kind: CandidDecodingError.Kind
    /// No option around the value turns this into null: the decoding itself had to be given up.
    let isFinal: Bool

    init(_ kind: CandidDecodingError.Kind, isFinal: Bool = false) {
      self.kind = kind
      self.isFinal = isFinal
    }
  }

  /// A list of values, which is read like a record: more are dropped, and those missing are null.
  mutating func arguments(
    _ values: [CandidValue], _ types: [CandidType], at expectedTypes: [CandidType]
  ) throws(Failure) -> [CandidValue] {
    var result: [CandidValue] = []
    for (index, type) in expectedTypes.enumerated() {
      if index < values.count {
        result.append(try coerce(values[index], types[index], to: type, depth: 0))
      } else if let value = expected.absentValue(of: type) {
        result.append(value)
      } else {
        throw Failure(.missingArgument(index: index))
      }
    }
    return result
  }

  private mutating func coerce(
    _ value: CandidValue, _ type: CandidType, to target: CandidType, depth: Int
  ) throws(Failure) -> CandidValue {
    guard depth <= CandidLimits.maximumDepth else { throw Failure(.tooDeep, isFinal: true) }
    valuesLeft -= 1
    guard valuesLeft >= 0 else { throw Failure(.tooManyValues, isFinal: true) }
    let (type, target) = (actual.resolve(type), expected.resolve(target))
    switch (value, type, target) {
    case (_, _, .primitive(.reserved)): return .reserved
    case (_, _, .option(let content)):
      return try option(value, type, content: content, depth: depth)
    case (.nat(let number), _, .primitive(.int)): return .int(number)
    case (.service(let id), _, .primitive(.principal)): return .principal(id)
    case (_, .primitive(let type), .primitive(let target)) where type == target: return value
    case (.blob, .vector, .vector(let element))
    where expected.resolve(element) == .primitive(.nat8):
      return value
    case (.vector(let elements), .vector(let from), .vector(let to)):
      return try vector(elements, from, to: to, depth: depth + 1)
    case (.blob(let bytes), .vector(let from), .vector(let to)):
      return try vector(bytes.map { .nat8($0) }, from, to: to, depth: depth + 1)
    case (.record(let fields), .record(let types), .record(let targets)):
      return try record(fields, types, to: targets, depth: depth + 1)
    case (.variant(let field), .variant(let tags), .variant(let targets)):
      guard let tag = tags.part(labelled: field.label),
        let target = targets.part(labelled: field.label)
      else { throw Failure(.unexpectedTag(field.label)) }
      let content = try coerce(field.value, tag.type, to: target.type, depth: depth + 1)
      return .variant(CandidValue.Field(target.label, content))
    case (.function, .function, .function), (.service, .service, .service):
      guard try isSubtype(type, target) else { throw mismatch(type, target) }
      return value
    default: throw mismatch(type, target)
    }
  }

  private mutating func option(
    _ value: CandidValue, _ type: CandidType, content: CandidType, depth: Int
  ) throws(Failure) -> CandidValue {
    let inner: (value: CandidValue, type: CandidType)
    switch (value, type) {
    case (_, .primitive(.null)), (_, .primitive(.reserved)), (.none, .option), (_, .future):
      return CandidValue.none
    case (.option(let wrapped), .option(let wrappedType)): inner = (wrapped, wrappedType)
    default: inner = (value, type)
    }
    do {
      return .option(try coerce(inner.value, inner.type, to: content, depth: depth + 1))
    } catch  where !error.isFinal {
      return CandidValue.none
    }
  }

  private mutating func vector(
    _ elements: [CandidValue], _ type: CandidType, to target: CandidType, depth: Int
  ) throws(Failure) -> CandidValue {
    var result: [CandidValue] = []
    for element in elements {
      result.append(try coerce(element, type, to: target, depth: depth))
    }
    // Only an empty vector of something else comes here when bytes are expected.
    return expected.resolve(target) == .primitive(.nat8) ? .blob([]) : .vector(result)
  }

  private mutating func record(
    _ fields: [CandidValue.Field], _ types: [CandidType.Field], to targets: [CandidType.Field],
    depth: Int
  ) throws(Failure) -> CandidValue {
    var result: [CandidValue.Field] = []
    var index = 0
    for target in targets {
      // Both are in the order of their ids.
      while index < fields.count && fields[index].label.id < target.label.id { index += 1 }
      let value: CandidValue
      if index < fields.count && fields[index].label == target.label {
        value = try coerce(fields[index].value, types[index].type, to: target.type, depth: depth)
      } else if let absent = expected.absentValue(of: target.type) {
        valuesLeft -= 1
        value = absent
      } else {
        throw Failure(.missingField(target.label))
      }
      result.append(CandidValue.Field(target.label, value))
    }
    return .record(result)
  }

  private mutating func isSubtype(
    _ type: CandidType, _ target: CandidType
  ) throws(Failure) -> Bool {
    do {
      return try subtyping.holds(actual: type, expected: target)
    } catch {
      throw Failure(error, isFinal: true)
    }
  }

  private func mismatch(_ type: CandidType, _ target: CandidType) -> Failure {
    Failure(.mismatch(actual: type.kindName, expected: target.kindName))
  }
}
