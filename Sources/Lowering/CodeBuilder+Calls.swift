internal import LLVM
internal import WebAssembly

// Calls in the internal convention. Where the counter of instructions is passed along, it is the
// first parameter, but for the instance, and the first of what is returned. `Signature` says where
// the Wasm values are.
extension CodeBuilder {
  /// A parameter of the Wasm function that is built.
  ///
  /// Take all before anything is called: that may use the overflow area again.
  func parameter(_ index: Int) -> Value {
    switch ownSignature.parameters[index] {
    case .register(let index): function.parameter(index)
    case .overflow(let offset, let type): loadOverflow(type, at: offset, of: instance)
    }
  }

  /// Calls a Wasm function; its results.
  func call(_ callee: Callee, _ arguments: [Value]) -> [Value] {
    let returned = registers(
      of: passOn(arguments, to: callee), count: callee.signature.returnedCount)
    if counter.isPassed { set(instructionsLeft: returned[0]) }
    return callee.signature.results.map { slot in
      switch slot {
      case .register(let index): returned[index]
      case .overflow(let offset, let type): loadOverflow(type, at: offset, of: callee.instance)
      }
    }
  }

  /// Returns what a call of a Wasm function returns; as a tail call, it gets the caller's frame.
  ///
  /// No optimisation can undo that of a call that LLVM knows as `musttail`.
  func returnCall(_ callee: Callee, _ arguments: [Value], isTail: Bool) {
    let result = passOn(arguments, to: callee)
    if isTail { builder.setMustTail(result) }
    if result.type == context.void {
      builder.returnVoid()
    } else {
      builder.return(result)
    }
  }

  /// Returns the results of the Wasm function.
  func `return`(_ results: [Value]) {
    let values = withCounter(inRegisters(results, ownSignature.results, of: instance))
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
    keepApart(result)
    fetchCounter()
    return result
  }

  // Parts

  private var ownSignature: Signature {
    guard let signature else { preconditionFailure("a function without Wasm values") }
    return signature
  }

  /// Calls with the arguments in their places; the value that LLVM returns.
  private func passOn(_ arguments: [Value], to callee: Callee) -> Value {
    let passed = inRegisters(arguments, callee.signature.parameters, of: callee.instance)
    let call = builder.call(
      callee.code, type: callee.signature.type,
      (callee.instance.map { [$0] } ?? []) + withCounter(passed),
      convention: callee.signature.convention)
    keepApart(call)
    if !callee.mayBeInlined { context.add(.flag("noinline"), toCall: call, at: .function) }
    return call
  }

  private func withCounter(_ values: [Value]) -> [Value] {
    counter.isPassed ? [instructionsLeft()] + values : values
  }

  /// The elements of what is returned: several are a structure.
  private func registers(of returned: Value, count: Int) -> [Value] {
    switch count {
    case 0: []
    case 1: [returned]
    default: (0..<count).map { builder.extract($0, from: returned) }
    }
  }

  /// Writes those of the values to the overflow area that belong there; the others.
  private func inRegisters(
    _ values: [Value], _ slots: [ValueSlot], of instance: Value?
  ) -> [Value] {
    var passed: [Value] = []
    for (value, slot) in zip(values, slots) {
      switch slot {
      case .register: passed.append(value)
      case .overflow(let offset, _):
        builder.store(
          value, to: overflowAddress(offset, of: instance), alignment: OverflowArea.alignment)
      }
    }
    return passed
  }

  private func loadOverflow(_ type: Type, at offset: UInt64, of instance: Value?) -> Value {
    builder.load(
      type, from: overflowAddress(offset, of: instance), alignment: OverflowArea.alignment)
  }

  /// An address in the overflow area, which instances that call each other have in common.
  private func overflowAddress(_ offset: UInt64, of instance: Value?) -> Value {
    let area: Value
    if let overflowArea {
      area = overflowArea
    } else {
      guard let instance else { preconditionFailure("the overflow area has no address") }
      let slot = context.i64.constant(8 * InstanceLayout.overflowAreaIndex)
      area = builder.loadInvariant(
        context.pointer, from: builder.offset(instance, by: slot), alignment: 8)
    }
    return builder.offset(area, by: context.i64.constant(offset))
  }
}
