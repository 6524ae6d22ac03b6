import Instrumentation
import TestSupport
import WebAssembly

/// A random module that works on stable memory: the same seed gives the same text.
///
/// Most operations are in range, so that a method comes far; the others look for the edges. Lengths
/// are constants half of the time, which compiled code treats differently from others.
struct StableProgram {
  private var random: SplitMix64
  private let is64Bit: Bool
  static let methodCount = 24

  /// The module's text.
  static func text(seed: UInt64, is64Bit: Bool) -> String {
    var program = StableProgram(random: SplitMix64(state: seed), is64Bit: is64Bit)
    return program.module()
  }

  private mutating func module() -> String {
    let operations = StableMemoryOperation.allCases.filter { !is64Bit || !$0.is32Bit }
    let imports = operations.map {
      "(import \"ic0\" \"\($0.importName)\" (func $\($0.importName) \($0.signature)))"
    }
    let methods = (0..<Self.methodCount).map { method in
      "(func (export \"canister_update m\(method)\")\n"
        + (0..<8).map { _ in statement(of: operations) }.joined(separator: "\n") + ")"
    }
    return """
      (module
        \(imports.joined(separator: "\n  "))
        (memory \(is64Bit ? "i64 " : "")3)
        (table 2 funcref)
        (elem (i32.const 0) $stable64_read $stable64_write)
        (type $access (func (param i64 i64 i64)))
        (global $one (mut i64) (i64.const 1))
        (func (export "canister_init")
          (memory.fill (\(address).const 0) (i32.const 0x5A) (\(address).const 196608))
          (drop (call $stable64_grow (i64.const 2))))
        \(methods.joined(separator: "\n  ")))
      """
  }

  private var address: String { is64Bit ? "i64" : "i32" }

  private mutating func statement(of operations: [StableMemoryOperation]) -> String {
    let operation = operations[random.next(below: operations.count)]
    let name = operation.importName
    switch operation {
    case .size32, .size64: return keep("(call $\(name))", operation)
    case .grow32, .grow64:
      let pages =
        random.next(below: 12) == 0
        ? random.pick([65_530, 65_536, 8_192_000, .max]) : UInt64(random.next(below: 4))
      return keep("(call $\(name) \(constant(pages, operation)))", operation)
    case .read32, .read64:
      return access(operation, [heap(operation), offset(operation), length(operation)])
    case .write32, .write64:
      return access(operation, [offset(operation), heap(operation), length(operation)])
    }
  }

  private mutating func access(_ operation: StableMemoryOperation, _ operands: [String]) -> String {
    let operands = operands.joined(separator: " ")
    // Through the table, where no instruction stands for the call.
    if !operation.is32Bit && random.next(below: 6) == 0 {
      let index = operation == .read64 ? 0 : 1
      return "(call_indirect (type $access) \(operands) (i32.const \(index)))"
    }
    return "(call $\(operation.importName) \(operands))"
  }

  /// Keeps a result in the heap, where the next operations can copy it to stable memory.
  private mutating func keep(_ result: String, _ operation: StableMemoryOperation) -> String {
    let address = "(\(address).const \(random.next(below: 8192)))"
    return "(\(operation.type).store \(address) \(result))"
  }

  private mutating func offset(_ operation: StableMemoryOperation) -> String {
    switch random.next(below: 40) {
    case 0: return constant(random.pick([1 << 31, 1 << 32, 1 << 63, .max, .max - 4095]), operation)
    case 1...3:
      // Around the end of what there is.
      let back = random.pick([0, 1, 4, 8, 4095, 4096, 4097])
      let end = "(i64.shl (call $stable64_size) (i64.const 16))"
      return narrowed("(i64.sub \(end) (i64.const \(Int64(back))))", operation)
    case 4...14: return constant(UInt64(random.next(below: 31)) * 4096, operation)
    default: return constant(UInt64(random.next(below: 125_000)), operation)
    }
  }

  private mutating func length(_ operation: StableMemoryOperation) -> String {
    let length: UInt64 =
      switch random.next(below: 40) {
      case 0: random.pick([1 << 31, 1 << 32, (1 << 32) - 1, 1 << 63, .max, .max - 19])
      case 1...6: UInt64(random.next(below: 20_000))
      default: random.pick([0, 1, 2, 3, 4, 7, 8, 16, 32, 64, 4095, 4096, 4097])
      }
    if random.next(below: 2) == 0 { return constant(length, operation) }
    let bits = Int64(bitPattern: length)
    return narrowed("(i64.mul (global.get $one) (i64.const \(bits)))", operation)
  }

  private mutating func heap(_ operation: StableMemoryOperation) -> String {
    switch random.next(below: 60) {
    case 0: constant(random.pick([1 << 32, (1 << 32) - 1, 6 << 30, .max, 1 << 63]), operation)
    case 1, 2: constant(3 * 65536 - random.pick([0, 1, 8, 4096]), operation)
    default: constant(UInt64(random.next(below: 150_000)), operation)
    }
  }

  private func constant(_ value: UInt64, _ operation: StableMemoryOperation) -> String {
    operation.is32Bit
      ? "(i32.const \(Int32(truncatingIfNeeded: value)))"
      : "(i64.const \(Int64(bitPattern: value)))"
  }

  private func narrowed(_ value: String, _ operation: StableMemoryOperation) -> String {
    operation.is32Bit ? "(i32.wrap_i64 \(value))" : value
  }
}

extension StableMemoryOperation {
  fileprivate var is32Bit: Bool {
    switch self {
    case .size32, .grow32, .read32, .write32: true
    case .size64, .grow64, .read64, .write64: false
    }
  }

  fileprivate var type: String { is32Bit ? "i32" : "i64" }

  fileprivate var signature: String {
    switch self {
    case .size32, .size64: "(result \(type))"
    case .grow32, .grow64: "(param \(type)) (result \(type))"
    case .read32, .read64, .write32, .write64: "(param \(type) \(type) \(type))"
    }
  }
}
