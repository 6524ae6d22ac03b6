internal import Instrumentation
internal import LLVM
internal import WebAssembly

/// Makes LLVM's functions for code that runs on the canister's stack, and begins their code.
struct FunctionEmitter {
  let output: LLVM.Module
  let types: TypeLowering
  let addresses: InstanceAddresses
  let metering: MeteringForm
  /// Whether the module has calls that give up their caller's frame.
  let hasTailCalls: Bool
  let hasBacktraces: Bool
  /// How large a function LLVM may inline, in its own unit.
  let inlineThreshold: Int

  private var context: Context { output.context }

  /// Adds a function that takes and returns Wasm values.
  func add(_ name: String, _ type: FunctionType, linkage: Linkage = .internal) -> Function {
    let function = add(name, types.function(type), linkage: linkage)
    if types.hasInstanceParameter {
      context.add(.flag("noalias"), to: function, at: .parameter(0))
    }
    return function
  }

  func add(_ name: String, _ signature: Signature, linkage: Linkage = .internal) -> Function {
    let function = output.addFunction(
      name, signature.type, linkage: linkage, convention: signature.convention)
    if linkage == .external { function.value.setHidden() }
    addAttributes(to: function)
    return function
  }

  /// Begins the code of a function that takes and returns Wasm values.
  func begin(_ function: Function, _ type: FunctionType) -> CodeBuilder {
    begin(function, types.function(type), hasInstance: types.hasInstanceParameter)
  }

  func begin(
    _ function: Function, _ signature: Signature, hasInstance: Bool
  ) -> CodeBuilder {
    var code = CodeBuilder(
      function, in: output, signature: signature, hasInstance: hasInstance)
    code.overflowArea = addresses.overflowArea
    takeCounter(in: &code)
    return code
  }

  /// Adds a function that C calls.
  func addEntry(_ name: String, _ parameters: [Type]) -> Function {
    let function = output.addFunction(
      name, context.function(parameters, returning: context.void), linkage: .internal)
    addAttributes(to: function)
    return function
  }

  /// Begins the code of such a function, which has the counter in the instance.
  func beginEntry(_ function: Function) -> CodeBuilder {
    var code = CodeBuilder(function, in: output)
    code.overflowArea = addresses.overflowArea
    return code
  }

  /// Takes the counter from the instance that is about to be called.
  func fetchCounter(in code: inout CodeBuilder, toCall callee: Callee) {
    guard metering == .exact else { return }
    let slot = code.builder.alloca(context.i64)
    code.counter = .passed(
      slot: slot, home: addresses.instructionsLeft(of: callee.instance, code))
    code.fetchCounter()
  }

  /// Gives the code of a Wasm function, still empty, the message's counter.
  private func takeCounter(in code: inout CodeBuilder) {
    switch metering {
    case .off: return
    case .reference: code.counter = .shared(home: addresses.instructionsLeft(code))
    case .exact:
      let slot = code.builder.alloca(context.i64)
      let parameter = code.function.parameter(code.instance == nil ? 0 : 1)
      code.builder.store(parameter, to: slot, alignment: 8)
      code.counter = .passed(slot: slot, home: addresses.instructionsLeft(code))
    }
  }

  /// Nothing says `willreturn` or `mustprogress`: an endless loop is a valid program.
  private func addAttributes(to function: Function) {
    context.add(.flag("nounwind"), to: function, at: .function)
    // What a processor fetches at a time. A small function that LLVM's own 16 bytes let lie across
    // such a line has cost the caller of several through a pointer three cycles a call.
    function.value.setAlignment(bytes: 32)
    // A frame larger than a page must touch each of its pages, or it could jump the guard page.
    context.add(.text("probe-stack", "inline-asm"), to: function, at: .function)
    // Endless recursion must reach the stack's end: it may not become an endless loop.
    if !hasTailCalls {
      context.add(.text("disable-tail-calls", "true"), to: function, at: .function)
    }
    if hasBacktraces { addUnwindTable(to: function) }
    context.add(
      .text("function-inline-threshold", "\(inlineThreshold)"), to: function, at: .function)
  }

  /// Has the table emitted by which the callers of a function are found, and which no code reads.
  private func addUnwindTable(to function: Function) {
    context.add(.number("uwtable", 1), to: function, at: .function)
    // LLVM knows such tables only of what returns. A trap that is reached from before and from
    // behind the code that makes a frame has none that is right, so frames are made first: as LLVM
    // does for sanitizers, of which this one changes nothing else.
    if context.knows("sanitize_type") {
      context.add(.flag("sanitize_type"), to: function, at: .function)
    }
  }
}
