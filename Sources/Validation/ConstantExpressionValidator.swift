import WebAssembly

/// Checks constant expressions (Core Specification, "Constant Expressions").
struct ConstantExpressionValidator {
  private let spaces: IndexSpaces
  /// How many globals, counted from the first, the expression may use.
  private let globalCount: Int

  /// Before constant expressions were extended, they could use imported globals only.
  init(_ spaces: IndexSpaces, globalCount: Int) {
    self.spaces = spaces
    self.globalCount =
      spaces.features.contains(.extendedConstantExpressions)
      ? globalCount : min(globalCount, spaces.importedGlobalCount)
  }

  func check(_ expression: ConstantExpression, is type: ValueType) throws(ValidationError) {
    var operands: [ValueType] = []
    do throws(ValidationError) {
      for instruction in expression.instructions {
        do throws(ValidationError) {
          try check(instruction, &operands)
        } catch {
          var error = error
          error.instruction = instruction
          throw error
        }
      }
      try pop(type, &operands)
      if !operands.isEmpty {
        throw ValidationError(.constantExpressionResults(operands.count + 1))
      }
    } catch {
      var error = error
      error.offsetBytes = expression.offsetBytes
      throw error
    }
  }

  private func check(
    _ instruction: Instruction, _ operands: inout [ValueType]
  ) throws(ValidationError) {
    if let type = constantType(instruction) {
      operands.append(type)
    } else if case .refFunc(let index) = instruction {
      _ = try spaces.signature(ofFunction: index)
      operands.append(.funcref)
    } else if case .globalGet(let index) = instruction {
      operands.append(try global(index))
    } else if case .integerBinary(let type, let operation) = instruction,
      spaces.features.contains(.extendedConstantExpressions),
      operation == .add || operation == .sub || operation == .mul
    {
      try pop(type.valueType, &operands)
      try pop(type.valueType, &operands)
      operands.append(type.valueType)
    } else {
      throw ValidationError(.constantExpressionRequired)
    }
  }

  private func constantType(_ instruction: Instruction) -> ValueType? {
    if case .i32Const = instruction { return .i32 }
    if case .i64Const = instruction { return .i64 }
    if case .f32Const = instruction { return .f32 }
    if case .f64Const = instruction { return .f64 }
    if case .vector(.const) = instruction { return .v128 }
    if case .refNull(let type) = instruction { return type }
    return nil
  }

  private func global(_ index: UInt32) throws(ValidationError) -> ValueType {
    guard Int(index) < globalCount else { throw ValidationError(.unknown(.global, index)) }
    let type = try spaces.global(index)
    if type.isMutable { throw ValidationError(.constantExpressionRequired) }
    return type.valueType
  }

  private func pop(_ type: ValueType, _ operands: inout [ValueType]) throws(ValidationError) {
    guard let found = operands.popLast() else {
      throw ValidationError(.missingOperand(expected: type))
    }
    if found != type { throw ValidationError(.typeMismatch(expected: type, found: found)) }
  }
}
