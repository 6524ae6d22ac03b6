internal import Instrumentation
internal import WebAssembly

/// Code without branches, run with numbers that are not known.
///
/// Each value is described by a polynomial that is equal to it, modulo 2^128, and by the most that
/// it can be. Its unknowns are the parameters, the upper halves of values, and what an operation
/// carries out of its 64 bits.
struct StraightCode {
  /// A value that is stored, and the position of the store.
  struct Store {
    let position: Int
    let value: Polynomial
  }

  private struct Number {
    let polynomial: Polynomial
    let maximum: UInt64
    /// The carry of a sum, and what was added.
    var carry: Polynomial?
    var summands: [Int] = []
    /// Whether it is a multiple of 2^32.
    var isShifted = false
    var upperHalf: Int?
  }

  private(set) var stores: [Store] = []
  private var numbers: [Number] = []
  private var locals: [Int] = []
  private var stack: [Int] = []
  private var unknownCount = 0

  /// The code of a function; locals that are not parameters are 0.
  init(parameterCount: Int, localCount: Int) {
    for _ in 0..<parameterCount { locals.append(unknown(upTo: .max)) }
    let zero = add(Number(polynomial: .zero, maximum: 0))
    locals += Array(repeating: zero, count: localCount - parameterCount)
  }

  /// What a parameter was when the code began.
  func parameter(_ index: Int) -> Polynomial { polynomial(index) }

  // Running

  /// False if there is an instruction whose effect is not understood.
  mutating func run(_ instructions: [InstrumentedInstruction]) -> Bool {
    for (position, instruction) in instructions.dropLast().enumerated() {
      guard step(instruction, at: position) else { return false }
    }
    return true
  }

  private mutating func step(_ instruction: InstrumentedInstruction, at position: Int) -> Bool {
    if case .charge = instruction { return true }
    if case .touch = instruction { return true }
    if case .wasm(.localGet(let local)) = instruction {
      stack.append(locals[Int(local)])
    } else if case .wasm(.localSet(let local)) = instruction {
      locals[Int(local)] = stack.removeLast()
    } else if case .wasm(.localTee(let local)) = instruction {
      locals[Int(local)] = stack[stack.count - 1]
    } else if case .wasm(.i64Const(let value)) = instruction {
      let value = UInt64(bitPattern: value)
      stack.append(add(Number(polynomial: Polynomial(UInt128(value)), maximum: value)))
    } else if case .wasm(.convert(.i64ExtendI32U)) = instruction {
      return true
    } else if case .wasm(.store(.i64, .full, _)) = instruction {
      stores.append(Store(position: position, value: polynomial(stack.removeLast())))
      stack.removeLast()
    } else if case .wasm(.integerBinary(.i64, let operation)) = instruction {
      let (right, left) = (stack.removeLast(), stack.removeLast())
      guard let result = result(operation, left, right) else { return false }
      stack.append(result)
    } else if case .wasm(.integerCompare(.i64, let comparison)) = instruction {
      let (right, left) = (stack.removeLast(), stack.removeLast())
      guard let result = result(comparison, left, right) else { return false }
      stack.append(result)
    } else {
      return false
    }
    return true
  }

  private mutating func result(
    _ operation: IntegerBinaryOperator, _ left: Int, _ right: Int
  ) -> Int? {
    switch operation {
    case .add: sum(left, right)
    case .mul: product(left, right)
    case .and where isConstant(right, 0xffff_ffff): lowerHalf(left)
    case .and where isConstant(left, 0xffff_ffff): lowerHalf(right)
    case .shrU where isConstant(right, 32): upperHalf(left)
    case .shl where isConstant(right, 32): shifted(left)
    // Without a bit in common it is a sum.
    case .or where numbers[left].isShifted && isHalf(right): sum(left, right)
    case .or where numbers[right].isShifted && isHalf(left): sum(left, right)
    default: nil
    }
  }

  /// A sum is less than one of its summands where it has carried.
  private mutating func result(
    _ comparison: IntegerCompareOperator, _ left: Int, _ right: Int
  ) -> Int? {
    switch comparison {
    case .ltU: carry(of: left, over: right)
    case .gtU: carry(of: right, over: left)
    default: nil
    }
  }

  // Operations

  private mutating func sum(_ left: Int, _ right: Int) -> Int {
    let (maximum, mayCarry) = numbers[left].maximum.addingReportingOverflow(
      numbers[right].maximum)
    let carry = mayCarry ? newUnknown() : .zero
    return add(
      Number(
        polynomial: polynomial(left) + polynomial(right) - Polynomial(1 << 64) * carry,
        maximum: mayCarry ? .max : maximum, carry: carry, summands: [left, right]))
  }

  private mutating func product(_ left: Int, _ right: Int) -> Int? {
    guard polynomial(left).degree + polynomial(right).degree <= 2 else { return nil }
    let (maximum, overflows) = numbers[left].maximum.multipliedReportingOverflow(
      by: numbers[right].maximum)
    let excess = overflows ? newUnknown() : .zero
    return add(
      Number(
        polynomial: polynomial(left) * polynomial(right) - Polynomial(1 << 64) * excess,
        maximum: overflows ? .max : maximum))
  }

  private mutating func upperHalf(_ number: Int) -> Int {
    if let half = numbers[number].upperHalf { return half }
    let half =
      isHalf(number)
      ? add(Number(polynomial: .zero, maximum: 0))
      : unknown(upTo: numbers[number].maximum >> 32)
    numbers[number].upperHalf = half
    return half
  }

  private mutating func lowerHalf(_ number: Int) -> Int {
    let upper = upperHalf(number)
    return add(
      Number(
        polynomial: polynomial(number) - Polynomial(1 << 32) * polynomial(upper),
        maximum: min(numbers[number].maximum, 0xffff_ffff)))
  }

  private mutating func shifted(_ number: Int) -> Int {
    let half = lowerHalf(number)
    return add(
      Number(
        polynomial: Polynomial(1 << 32) * polynomial(half), maximum: numbers[half].maximum << 32,
        isShifted: true))
  }

  private mutating func carry(of sum: Int, over summand: Int) -> Int? {
    guard let carry = numbers[sum].carry, numbers[sum].summands.contains(summand) else {
      return nil
    }
    return add(Number(polynomial: carry, maximum: 1))
  }

  // Numbers

  private func polynomial(_ number: Int) -> Polynomial { numbers[number].polynomial }

  private func isConstant(_ number: Int, _ value: UInt64) -> Bool {
    polynomial(number) == Polynomial(UInt128(value))
  }

  private func isHalf(_ number: Int) -> Bool { numbers[number].maximum <= 0xffff_ffff }

  private mutating func add(_ number: Number) -> Int {
    numbers.append(number)
    return numbers.count - 1
  }

  private mutating func unknown(upTo maximum: UInt64) -> Int {
    add(Number(polynomial: newUnknown(), maximum: maximum))
  }

  private mutating func newUnknown() -> Polynomial {
    defer { unknownCount += 1 }
    return Polynomial(unknown: unknownCount)
  }
}
