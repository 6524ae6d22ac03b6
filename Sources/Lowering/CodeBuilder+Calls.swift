internal import LLVM
internal import WebAssembly

// Calls in the internal convention. Where the counter of instructions is passed along, it is the
// first parameter, but for the instance, and the first of what is returned.
extension CodeBuilder {
  /// A parameter of the Wasm function that is built.
  func parameter(_ index: Int) -> Value {
    function.parameter(index + (instance == nil ? 0 : 1) + (counter.isPassed ? 1 : 0))
  }

  /// Calls a Wasm function; its results.
  func call(_ callee: Callee, _ arguments: [Value], resultCount: Int) -> [Value] {
    results(of: call(callee, arguments), count: resultCount)
  }

  /// Returns what a call of a Wasm function returns; as a tail call, it gets the caller's frame.
  func returnCall(_ callee: Callee, _ arguments: [Value], _ kind: TailCall) {
    let result = call(callee, arguments)
    switch kind {
    case .none: break
    case .tail: builder.setTail(result)
    case .mustTail: builder.setMustTail(result)
    }
    if result.type == context.void {
      builder.returnVoid()
    } else {
      builder.return(result)
    }
  }

  /// Returns the results of the Wasm function.
  func `return`(_ results: [Value]) {
    let values = withCounter(results)
    switch values.count {
    case 0: builder.returnVoid()
    case 1: builder.return(values[0])
    default:
      var aggregate = context.structure(values.map(\.type)).poison
      for (index, value) in values.enumerated() {
        aggregate = builder.insert(value, into: aggregate, at: index)
      }
      builder.return(aggregate)
    }
  }

  /// Calls a function of the runtime that may look at the counter, or charge.
  @discardableResult
  func callRuntime(_ callee: Function, _ arguments: [Value]) -> Value {
    publishCounter()
    let result = builder.call(callee, arguments)
    fetchCounter()
    return result
  }

  private func call(_ callee: Callee, _ arguments: [Value]) -> Value {
    builder.call(
      callee.code, type: callee.type,
      (callee.instance.map { [$0] } ?? []) + withCounter(arguments), convention: callee.convention)
  }

  private func withCounter(_ values: [Value]) -> [Value] {
    counter.isPassed ? [instructionsLeft()] + values : values
  }

  private func results(of call: Value, count: Int) -> [Value] {
    let total = counter.isPassed ? count + 1 : count
    let values =
      switch total {
      case 0: [Value]()
      case 1: [call]
      default: (0..<total).map { builder.extract($0, from: call) }
      }
    guard counter.isPassed else { return values }
    set(instructionsLeft: values[0])
    return Array(values.dropFirst())
  }
}
