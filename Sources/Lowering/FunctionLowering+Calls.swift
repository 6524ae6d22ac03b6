internal import CanisterRuntime
internal import LLVM
internal import Validation
internal import WebAssembly

// Calls (Core Specification, "Control Instructions"), references and tables.
extension FunctionLowering {
  mutating func lowerCall(_ index: UInt32) {
    let function = module.functions[Int(index)]
    let type = module.validated.functionTypes[Int(index)]
    stack += code.call(
      function, pop(type.parameters.count), resultCount: type.results.count)
  }

  mutating func lowerCallIndirect(type typeIndex: UInt32, table: UInt32) {
    let type = module.wasm.types[Int(typeIndex)]
    let callee = resolve(pop(), type: typeIndex, table: table)
    stack += code.call(
      callee, type: types.function(type), pop(type.parameters.count),
      convention: module.convention, resultCount: type.results.count)
  }

  mutating func lowerReturnCall(_ index: UInt32) {
    let function = module.functions[Int(index)]
    returnTailCall(function.value, module.validated.functionTypes[Int(index)])
  }

  mutating func lowerReturnCallIndirect(type typeIndex: UInt32, table: UInt32) {
    let type = module.wasm.types[Int(typeIndex)]
    let callee = resolve(pop(), type: typeIndex, table: table)
    returnTailCall(callee, type)
  }

  /// Performs a stable-memory operation.
  mutating func lowerStableMemory(_ operation: StableMemoryOperation) {
    let function = module.stableMemoryFunction(operation)
    stack += code.call(
      function, pop(operation.type.parameters.count), resultCount: operation.type.results.count)
  }

  // References and tables

  mutating func lowerRefIsNull() {
    push(condition: code.builder.compare(.eq, pop(), context.pointer.null))
  }

  /// A reference is the address of a table element, or null if the element is.
  mutating func lowerTableGet(_ table: UInt32) {
    let index = tableIndex(pop(), table)
    let size = tableSize(table)
    code.trap(.table_out_of_bounds, if: code.builder.compare(.uge, index, size))
    let element = code.builder.element(
      index, of: types.tableElement, at: module.tables[Int(table)])
    let identity = code.builder.load(context.i64, from: element, alignment: 8)
    let isNull = code.builder.compare(.eq, identity, context.i64.constant(0))
    push(code.builder.select(isNull, context.pointer.null, element))
  }

  mutating func lowerTableSize(_ table: UInt32) {
    let type = types.address(module.validated.tableTypes[Int(table)].addressType)
    push(type.constant(module.validated.tableTypes[Int(table)].limits.minimum))
  }

  // Parts

  /// Returns what a call returns, with the caller's frame given up before the call.
  private mutating func returnTailCall(_ callee: Value, _ callType: FunctionType) {
    code.returnCall(
      callee, type: types.function(callType), pop(callType.parameters.count),
      convention: module.convention, resultCount: callType.results.count)
    unreachableDepth = 0
  }

  /// The code of the function at an index of a table, after the checks of its type.
  ///
  /// A null element has identity 0, which no type has, so that one comparison covers it; which of
  /// the two traps it is, is found out only when there is one.
  private mutating func resolve(_ index: Value, type: UInt32, table: UInt32) -> Value {
    let index = tableIndex(index, table)
    code.trap(
      .undefined_element, if: code.builder.compare(.uge, index, tableSize(table)))
    let element = code.builder.element(
      index, of: types.tableElement, at: module.tables[Int(table)])
    let identity = code.builder.load(context.i64, from: element, alignment: 8)
    let expected = context.i64.constant(module.typeIdentity(ofType: type))
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
    let address = code.builder.offset(element, by: context.i64.constant(8))
    return code.builder.load(context.pointer, from: address, alignment: 8)
  }

  private func tableIndex(_ index: Value, _ table: UInt32) -> Value {
    module.validated.tableTypes[Int(table)].addressType == .i32
      ? code.builder.cast(.zext, index, to: context.i64) : index
  }

  private func tableSize(_ table: UInt32) -> Value {
    context.i64.constant(module.validated.tableTypes[Int(table)].limits.minimum)
  }
}
