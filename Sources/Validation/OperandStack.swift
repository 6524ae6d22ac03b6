import WebAssembly

/// The types of the operands that an instruction finds (Core Specification, appendix "Validation
/// Algorithm").
///
/// Of the operands of the innermost block only those above `floor` can be popped; below it, in code
/// that can't be reached, there are any number of operands of unknown type.
struct OperandStack {
  /// The operands are the first `count`; what lies behind is room.
  private var operands: [OperandType]
  private(set) var count = 0
  /// The largest count so far.
  private(set) var maximumCount = 0
  /// The height at which the innermost block began.
  var floor = 0
  /// Whether the code can't be reached.
  var isUnreachable = false
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
    operands = Array(repeating: .unknown, count: 256)
  }

  /// Begins a function.
  mutating func reset() {
    (count, maximumCount, floor, isUnreachable) = (0, 0, 0, false)
  }

  @inline(__always)
  mutating func push(_ type: OperandType) throws(ValidationError) {
    if count == operands.count { try makeRoom() }
    operands[count] = type
    count += 1
    if count > maximumCount { maximumCount = count }
  }

  @inline(never)
  private mutating func makeRoom() throws(ValidationError) {
    if count >= limit { throw ValidationError(.tooMany(.operands, limit: limit)) }
    operands += repeatElement(.unknown, count: min(count, limit - count))
  }

  @inline(__always)
  mutating func pop(_ expected: OperandType) throws(ValidationError) {
    if count > floor && operands[count - 1] == expected {
      count -= 1
    } else {
      try popUncommon(expected)
    }
  }

  /// Pops an operand that differs from what was expected: unknown, wrong, or missing.
  @inline(never)
  private mutating func popUncommon(_ expected: OperandType) throws(ValidationError) {
    let found = try pop(wanting: expected.valueType)
    if let found = found.valueType, let expected = expected.valueType, found != expected {
      throw ValidationError(.typeMismatch(expected: expected, found: found))
    }
  }

  /// Pops an operand of any type.
  ///
  /// `wanted` is only for the error if there is none.
  mutating func pop(wanting wanted: ValueType? = nil) throws(ValidationError) -> OperandType {
    guard count > floor else {
      if isUnreachable { return .unknown }
      throw ValidationError(.missingOperand(expected: wanted))
    }
    count -= 1
    return operands[count]
  }

  /// The rule of most instructions: operands of one type, a result of the same or another.
  @inline(__always)
  mutating func apply(
    _ parameter: OperandType, count: Int = 1, result: OperandType
  ) throws(ValidationError) {
    for _ in 0..<count { try pop(parameter) }
    try push(result)
  }

  mutating func pop(_ list: TypeList, of pool: TypePool) throws(ValidationError) {
    for position in stride(from: list.count - 1, through: 0, by: -1) {
      try pop(pool[list, position])
    }
  }

  mutating func push(_ list: TypeList, of pool: TypePool) throws(ValidationError) {
    for position in 0..<list.count { try push(pool[list, position]) }
  }

  /// Checks that the operands on top have these types, and leaves them as they are: also in code
  /// that can't be reached, where an operand of unknown type stays one.
  func check(_ list: TypeList, of pool: TypePool) throws(ValidationError) {
    for position in 0..<list.count {
      let index = count - list.count + position
      let expected = pool[list, position]
      if index >= floor {
        let found = operands[index]
        if found != expected && found != .unknown {
          throw ValidationError(
            .typeMismatch(expected: expected.valueType, found: found.valueType))
        }
      } else if !isUnreachable {
        throw ValidationError(.missingOperand(expected: expected.valueType))
      }
    }
  }

  /// Drops what the innermost block has left, as after a branch.
  mutating func markUnreachable() {
    count = floor
    isUnreachable = true
  }
}
