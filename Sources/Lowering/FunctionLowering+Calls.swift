internal import Instrumentation
internal import CanisterRuntime
internal import LLVM
internal import Validation
internal import WebAssembly

// Calls (Core Specification, "Control Instructions").
extension FunctionLowering {
  mutating func lowerCall(_ index: UInt32) {
    lowerCall(directCallee(index))
  }

  mutating func lowerCallIndirect(type typeIndex: UInt32, table: UInt32) {
    lowerCall(resolve(pop(), type: typeIndex, table: table))
  }

  mutating func lowerReturnCall(_ index: UInt32) {
    lowerReturnCall(directCallee(index))
  }

  mutating func lowerReturnCallIndirect(type typeIndex: UInt32, table: UInt32) {
    lowerReturnCall(resolve(pop(), type: typeIndex, table: table))
  }

  /// Performs a stable-memory operation.
  mutating func lowerStableMemory(_ operation: StableMemoryOperation) {
    lowerCall(
      types.callee(module.stableMemoryFunctions.function(operation).value, operation.type, code))
  }

  // Parts

  private mutating func lowerCall(_ callee: Callee) {
    callCount += 1
    var callee = callee
    callee.mayBeInlined = callCount <= Self.inlinedCallCount
    stack += code.call(callee, pop(callee.signature.parameters.count))
  }

  /// So many calls of a function may be inlined: all in the functions of the ledger but 31, which
  /// have up to 418, and whose code is as large as if all might be.
  ///
  /// What is inlined checks the counter where it begins. LLVM takes the square of the number of
  /// checks (`NativePasses/Module+Crowds.swift`).
  private static let inlinedCallCount = 100

  /// Returns what a call returns, with the caller's frame given up before the call.
  private mutating func lowerReturnCall(_ callee: Callee) {
    code.returnCall(callee, pop(callee.signature.parameters.count), isTail: true)
    unreachableDepth = 0
  }

  private func directCallee(_ index: UInt32) -> Callee {
    types.callee(
      module.functions[Int(index)].value, module.validated.functionTypes[Int(index)], code)
  }

  /// The function at an index of a table, after the checks of its type.
  private mutating func resolve(_ index: Value, type: UInt32, table: UInt32) -> Callee {
    let index = wide(index)
    code.trap(
      .undefined_element, if: code.builder.compare(.uge, index, tableSize(table)))
    let functionType = module.wasm.types[Int(type)]
    guard let elements = module.constantTables[table] else {
      let record = code.builder.load(
        context.pointer, from: elementAddress(index, table), alignment: 8)
      code.trap(
        .uninitialized_element, if: code.builder.compare(.eq, record, context.pointer.null))
      let identity = code.builder.loadInvariant(context.i64, from: record, alignment: 8)
      let expected = context.i64.constant(module.constants.typeIdentity(type))
      code.trap(
        .indirect_call_type_mismatch, unless: code.builder.compare(.eq, identity, expected))
      return types.callee(record: record, functionType, code)
    }
    let element = code.builder.element(index, of: types.tableElement, at: elements)
    checkType(of: element, type)
    let address = code.builder.offset(element, by: context.i64.constant(8))
    return types.callee(
      code.builder.load(context.pointer, from: address, alignment: 8), functionType, code)
  }

  /// Traps unless an element of a constant table is a function of a type.
  ///
  /// A null element has identity 0, which no type has, so that one comparison covers it; which of
  /// the two traps it is, is found out only when there is one.
  private mutating func checkType(of element: Value, _ type: UInt32) {
    let identity = code.builder.load(context.i64, from: element, alignment: 8)
    let expected = context.i64.constant(module.constants.typeIdentity(type))
    let mismatch = code.appendBlock("mismatch")
    let match = code.appendBlock("")
    code.builder.branch(
      if: code.builder.compare(.eq, identity, expected), then: match, else: mismatch,
      likely: true)
    code.builder.position(atEndOf: mismatch)
    code.trap(
      .uninitialized_element,
      if: code.builder.compare(.eq, identity, context.i64.constant(0)))
    code.trap(.indirect_call_type_mismatch)
    code.builder.position(atEndOf: match)
  }
}
