import WebAssembly

/// Checks constant expressions (Core Specification, "Constant Expressions").
struct ConstantExpressionValidator {
  private let spaces: IndexSpaces
  /// How many globals, counted from the first, the expression may use.
  private let globalCount: Int

  init(_ spaces: IndexSpaces, globalCount: Int) {
    self.spaces = spaces
    self.globalCount = globalCount
  }

  func check(_ expression: ConstantExpression, is type: ValueType) throws(ValidationError) {
    do throws(ValidationError) {
      var operands: [ValueType] = []
      for instruction in expression.instructions {
        try check(instruction, &operands)
      }
      guard let result = operands.last, operands.count == 1 else {
        throw operands.isEmpty
          ? ValidationError(.typeMismatch(expected: type, found: nil))
          : ValidationError(.constantExpressionTypes)
      }
      if result != type {
        throw ValidationError(.typeMismatch(expected: type, found: result))
      }
    } catch {
      var error = error
      error.offsetBytes = error.offsetBytes ?? expression.offsetBytes
      throw error
    }
  }

  private func check(
    _ instruction: Instruction, _ operands: inout [ValueType]
  ) throws(ValidationError) {
    if let type = constantType(instruction) {
      operands.append(type)
    } else if case .refFunc(let index) = instruction {
      _ = try spaces.function(index)
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

  /// Before constant expressions were extended, only imported globals could be used.
  private func global(_ index: UInt32) throws(ValidationError) -> ValueType {
    let limit =
      spaces.features.contains(.extendedConstantExpressions)
      ? globalCount : min(globalCount, spaces.importedGlobalCount)
    guard Int(index) < limit else { throw ValidationError(.unknown(.global, index)) }
    let type = try spaces.global(index)
    if type.isMutable { throw ValidationError(.constantExpressionRequired) }
    return type.valueType
  }

  private func pop(_ type: ValueType, _ operands: inout [ValueType]) throws(ValidationError) {
    let found = operands.popLast()
    if found != type { throw ValidationError(.typeMismatch(expected: type, found: found)) }
  }
}
