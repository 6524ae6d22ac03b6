internal import Instrumentation
internal import CanisterRuntime
internal import LLVM
internal import WebAssembly

// Pages that the memory tracker charges.
extension FunctionLowering {
  mutating func lowerTouch(_ touch: PageTouch) {
    switch touch {
    case .access(let argument, let sizeBytes, let depth, let isWrite):
      let index = operand(under: Int(depth))
      let start = offset(index, argument, sizeBytes: UInt64(sizeBytes))
      lowerTouch(
        start, context.i64.constant(UInt64(sizeBytes)), isWrite ? .written : .accessed)
    case .fill: callTouch(operand(under: 2), size: operand(under: 0))
    case .copy:
      let touch = module.runtime.function(
        "rt_heap_touch_copy", [context.i64, context.i64, context.i64], returning: context.void)
      code.callRuntime(touch, (0...2).reversed().map { wide(operand(under: $0)) })
    case .initialize(let data):
      // What lies beyond the segment is about to trap.
      let (source, size) = (wide(operand(under: 1)), wide(operand(under: 0)))
      let isInside = code.builder.compare(
        .ule, code.builder.addWithoutWrap(source, size), segmentSize(data))
      callTouch(
        operand(under: 2), size: code.builder.select(isInside, size, context.i64.constant(0)))
    }
  }

  /// Nearly always the first and the last page have their mark already, and a look at that is all.
  private mutating func lowerTouch(_ start: Value, _ size: Value, _ mark: rt_page_mark) {
    let isTouched = code.isTouched(start, size, mark, module.runtime)
    let known = code.appendBlock("")
    let unknown = code.appendBlock("touch")
    code.builder.branch(if: isTouched, then: known, else: unknown, likely: true)
    code.builder.position(atEndOf: unknown)
    code.callRuntime(touchFunction, [start, size, context.i64.constant(UInt64(mark.rawValue))])
    code.builder.branch(to: known)
    code.builder.position(atEndOf: known)
  }

  private mutating func callTouch(_ start: Value, size: Value) {
    code.callRuntime(
      touchFunction,
      [wide(start), wide(size), context.i64.constant(UInt64(rt_page_mark.written.rawValue))])
  }

  private var touchFunction: Function {
    module.runtime.function(
      "rt_heap_touch", [context.i64, context.i64, context.i64], returning: context.void)
  }

  private func operand(under depth: Int) -> Value { stack[stack.count - 1 - depth] }
}

extension CodeBuilder {
  /// Whether the first and the last page of a range of linear memory have a mark.
  func isTouched(
    _ start: Value, _ size: Value, _ mark: rt_page_mark, _ runtime: RuntimeSymbols
  ) -> Value {
    let last = builder.addWithoutWrap(
      start, builder.binary(.sub, size, context.i64.constant(1)))
    let found = [start, last].map { address in
      let page = builder.binary(.lshr, address, context.i64.constant(16))
      let pageMark = builder.offset(runtime.heapPageMarks, by: page)
      return builder.compare(
        .uge, builder.load(context.i8, from: pageMark, alignment: 1),
        context.i8.constant(UInt64(mark.rawValue)))
    }
    return builder.binary(.and, found[0], found[1])
  }
}
