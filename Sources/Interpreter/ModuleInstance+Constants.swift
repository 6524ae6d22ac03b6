import WebAssembly

extension ModuleInstance {
  /// Evaluates a constant expression (Core Specification, "Constant Expressions").
  func value(of expression: ConstantExpression) -> Slot {
    var operands: [Slot] = []
    for instruction in expression.instructions { evaluate(instruction, &operands) }
    guard let result = operands.last else {
      preconditionFailure("validation leaves constant expressions one value")
    }
    return result
  }

  private func evaluate(_ instruction: Instruction, _ operands: inout [Slot]) {
    switch instruction {
    case .i32Const(let value): operands.append(Slot(UInt64(UInt32(bitPattern: value))))
    case .i64Const(let value): operands.append(Slot(UInt64(bitPattern: value)))
    case .f32Const(let bits): operands.append(Slot(UInt64(bits)))
    case .f64Const(let bits): operands.append(Slot(bits))
    case .vector(.const(let value)): operands.append(value)
    case .refNull: operands.append(Slot(Reference.null))
    case .refFunc(let index): operands.append(Slot(Reference(functions[Int(index)])))
    case .globalGet(let index): operands.append(globals[Int(index)].pointee.slot)
    case .integerBinary(let type, let operation): compute(type, operation, &operands)
    default: preconditionFailure("validation leaves only constant instructions")
    }
  }

  /// Only operators that can't trap are constant.
  private func compute(
    _ type: IntegerType, _ operation: IntegerBinaryOperator, _ operands: inout [Slot]
  ) {
    let second = operands.removeLast().low
    let first = operands.removeLast().low
    let result: UInt64? =
      switch type {
      case .i32:
        (try? Numerics.binary(
          operation, Int32(truncatingIfNeeded: first), Int32(truncatingIfNeeded: second)))
          .map { UInt64(UInt32(bitPattern: $0)) }
      case .i64:
        (try? Numerics.binary(operation, Int64(bitPattern: first), Int64(bitPattern: second)))
          .map { UInt64(bitPattern: $0) }
      }
    guard let result else { preconditionFailure("a constant operator has trapped") }
    operands.append(Slot(result))
  }
}
