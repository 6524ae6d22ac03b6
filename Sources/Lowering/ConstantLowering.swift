internal import LLVM
internal import Validation
internal import WebAssembly

/// What is known of values before the code runs: constant expressions, and references to functions.
struct ConstantLowering {
  private let output: LLVM.Module
  private let types: TypeLowering
  private let home: CodeHome
  private let validated: ValidatedModule
  /// By function index.
  private let functions: [Function]
  /// Those made when first needed.
  private var references: [UInt32: Value] = [:]

  private var context: Context { output.context }

  init(
    _ validated: ValidatedModule, _ home: CodeHome, functions: [Function], types: TypeLowering,
    in output: LLVM.Module
  ) {
    self.validated = validated
    self.home = home
    self.functions = functions
    self.types = types
    self.output = output
  }

  /// Defines the globals of an executable.
  mutating func defineGlobals(_ part: ModulePart) -> [Value] {
    validated.module.globals.enumerated().map { index, global in
      let name = "global.\(index)"
      let initializer = value(of: global.initializer)
      return global.type.isMutable
        ? part.addShared(name, initializer, to: output)
        : output.addGlobal(name, initializer, isConstant: true)
    }
  }

  /// The value of a constant expression without imported globals, of which a canister has none.
  mutating func value(of expression: ConstantExpression) -> Value {
    guard let instruction = expression.instructions.first, expression.instructions.count == 1
    else { preconditionFailure("an extended constant expression, which admission refuses") }
    return switch instruction {
    case .i32Const(let value): context.i32.constant(UInt64(UInt32(bitPattern: value)))
    case .i64Const(let value): context.i64.constant(UInt64(bitPattern: value))
    case .f32Const(let bits): context.f32.constant(bits: context.i32.constant(UInt64(bits)))
    case .f64Const(let bits): context.f64.constant(bits: context.i64.constant(bits))
    case .vector(.const(let value)): types.constant(value)
    case .refNull: context.pointer.null
    case .refFunc(let index): reference(toFunction: index)
    case .globalGet(let index): value(of: validated.module.globals[Int(index)].initializer)
    default: preconditionFailure("not a constant instruction: \(instruction)")
    }
  }

  /// The number that a constant expression for an offset gives.
  func offset(_ expression: ConstantExpression) -> UInt64 {
    switch expression.instructions.first {
    case .i32Const(let value): UInt64(UInt32(bitPattern: value))
    case .i64Const(let value): UInt64(bitPattern: value)
    case .globalGet(let index): offset(validated.module.globals[Int(index)].initializer)
    default: preconditionFailure("not a constant offset")
    }
  }

  /// The record of a function in an executable, where it is a constant.
  mutating func reference(toFunction index: UInt32) -> Value {
    if let reference = references[index] { return reference }
    let reference = output.addGlobal(
      "reference.\(index)", tableElement(index), linkage: .private, isConstant: true)
    references[index] = reference
    return reference
  }

  /// A table element that refers to a function.
  func tableElement(_ index: UInt32) -> Value {
    context.structureConstant([
      context.i64.constant(typeIdentity(validated.functionTypeIndexes[Int(index)])),
      functions[Int(index)].value,
    ])
  }

  /// The ids of function types at run time, by the index of a type: equal structure, equal
  /// number; never 0.
  func typeIdentity(_ index: UInt32) -> UInt64 {
    switch home {
    case .executable: UInt64(validated.canonicalTypeIndexes[Int(index)]) + 1
    case .process(_, let identities): identities[Int(index)]
    }
  }
}
