import CanisterRuntime
import Validation
import WebAssembly

// What happens to an instance before anyone can use it (Core Specification, "Instantiation").
extension NativeInstanceState {
  /// Copies active segments, elements first.
  func initialize() throws(NativeTrap) {
    for (index, segment) in module.module.elementSegments.enumerated() {
      if case .active(let table, let offset) = segment.mode {
        let references = UnsafeBufferPointer(
          start: elements[index].elements, count: Int(elements[index].count))
        try tables[Int(table)].write(references, at: value(of: offset).offset)
      }
      if segment.mode != .passive { elements[index].count = 0 }
    }
    for segment in module.module.dataSegments {
      guard case .active(let memory, let offset) = segment.mode else { continue }
      try memories[Int(memory)].write(segment.bytes, at: value(of: offset).offset)
    }
  }

  func exports() -> [[UInt8]: NativeEntity] {
    var exports: [[UInt8]: NativeEntity] = [:]
    for export in module.module.exports {
      let index = Int(export.index)
      exports[Array(export.name.utf8)] =
        switch export.kind {
        case .function: .function(function(export.index))
        case .table: .table(tables[index])
        case .memory: .memory(memories[index])
        case .global: .global(globals[index])
        }
    }
    return exports
  }

  /// Evaluates a constant expression (Core Specification, "Constant Expressions").
  func value(of expression: ConstantExpression) -> WasmValue {
    var operands: [WasmValue] = []
    for instruction in expression.instructions {
      if case .integerBinary(_, let operation) = instruction {
        let second = operands.removeLast()
        operands.append(operands.removeLast().combined(operation, second))
      } else {
        operands.append(constant(instruction))
      }
    }
    guard let result = operands.last else {
      preconditionFailure("validation leaves constant expressions one value")
    }
    return result
  }

  private func constant(_ instruction: Instruction) -> WasmValue {
    if case .i32Const(let value) = instruction { return .i32(UInt32(bitPattern: value)) }
    if case .i64Const(let value) = instruction { return .i64(UInt64(bitPattern: value)) }
    if case .f32Const(let bits) = instruction { return .f32(bits) }
    if case .f64Const(let bits) = instruction { return .f64(bits) }
    if case .vector(.const(let value)) = instruction { return .v128(value) }
    if case .refNull(let type) = instruction {
      return type == .funcref ? .funcref(nil) : .externref(nil)
    }
    if case .refFunc(let index) = instruction { return .funcref(UInt(bitPattern: record(index))) }
    if case .globalGet(let index) = instruction { return globals[Int(index)].value }
    preconditionFailure("validation leaves only constant instructions")
  }
}

extension WasmValue {
  /// The sum, difference or product of integers: no other operators are constant.
  fileprivate func combined(
    _ operation: IntegerBinaryOperator, _ second: WasmValue
  ) -> WasmValue {
    func combine<Bits: FixedWidthInteger>(_ first: Bits, _ second: Bits) -> Bits {
      switch operation {
      case .add: first &+ second
      case .sub: first &- second
      case .mul: first &* second
      default: preconditionFailure("not a constant operator: \(operation)")
      }
    }
    switch (self, second) {
    case (.i32(let first), .i32(let second)): return .i32(combine(first, second))
    case (.i64(let first), .i64(let second)): return .i64(combine(first, second))
    default: preconditionFailure("validation leaves operands of one type")
    }
  }
}
