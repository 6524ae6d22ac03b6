import TestSupport
import WebAssembly

/// Writes random code in text form, for one function after the other.
///
/// All code ends: loops are counted, or take fuel as calls do, of which a message has little. Most
/// of it is in range, so that a message comes far; what traps for sure stands where only some
/// messages come by (`CodeWriter+Traps.swift`).
struct CodeWriter {
  var random: SplitMix64
  let is64Bit: Bool
  /// What calls may call.
  let functions: [FunctionSignature]
  /// The types of the function at hand.
  var signature = FunctionSignature(name: "")
  /// By type, the locals of the function at hand that code may change.
  private var locals: [ValueType: [String]] = [:]
  /// The blocks around the code at hand.
  var labels: [String] = []
  private var labelCount = 0
  var loopDepth = 0
  /// Whether code must do no more than compute: nothing is called.
  var onlyComputes = false

  static let types: [ValueType] = [.i32, .i64, .f32, .f64, .v128]
  /// Of a heap of two pages, what constant addresses may take.
  static let heapBytes = 131_072
  static let maximumLoopDepth = 2

  init(random: SplitMix64, is64Bit: Bool, functions: [FunctionSignature]) {
    self.random = random
    self.is64Bit = is64Bit
    self.functions = functions
  }

  /// The type of an address.
  var address: ValueType { is64Bit ? .i64 : .i32 }

  // Functions ---------------------------------------------------------------------------------

  /// A function: what the body writes, and what it returns at its end.
  mutating func function(
    _ signature: FunctionSignature, export: String? = nil,
    _ body: (inout CodeWriter) -> [String]
  ) -> String {
    self.signature = signature
    locals = [:]
    for (index, type) in signature.parameters.enumerated() {
      locals[type, default: []].append("$p\(index)")
    }
    for type in Self.types { locals[type, default: []].append("$own_\(type)") }
    let declarations =
      Self.types.map { "(local $own_\($0) \($0))" }
      + (0..<Self.maximumLoopDepth).map { "(local $count\($0) i32)" }
      + ["(local $passes i32) (local $step_i32 i32) (local $step_i64 i64)"]
    // What is still zero would vanish from the code.
    let start = Self.types.map { type in
      "(local.set $own_\(type) \(chance(1, in: 2) ? expression(type) : load(type, depth: 1)))"
    }
    let lines = start + body(&self)
    let export = export.map { " (export \"\($0)\")" } ?? ""
    return """
      (func \(signature.name)\(export)\(signature.text)
        \(declarations.joined(separator: " "))
        \(lines.joined(separator: "\n  ")))
      """
  }

  /// A label that no other block has.
  mutating func newLabel() -> String {
    labelCount += 1
    return "$b\(labelCount)"
  }

  /// A local that may be changed.
  mutating func local(_ type: ValueType) -> String { random.pick(locals[type] ?? []) }

  func global(_ type: ValueType) -> String { "$\(type)" }

  mutating func chance(_ part: Int, in whole: Int) -> Bool { random.next(below: whole) < part }

  mutating func type() -> ValueType { random.pick(Self.types) }

  // Expressions -------------------------------------------------------------------------------

  /// An expression of a type, of no more than so many operators one in another.
  mutating func expression(_ type: ValueType, depth: Int = 2) -> String {
    guard depth > 0 else { return leaf(type) }
    switch random.next(below: 24) {
    case 0..<4: return leaf(type)
    case 4, 5: return load(type, depth: depth - 1)
    case 6: return "(local.tee \(local(type)) \(expression(type, depth: depth - 1)))"
    case 7:
      return "(select \(expression(type, depth: depth - 1)) "
        + "\(expression(type, depth: depth - 1)) \(expression(.i32, depth: depth - 1)))"
    case 8:
      return "(if (result \(type)) \(expression(.i32, depth: depth - 1)) "
        + "(then \(expression(type, depth: depth - 1))) "
        + "(else \(expression(type, depth: depth - 1))))"
    case 9:
      let label = newLabel()
      return "(block \(label) (result \(type)) (drop (br_if \(label) "
        + "\(expression(type, depth: depth - 1)) \(expression(.i32, depth: depth - 1)))) "
        + "\(expression(type, depth: depth - 1)))"
    case 10 where !onlyComputes: return call(for: type) ?? leaf(type)
    case 11 where type == .v128:
      let lanes = (0..<16).map { _ in "\(random.next(below: 32))" }.joined(separator: " ")
      return "(i8x16.shuffle \(lanes) \(expression(type, depth: depth - 1)) "
        + "\(expression(type, depth: depth - 1)))"
    default: return operation(type, depth: depth)
    }
  }

  private mutating func leaf(_ type: ValueType) -> String {
    switch random.next(below: 8) {
    case 0 where type == .i64 && !onlyComputes:
      // What the code does may depend on what it has used.
      chance(1, in: 3) ? "(call $performance_counter (i32.const 0))" : "(call $stable64_size)"
    case 0 where type == address: "(memory.size)"
    case 0, 1: constant(type)
    case 2: "(global.get \(global(type)))"
    default: "(local.get \(local(type)))"
    }
  }

  private mutating func operation(_ type: ValueType, depth: Int) -> String {
    var found = random.pick(Operator.all[type] ?? [])
    while found.mayTrap && !chance(1, in: 4) { found = random.pick(Operator.all[type] ?? []) }
    var operands = found.operands.map { expression($0, depth: depth - 1) }
    if found.mayTrap, operands.count == 2 {
      // A divisor that is never zero.
      operands[1] = "(\(type).or \(operands[1]) (\(type).const 1))"
    } else if found.mayTrap, let source = found.operands.first {
      operands[0] =
        "(\(source).max (\(source).min \(operands[0]) (\(source).const 9)) "
        + "(\(source).const 0))"
    }
    return "(\(found.mnemonic)\(lane(of: found.laneCount)) \(operands.joined(separator: " ")))"
  }

  private mutating func load(_ type: ValueType, depth: Int) -> String {
    let found = random.pick(MemoryAccess.loads.filter { $0.type == type })
    let vector = found.laneCount > 0 ? " " + expression(.v128, depth: depth) : ""
    return "(\(found.mnemonic)\(offset())\(lane(of: found.laneCount)) "
      + "\(heap(depth: depth))\(vector))"
  }

  mutating func store() -> String {
    let found = random.pick(MemoryAccess.stores)
    return "(\(found.mnemonic)\(offset())\(lane(of: found.laneCount)) \(heap()) "
      + "\(expression(found.type)))"
  }

  private mutating func lane(of count: Int) -> String {
    count > 0 ? " \(random.next(below: count))" : ""
  }

  private mutating func offset() -> String {
    chance(1, in: 4) ? " offset=\(random.next(below: chance(1, in: 20) ? 70_000 : 60_000))" : ""
  }

  /// An address in the heap, which may be somewhat too large with an offset.
  mutating func heap(depth: Int = 1) -> String {
    switch random.next(below: 20) {
    // Where there is something only if the heap has grown.
    case 19 where chance(1, in: 5):
      constant(address, UInt64(Self.heapBytes + random.next(below: 2 * Self.heapBytes)))
    case 0..<6: constant(address, UInt64(random.next(below: Self.heapBytes - 70_000)))
    // Around the border of two pages.
    case 6, 7: constant(address, UInt64(65_536 - random.next(below: 20)))
    case 8: constant(address, UInt64(4096 * (1 + random.next(below: 15)) - random.next(below: 9)))
    default: "(\(address).and \(expression(address, depth: depth)) \(constant(address, 0xFFF8)))"
    }
  }

  /// A constant: often one at which operators turn.
  mutating func constant(_ type: ValueType) -> String {
    switch type {
    case .i32, .i64: return constant(type, word())
    case .f32, .f64:
      let special = ["0", "-0", "1", "-1.5", "inf", "-inf", "nan", "0x1p-149", "4294967296"]
      let other = "\(random.next(below: 9999)).25"
      return "(\(type).const \(chance(3, in: 4) ? random.pick(special) : other))"
    case .v128: return "(v128.const i64x2 \(word()) \(word()))"
    case .funcref, .externref: preconditionFailure("there are no constants of this type")
    }
  }

  func constant(_ type: ValueType, _ value: UInt64) -> String {
    type == .i32
      ? "(i32.const \(Int32(truncatingIfNeeded: value)))"
      : "(i64.const \(Int64(bitPattern: value)))"
  }

  private mutating func word() -> UInt64 {
    switch random.next(below: 5) {
    case 0: random.pick([0, 1, .max, 1 << 63, 1 << 31, 0x7FFF_FFFF, 0x8080_8080_8080_8080])
    case 1: random.next()
    default: UInt64(random.next(below: 100))
    }
  }
}

/// The name of a function, and what it takes and returns.
struct FunctionSignature {
  let name: String
  var parameters: [ValueType] = []
  var results: [ValueType] = []

  /// What follows the name, with names for the parameters.
  var text: String {
    let parameters = parameters.enumerated().map { " (param $p\($0.offset) \($0.element))" }
    let results = results.map { " (result \($0))" }
    return (parameters + results).joined()
  }

  /// The type by itself.
  var type: String {
    (parameters.map { " (param \($0))" } + results.map { " (result \($0))" }).joined()
  }
}
