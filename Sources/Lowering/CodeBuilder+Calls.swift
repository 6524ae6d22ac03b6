internal import LLVM
internal import WebAssembly

// Calls in the internal convention. Where the counter of instructions is passed along, it is the
// first parameter and the first of what is returned.
extension CodeBuilder {
  /// The value of a parameter of the Wasm function.
  func parameter(_ index: Int) -> Value {
    function.parameter(counter.isPassed ? index + 1 : index)
  }

  /// Calls a Wasm function; its results.
  func call(_ callee: Function, _ arguments: [Value], resultCount: Int) -> [Value] {
    results(of: builder.call(callee, withCounter(arguments)), count: resultCount)
  }

  /// Calls a Wasm function through a pointer; its results.
  func call(
    _ callee: Value, type: Type, _ arguments: [Value], convention: CallingConvention,
    resultCount: Int
  ) -> [Value] {
    let result = builder.call(callee, type: type, withCounter(arguments), convention: convention)
    return results(of: result, count: resultCount)
  }

  /// Returns what a call of a Wasm function returns, giving up the frame before the call.
  func returnCall(
    _ callee: Value, type: Type, _ arguments: [Value], convention: CallingConvention,
    resultCount: Int
  ) {
    let result = builder.call(callee, type: type, withCounter(arguments), convention: convention)
    builder.setMustTail(result)
    if resultCount == 0 && !counter.isPassed {
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
