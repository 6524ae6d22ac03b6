internal import Instrumentation
internal import LLVM
internal import Validation
internal import WebAssembly

extension ModuleLowering {
  /// Declares all functions of the index space, and defines those that stand for imports.
  ///
  /// What other parts of the module define or use is visible to them; `copies` are bodies of other
  /// parts that this one has for itself.
  func declareFunctions(copies: Set<Int>) {
    let importCount = validated.importedFunctionCount
    let imports = wasm.imports.filter { if case .function = $0.description { true } else { false } }
    var frames = StackFrames(validated)
    let cycles = isInProcess ? [] : CallCycles(of: instrumented, maximumCount: 16).bodies
    for (index, type) in validated.functionTypes.enumerated() {
      if index < importCount {
        let function = addFunction("import.\(imports[index].name)", type)
        context.add(.flag("alwaysinline"), to: function, at: .function)
        if isInProcess {
          lowerLinkedImport(UInt32(index), type: type, as: function)
        } else {
          lowerImport(imports[index], type: type, as: function)
        }
        functions.append(function)
      } else {
        let isCopy = copies.contains(index - importCount)
        let function = addFunction(
          symbolName(ofFunction: index), type,
          linkage: part.isWhole || isCopy ? .internal : .external)
        let hasBody = isCopy || part.defines(index - importCount)
        if hasBody { setLocation(ofFunction: index, in: function) }
        if !isInProcess {
          let size = hasBody ? frameBytes(ofBody: index - importCount, &frames) : 0
          context.add(
            .text(Self.frameAttribute, String(size)), to: function, at: .function)
          // What calls itself through others would do so in fewer frames. Of large circles, as
          // allocators and what formats texts are in, that is not worth what inlining brings.
          if cycles.contains(index - importCount) {
            context.add(.flag("noinline"), to: function, at: .function)
          }
        }
        functions.append(function)
      }
    }
  }

  /// The attribute of functions that says how much room their frames have, in bytes, beside what
  /// LLVM needs; what lacks it takes no part in calls that nest.
  package static let frameAttribute = "frame-bytes"

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

  /// A function that takes and returns Wasm values.
  func addFunction(_ name: String, _ type: FunctionType, linkage: Linkage = .internal) -> Function {
    let signature = types.function(type)
    let function = output.addFunction(
      name, signature.type, linkage: linkage, convention: signature.convention)
    if linkage == .external { function.value.setHidden() }
    addAttributes(to: function)
    if hasInstanceParameter { context.add(.flag("noalias"), to: function, at: .parameter(0)) }
    return function
  }

  /// Begins the code of such a function.
  func beginCode(of function: Function, _ type: FunctionType) -> CodeBuilder {
    beginCode(of: function, types.function(type), hasInstance: hasInstanceParameter)
  }

  func beginCode(
    of function: Function, _ signature: Signature, hasInstance: Bool
  ) -> CodeBuilder {
    var code = CodeBuilder(
      function, in: output, signature: signature, hasInstance: hasInstance)
    code.overflowArea = constantAddresses[.overflowArea]
    takeCounter(in: &code)
    return code
  }

  /// What holds of all code that runs on the canister's stack.
  ///
  /// Nothing says `willreturn` or `mustprogress`: an endless loop is a valid program.
  func addAttributes(to function: Function) {
    context.add(.flag("nounwind"), to: function, at: .function)
    // What a processor fetches at a time. A small function that LLVM's own 16 bytes let lie across
    // such a line has cost the caller of several through a pointer three cycles a call.
    function.value.setAlignment(bytes: 32)
    // A frame larger than a page must touch each of its pages, or it could jump the guard page.
    context.add(.text("probe-stack", "inline-asm"), to: function, at: .function)
    // Endless recursion must come to the stack's end: it may not become an endless loop.
    if !usesTailCalls {
      context.add(.text("disable-tail-calls", "true"), to: function, at: .function)
    }
    // Tables by which the callers of a function are found, which no code looks at.
    if debugLocations != nil {
      context.add(.number("uwtable", 1), to: function, at: .function)
      // LLVM knows such tables only of what returns. A trap that is reached from before and from
      // behind the code that makes a frame has none that is right, so frames are made first:
      // as LLVM does for sanitizers, of which this one changes nothing else.
      if context.knows("sanitize_type") {
        context.add(.flag("sanitize_type"), to: function, at: .function)
      }
    }
    context.add(
      .text("function-inline-threshold", "\(inlineThreshold)"), to: function, at: .function)
  }

  /// How large a function LLVM may inline, in its own unit.
  ///
  /// A large module has been through an inliner before, and doing it again doubles the code: of a
  /// canister of 1.3 MB from 3.1 to 6.6 MB, and its compilation takes three times as long. A small
  /// module can bear LLVM's own measure.
  private var inlineThreshold: Int {
    instructionCount > 100_000 ? 30 : 225
  }

  /// `wasm.INDEX.NAME`.
  ///
  /// The prefix keeps LLVM from taking a function that is called `memcpy` for the one of C's
  /// library.
  private func symbolName(ofFunction index: Int) -> String {
    guard let name = wasm.names.functions[UInt32(index)], !name.isEmpty else {
      return "wasm.\(index)"
    }
    return "wasm.\(index).\(name.replacing("\0", with: "?"))"
  }

  /// The record that a reference to the function points to.
  func functionReference(_ index: UInt32, _ code: borrowing CodeBuilder) -> Value {
    isInProcess ? address(of: .function(index), code) : constantFunctionReference(index)
  }

  /// In an executable the record is a constant.
  func constantFunctionReference(_ index: UInt32) -> Value {
    if let reference = functionReferences[index] { return reference }
    let reference = output.addGlobal(
      "reference.\(index)", tableElement(index), linkage: .private, isConstant: true)
    functionReferences[index] = reference
    return reference
  }

  /// A table element that refers to a function.
  func tableElement(_ index: UInt32) -> Value {
    context.structureConstant([
      context.i64.constant(typeIdentity(ofType: validated.functionTypeIndexes[Int(index)])),
      functions[Int(index)].value,
    ])
  }

  /// What tells function types apart at run time: equal structure, equal number; never 0.
  func typeIdentity(ofType index: UInt32) -> UInt64 {
    switch options.home {
    case .executable: UInt64(validated.canonicalTypeIndexes[Int(index)]) + 1
    case .process(_, let identities): identities[Int(index)]
    }
  }
}
