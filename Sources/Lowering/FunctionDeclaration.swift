internal import Instrumentation
internal import LLVM
internal import Validation
internal import WebAssembly

/// The functions of a module: those that it defines, or other parts of it, are declared.
struct FunctionDeclaration {
  let instrumented: InstrumentedModule
  let part: ModulePart
  /// Bodies of other parts that this one has for itself.
  let copies: Set<Int>
  let home: CodeHome
  let emitter: FunctionEmitter
  let imports: ImportLowering
  let locations: FunctionLocations

  private var validated: ValidatedModule { instrumented.validated }
  private var wasm: WebAssembly.Module { validated.module }
  private var context: Context { emitter.output.context }

  /// Declares all functions of the index space, and defines those that stand for imports.
  ///
  /// What other parts of the module define or use is visible to them.
  func declare(_ stableMemoryFunctions: inout StableMemoryFunctions) -> [Function] {
    let imported = wasm.imports.filter {
      if case .function = $0.description { true } else { false }
    }
    var frames = StackFrames(validated)
    let cycles = home.isProcess ? [] : CallCycles(of: instrumented, maximumCount: 16).bodies
    return validated.functionTypes.enumerated().map { index, type in
      guard index >= imported.count else {
        return imports.lower(imported[index], UInt32(index), type, &stableMemoryFunctions)
      }
      let function = declare(index, type)
      if !home.isProcess {
        prepareForNesting(function, ofBody: index - imported.count, &frames, cycles)
      }
      return function
    }
  }

  private func declare(_ index: Int, _ type: FunctionType) -> Function {
    let body = index - validated.importedFunctionCount
    let function = emitter.add(
      symbolName(of: index), type,
      linkage: part.isWhole || copies.contains(body) ? .internal : .external)
    if hasBody(body) { locations.set(index, of: function) }
    return function
  }

  private func hasBody(_ body: Int) -> Bool { copies.contains(body) || part.defines(body) }

  /// Says how much room the function's frame gets, and keeps circles of calls as they are.
  private func prepareForNesting(
    _ function: Function, ofBody body: Int, _ frames: inout StackFrames, _ cycles: Set<Int>
  ) {
    let size = hasBody(body) ? frameBytes(ofBody: body, &frames) : 0
    context.add(
      .text(ModuleLowering.frameAttribute, String(size)), to: function, at: .function)
    // A function that calls itself through others would use fewer frames. Of large circles, as
    // allocators and what formats texts are in, that is not worth what inlining brings.
    if cycles.contains(body) { context.add(.flag("noinline"), to: function, at: .function) }
  }

  /// How much room a function's frame gets.
  ///
  /// The stack is twice as large as that of the Internet Computer (`RT_STACK_BYTES_DEFAULT`), and
  /// the room twice a frame there, less what any frame has. So calls do not nest deeper than there,
  /// and half as deep at least if LLVM itself needs no more than that room.
  private func frameBytes(ofBody body: Int, _ frames: inout StackFrames) -> Int {
    let size = frames.sizeBytes(
      ofBody: body, instrumented.bodies[body], instrumented.functionFacts[body])
    return 2 * size - 16
  }

  /// `wasm.INDEX.NAME`.
  ///
  /// The prefix keeps LLVM from taking a function that is called `memcpy` for the one of C's
  /// library.
  private func symbolName(of index: Int) -> String {
    guard let name = wasm.names.functions[UInt32(index)], !name.isEmpty else {
      return "wasm.\(index)"
    }
    return "wasm.\(index).\(name.replacing("\0", with: "?"))"
  }
}

extension ModuleLowering {
  /// The attribute of functions that says how much room their frames have, in bytes, beside what
  /// LLVM needs; functions without it do not count in nested calls.
  package static let frameAttribute = "frame-bytes"
}
