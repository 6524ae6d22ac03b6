internal import CanisterRuntime
package import Instrumentation
package import LLVM
internal import Validation
internal import WebAssembly

/// Turns an instrumented module into LLVM's form: the front door of this target.
///
/// The result is one LLVM module in which each Wasm function is an internal LLVM function, linear
/// memory and stable memory are absolute symbols, Wasm globals are LLVM globals, and a table that
/// nothing writes is a constant array. It defines one external symbol, `rt_module_description`,
/// through which the runtime finds everything (`rt_abi.h`).
///
/// Code for the process itself (`CodeHome`) has its state outside, in what the loader makes for
/// each instance (`InstanceSlot`), and its external symbol is an array of functions.
///
/// Each family of instructions has a file, `FunctionLowering+Family.swift`; each part of a module
/// one too, `ModuleLowering+Part.swift`. Lowering trusts validation and asserts what it relies on.
package final class ModuleLowering {
  let instrumented: InstrumentedModule
  let part: ModulePart
  let options: LoweringOptions
  let context: Context
  let output: LLVM.Module
  let types: TypeLowering
  let layout: InstanceLayout
  let runtime: RuntimeSymbols
  /// By function index: each takes and returns Wasm values in the internal convention.
  var functions: [Function] = []
  /// What code finds at addresses that are constants.
  var constantAddresses: [InstanceSlot: Value] = [:]
  /// By index, of tables that nothing writes: the elements.
  var constantTables: [UInt32: Value] = [:]
  /// By data segment index: the bytes.
  var dataSegments: [Value] = []
  /// The functions made when first needed.
  var stableMemoryFunctions: [StableMemoryOperation: Function] = [:]
  var invokers: [FunctionType: Function] = [:]
  var functionReferences: [UInt32: Value] = [:]
  /// What backtraces know of the code; nil if nobody could read them.
  let debugLocations: DebugLocations?

  /// The size of the module's code, and whether it has calls that give up their caller's frame.
  let instructionCount: Int
  let usesTailCalls: Bool

  var validated: ValidatedModule { instrumented.validated }
  var wasm: WebAssembly.Module { validated.module }

  /// Lowers a module, or a part of it, for the machine that it will be optimised and emitted with.
  package static func lower(
    _ module: InstrumentedModule, part: ModulePart? = nil, options: LoweringOptions,
    machine: borrowing TargetMachine
  ) -> LLVM.Module {
    let lowering = ModuleLowering(
      module, part: part ?? .whole(module), options: options, machine: machine)
    let copies = lowering.copiedBodies()
    lowering.declareAddresses()
    lowering.declareFunctions(copies: Set(copies))
    if !lowering.isInProcess { lowering.lowerGlobals() }
    lowering.lowerTables()
    lowering.lowerDataSegments()
    for index in lowering.part.bodies {
      lowering.lowerBody(index)
    }
    for index in copies {
      lowering.lowerBody(index)
    }
    if lowering.isInProcess {
      lowering.lowerEntries()
    } else if lowering.part.isFirst {
      lowering.lowerDescription()
    }
    lowering.debugLocations?.finish()
    return lowering.output
  }

  /// The only symbol that a canister's code exports: its description, an `rt_module`.
  package static let descriptionSymbol = "rt_module_description"

  /// The symbols that the output refers to and whoever links must define as these addresses.
  package static var absoluteSymbols: KeyValuePairs<String, UInt64> { RuntimeSymbols.addresses }

  private init(
    _ module: InstrumentedModule, part: ModulePart, options: LoweringOptions,
    machine: borrowing TargetMachine
  ) {
    instrumented = module
    self.part = part
    instructionCount = module.bodies.reduce(0) { $0 + $1.instructions.count }
    usesTailCalls = module.bodies.contains { body in
      body.instructions.contains { instruction in
        if case .wasm(.returnCall) = instruction { return true }
        if case .wasm(.returnCallIndirect) = instruction { return true }
        return false
      }
    }
    self.options = options
    var isInProcess = false
    var hasInstanceParameter = false
    if case .process(let base, _) = options.home {
      isInProcess = true
      hasInstanceParameter = base == .parameter
    }
    context = Context()
    layout = InstanceLayout(module.validated)
    output = LLVM.Module(
      parsing: RuntimeSymbols.prelude(for: layout, options.home), named: "canister", in: context)
    output.setTarget(machine)
    debugLocations = options.functionNames == nil ? nil : DebugLocations(in: output)
    types = TypeLowering(
      context: context, hasInstanceParameter: hasInstanceParameter,
      passesCounter: options.metering == .exact,
      // Only this one of LLVM's conventions promises tail calls between functions of different
      // types; executables without them keep the faster one. In a process one module does not know
      // what the others do.
      convention: usesTailCalls || isInProcess ? .tail : .fast)
    runtime = RuntimeSymbols(module: output)
  }

  private func lowerBody(_ index: Int) {
    let functionIndex = validated.importedFunctionCount + index
    var lowering = FunctionLowering(
      instrumented.bodies[index], type: validated.functionTypes[functionIndex],
      function: functions[functionIndex], module: self)
    lowering.lower()
  }

  func memoryAddressType(_ memory: UInt32) -> AddressType {
    validated.memoryTypes[Int(memory)].addressType
  }
}
