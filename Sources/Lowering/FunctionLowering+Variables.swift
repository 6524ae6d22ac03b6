internal import LLVM
internal import Validation
internal import WebAssembly

// Variable and parametric instructions (Core Specification, "Variable Instructions").
extension FunctionLowering {
  mutating func lowerLocalGet(_ index: UInt32) {
    let local = locals[Int(index)]
    push(code.builder.load(local.type, from: local.slot, alignment: 8))
  }

  mutating func lowerLocalSet(_ index: UInt32) {
    code.builder.store(pop(), to: locals[Int(index)].slot, alignment: 8)
  }

  mutating func lowerLocalTee(_ index: UInt32) {
    code.builder.store(stack[stack.count - 1], to: locals[Int(index)].slot, alignment: 8)
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
