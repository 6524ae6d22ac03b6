internal import LLVM
internal import WebAssembly

extension ModuleLowering {
  /// Makes an LLVM global of each Wasm global of an executable.
  ///
  /// An immutable one is a constant, which LLVM folds.
  func lowerGlobals() {
    for (index, global) in wasm.globals.enumerated() {
      let initializer = constant(global.initializer)
      constantAddresses[.global(UInt32(index))] =
        global.type.isMutable
        ? addShared("global.\(index)", initializer)
        : output.addGlobal("global.\(index)", initializer, isConstant: true)
    }
  }

  /// A global that all parts of the module share; the first one defines it.
  func addShared(_ name: String, _ initializer: Value, isConstant: Bool = false) -> Value {
    if part.isWhole { return output.addGlobal(name, initializer, isConstant: isConstant) }
    let global =
      part.isFirst
      ? output.addGlobal(name, initializer, linkage: .external, isConstant: isConstant)
      : output.addExternalGlobal(name, initializer.type)
    global.setHidden()
    return global
  }

  /// The value of a constant expression without imported globals, of which a canister has none.
  func constant(_ expression: ConstantExpression) -> Value {
    guard let instruction = expression.instructions.first, expression.instructions.count == 1
    else { preconditionFailure("an extended constant expression, which admission refuses") }
    return switch instruction {
    case .i32Const(let value): context.i32.constant(UInt64(UInt32(bitPattern: value)))
    case .i64Const(let value): context.i64.constant(UInt64(bitPattern: value))
    case .f32Const(let bits): context.f32.constant(bits: context.i32.constant(UInt64(bits)))
    case .f64Const(let bits): context.f64.constant(bits: context.i64.constant(bits))
    case .vector(.const(let value)): types.constant(value)
    case .refNull: context.pointer.null
    case .refFunc(let index): constantFunctionReference(index)
    case .globalGet(let index): constant(wasm.globals[Int(index)].initializer)
    default: preconditionFailure("not a constant instruction: \(instruction)")
    }
  }

  /// The value of a constant expression that gives an offset, as a number.
  func constantOffset(_ expression: ConstantExpression) -> UInt64 {
    switch expression.instructions.first {
    case .i32Const(let value): UInt64(UInt32(bitPattern: value))
    case .i64Const(let value): UInt64(bitPattern: value)
    case .globalGet(let index): constantOffset(wasm.globals[Int(index)].initializer)
    default: preconditionFailure("not a constant offset")
    }
  }
}
