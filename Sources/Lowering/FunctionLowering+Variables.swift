internal import LLVM
internal import Validation
internal import WebAssembly

// Variable and parametric instructions (Core Specification, "Variable Instructions").
extension FunctionLowering {
  mutating func lowerLocalGet(_ index: UInt32) {
    push(value(ofLocal: index))
  }

  mutating func lowerLocalSet(_ index: UInt32) {
    setLocal(index, to: pop())
  }

  mutating func lowerLocalTee(_ index: UInt32) {
    setLocal(index, to: stack[stack.count - 1])
  }

  /// What a local holds; a local that is never set is 0.
  func value(ofLocal index: UInt32) -> Value {
    let local = locals[Int(index)]
    guard let slot = local.slot else { return local.type.null }
    return code.builder.load(local.type, from: slot, alignment: 8)
  }

  private func setLocal(_ index: UInt32, to value: Value) {
    guard let slot = locals[Int(index)].slot else { preconditionFailure("a local without a slot") }
    code.builder.store(value, to: slot, alignment: 8)
  }

  mutating func lowerGlobalGet(_ index: UInt32) {
    let type = types.value(module.validated.globalTypes[Int(index)].valueType)
    push(code.builder.load(type, from: globalAddress(index), alignment: 4))
  }

  mutating func lowerGlobalSet(_ index: UInt32) {
    code.builder.store(pop(), to: globalAddress(index), alignment: 4)
  }

  private func globalAddress(_ index: UInt32) -> Value {
    module.isInProcess ? address(of: .global(index)) : module.globals[Int(index)]
  }

  mutating func lowerSelect() {
    let condition = popCondition()
    let operands = pop(2)
    push(code.builder.select(condition, operands[0], operands[1]))
  }
}
