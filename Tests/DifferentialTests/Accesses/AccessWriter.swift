import TestSupport
import WebAssembly

/// Writes functions around an access that faults if the address is beyond memory.
struct AccessWriter {
  var random: SplitMix64
  /// The names and types of the locals that the function at hand has beside its parameters.
  var locals: [(name: String, type: ValueType)] = []

  init(seed: UInt64) { random = SplitMix64(state: seed) }

  /// A piece of code that leaves a value of a type.
  struct Expression {
    var text: String
    var type: ValueType
  }

  static let types: [ValueType] = [.i32, .i64, .f32, .f64, .v128]

  mutating func chance(_ part: Int, in whole: Int) -> Bool { random.next(below: whole) < part }

  // Operators ---------------------------------------------------------------------------------

  /// The result of a consumer of a value, with any other operands.
  mutating func applying(_ consumer: Consumer, to value: Expression) -> Expression {
    let operation = consumer.operation
    var operands = operation.operands.map { operand($0) }
    operands[consumer.position] = value.text
    return Expression(
      text: "(\(operation.mnemonic)\(lane(of: operation.laneCount)) "
        + "\(operands.joined(separator: " ")))",
      type: operation.result)
  }

  /// What some more operators make of a value.
  mutating func applyingMore(to value: Expression) -> Expression {
    var value = value
    for _ in 0..<random.pick([0, 0, 0, 1, 1, 2]) {
      switch random.next(below: 8) {
      case 0: value.text = select(value.text, operand(value.type), type: value.type)
      case 1 where value.type == .v128:
        value.text = "(i8x16.shuffle \(shuffle()) \(either(value.text, operand(.v128))))"
      default: value = applying(random.pick(Consumer.all[value.type] ?? []), to: value)
      }
    }
    return value
  }

  /// What operators make of a value, until it is a condition.
  mutating func condition(_ value: Expression) -> String {
    var value = value
    while value.type != .i32 {
      value = applying(random.pick(Consumer.all[value.type] ?? []), to: value)
    }
    return value.text
  }

  /// An operator on two values of a type that gives a third.
  mutating func combination(_ type: ValueType) -> String {
    let found = (Operator.all[type] ?? []).filter { $0.operands == [type, type] && !$0.mayTrap }
    return random.pick(found).mnemonic
  }

  mutating func select(_ first: String, _ second: String, type: ValueType) -> String {
    let conditions = ["(local.get $flag)", "(i32.lt_u (local.get $flag) (local.get $i32))"]
    return "(select (result \(type)) \(either(first, second)) \(random.pick(conditions)))"
  }

  /// Both, in one order or the other.
  private mutating func either(_ first: String, _ second: String) -> String {
    chance(1, in: 2) ? "\(first) \(second)" : "\(second) \(first)"
  }

  /// Lanes as programs choose them: halves, one over and over, two vectors in turn, or any.
  private mutating func shuffle() -> String {
    let first = random.pick([0, 4, 8, 12, 16, 24])
    let lanes: [Int] =
      switch random.next(below: 5) {
      case 0: (0..<16).map { first + $0 % 8 }
      case 1: (0..<16).map { first + $0 % 4 }
      case 2: (0..<16).map { $0 < 8 ? $0 : $0 + 8 }
      case 3: (0..<16).map { $0 / 2 + $0 % 2 * 16 }
      default: (0..<16).map { _ in random.next(below: 32) }
      }
    return lanes.map { "\($0)" }.joined(separator: " ")
  }

  // Operands ----------------------------------------------------------------------------------

  /// Anything that is not loaded from beyond memory.
  mutating func operand(_ type: ValueType) -> String {
    switch random.next(below: 8) {
    case 0..<4: return constant(type)
    case 4:
      let loads = MemoryAccess.loads.filter { $0.type == type && $0.laneCount == 0 }
      return "(\(random.pick(loads).mnemonic) (local.get $other))"
    case 5:
      let operators = (Operator.all[type] ?? []).filter { !$0.mayTrap }
      let found = random.pick(operators)
      let operands = found.operands.map { chance(1, in: 2) ? constant($0) : "(local.get $\($0))" }
      return "(\(found.mnemonic)\(lane(of: found.laneCount)) \(operands.joined(separator: " ")))"
    default: return "(local.get $\(type))"
    }
  }

  /// A constant, often one that makes an operator look at some bits only.
  mutating func constant(_ type: ValueType) -> String {
    switch type {
    case .i32:
      let values = [0, 1, -1, 7, 8, 16, 24, 31, 128, 255, 256, 65_535, -256, -65_536, 1 << 31]
      return "(i32.const \(Int32(truncatingIfNeeded: random.pick(values))))"
    case .i64:
      let values = [0, 1, -1, 8, 32, 48, 63, 128, 255, 65_535, 0xFFFF_FFFF, -256, 1 << 31]
      return "(i64.const \(random.pick(values)))"
    case .f32, .f64: return "(\(type).const \(random.pick(["0", "-0", "1", "nan", "inf", "2.5"])))"
    case .v128:
      let halves: [Int64] = [0, 0, -1, -1, 255, 0x0706_0504_0302_0100, 0x0001_0001_0001_0001]
      return "(v128.const i64x2 \(random.pick(halves)) \(random.pick(halves)))"
    case .funcref, .externref: preconditionFailure("there are no constants of this type")
    }
  }

  mutating func lane(of count: Int) -> String {
    count > 0 ? " \(random.next(below: count))" : ""
  }
}
