internal import CanisterRuntime
internal import LLVM
internal import Validation
internal import WebAssembly

// References and tables (Core Specification, "Reference Instructions", "Table Instructions").
//
// A reference to a function is the address of its record; a table is an `rt_table` of such
// addresses, or a constant array of the records themselves if nothing writes it.
extension FunctionLowering {
  mutating func lowerRefIsNull() {
    push(condition: code.builder.compare(.eq, pop(), context.pointer.null))
  }

  mutating func lowerTableGet(_ table: UInt32) {
    let index = wide(pop())
    trap(unlessIn: table, index)
    guard let elements = module.constantTables[table] else {
      return push(
        code.builder.load(context.pointer, from: elementAddress(index, table), alignment: 8))
    }
    let element = code.builder.element(index, of: types.tableElement, at: elements)
    let identity = code.builder.load(context.i64, from: element, alignment: 8)
    let isNull = code.builder.compare(.eq, identity, context.i64.constant(0))
    push(code.builder.select(isNull, context.pointer.null, element))
  }

  mutating func lowerTableSet(_ table: UInt32) {
    let reference = pop()
    let index = wide(pop())
    trap(unlessIn: table, index)
    code.builder.store(reference, to: elementAddress(index, table), alignment: 8)
  }

  mutating func lowerTableSize(_ table: UInt32) {
    push(code.builder.cast(.trunc, tableSize(table), to: indexType(table)))
  }

  mutating func lowerTableGrow(_ table: UInt32) {
    let delta = wide(pop())
    let reference = pop()
    let old = callRuntime("rt_table_grow", [record(table), reference, delta], context.i64)
    push(code.builder.cast(.trunc, old, to: indexType(table)))
  }

  mutating func lowerTableFill(_ table: UInt32) {
    let operands = pop(3)
    callRuntime(
      "rt_table_fill", [record(table), wide(operands[0]), operands[1], wide(operands[2])])
  }

  mutating func lowerTableCopy(_ table: UInt32, from source: UInt32) {
    let operands = pop(3).map { wide($0) }
    callRuntime("rt_table_copy", [record(table), record(source)] + operands)
  }

  mutating func lowerTableInit(_ table: UInt32, from segment: UInt32) {
    let operands = pop(3).map { wide($0) }
    let elements = address(of: .elements(segment))
    callRuntime("rt_table_init", [record(table), elements] + operands)
  }

  /// In an executable nothing could read the segment.
  mutating func lowerElementDrop(_ segment: UInt32) {
    guard module.isInProcess else { return }
    let count = code.builder.field(
      \rt_elements.count, at: address(of: .elements(segment)))
    code.builder.store(context.i64.constant(0), to: count, alignment: 8)
  }

  // Parts

  /// The number of elements, in 64 bits.
  func tableSize(_ table: UInt32) -> Value {
    module.constantTables[table] != nil
      ? context.i64.constant(module.validated.tableTypes[Int(table)].limits.minimum)
      : code.builder.load(
        context.i64, from: code.builder.field(\rt_table.size, at: record(table)),
        alignment: 8)
  }

  /// The address of an element of a table that is no constant.
  func elementAddress(_ index: Value, _ table: UInt32) -> Value {
    let elements = code.builder.load(
      context.pointer, from: code.builder.field(\rt_table.elements, at: record(table)),
      alignment: 8)
    return code.builder.element(index, of: context.pointer, at: elements)
  }

  private func record(_ table: UInt32) -> Value { address(of: .table(table)) }

  private func indexType(_ table: UInt32) -> Type {
    types.address(module.validated.tableTypes[Int(table)].addressType)
  }

  private mutating func trap(unlessIn table: UInt32, _ index: Value) {
    code.trap(.table_out_of_bounds, if: code.builder.compare(.uge, index, tableSize(table)))
  }

  @discardableResult
  private func callRuntime(_ name: String, _ arguments: [Value], _ result: Type? = nil) -> Value {
    let function = module.runtime.function(
      name, arguments.map(\.type), returning: result ?? context.void)
    return code.callRuntime(function, arguments)
  }
}
