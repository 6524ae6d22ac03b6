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
/// Each family of instructions has a file, `FunctionLowering+Family.swift`; each section of a
/// module has a type that is given what it needs, such as `TableLowering`. Lowering trusts
/// validation and asserts what it relies on.
package final class ModuleLowering {
  let validated: ValidatedModule
  let options: LoweringOptions
  let output: LLVM.Module
  let types: TypeLowering
  let runtime: RuntimeSymbols
  let addresses: InstanceAddresses
  let emitter: FunctionEmitter
  /// By function index: each takes and returns Wasm values in the internal convention.
  let functions: [Function]
  var stableMemoryFunctions: StableMemoryFunctions
  var constants: ConstantLowering
  /// By index, in an executable; an immutable one is a constant, which LLVM folds.
  let globals: [Value]
  /// By index, of tables that nothing writes: the elements.
  let constantTables: [UInt32: Value]
  let dataSegments: DataSegments

  var context: Context { output.context }
  var wasm: WebAssembly.Module { validated.module }
  var isInProcess: Bool { options.home.isProcess }

  /// Lowers a module, or a part of it, for the machine that it will be optimised and emitted with.
  package static func lower(
    _ module: InstrumentedModule, part: ModulePart? = nil, options: LoweringOptions,
    machine: borrowing TargetMachine
  ) -> LLVM.Module {
    let part = part ?? .whole(module)
    let copies = part.copiedBodies(of: module)
    let layout = InstanceLayout(module.validated)
    let output = LLVM.Module(
      parsing: RuntimeSymbols.prelude(for: layout, options.home), named: "canister", in: Context())
    output.setTarget(machine)
    let locations = FunctionLocations(
      of: module.validated.module, in: output, areKept: options.functionNames != nil)
    let lowering = ModuleLowering(
      module, part, copies: Set(copies), options: options, layout, locations, in: output)
    for body in part.bodies + copies {
      lowering.lowerBody(module.bodies[body], UInt32(body))
    }
    if options.home.isProcess {
      lowering.lowerEntries(layout)
    } else if part.isFirst {
      lowering.lowerDescription()
    }
    locations.finish()
    return output
  }

  /// The only symbol that a canister's code exports: its description, an `rt_module`.
  package static let descriptionSymbol = "rt_module_description"

  /// The symbols that the output refers to, which the linker must define as these addresses.
  package static var absoluteSymbols: KeyValuePairs<String, UInt64> { RuntimeSymbols.addresses }

  /// Defines everything but bodies and the module's description.
  private init(
    _ module: InstrumentedModule, _ part: ModulePart, copies: Set<Int>, options: LoweringOptions,
    _ layout: InstanceLayout, _ locations: FunctionLocations, in output: LLVM.Module
  ) {
    let home = options.home
    validated = module.validated
    self.options = options
    self.output = output
    let hasTailCalls = module.hasTailCalls
    types = TypeLowering(
      context: output.context, hasInstanceParameter: home.passesInstance,
      passesCounter: options.metering == .exact,
      // Only this one of LLVM's conventions promises tail calls between functions of different
      // types; executables without them keep the faster one. In a process one module does not know
      // what the others do.
      convention: hasTailCalls || home.isProcess ? .tail : .fast)
    runtime = RuntimeSymbols(module: output)
    addresses = InstanceAddresses(
      layout, home, runtime: runtime,
      overflowArea: types.overflowArea(for: validated.module, home, part, in: output), in: output)
    emitter = FunctionEmitter(
      output: output, types: types, addresses: addresses, metering: options.metering,
      hasTailCalls: hasTailCalls, hasBacktraces: locations.areKept,
      inlineThreshold: module.inlineThreshold)
    stableMemoryFunctions = StableMemoryFunctions(
      emitter, runtime: runtime, options: options,
      has64BitHeap: validated.memoryTypes.first?.addressType == .i64, locations: locations)
    functions = FunctionDeclaration(
      instrumented: module, part: part, copies: copies, home: home, emitter: emitter,
      imports: ImportLowering(
        emitter: emitter, runtime: runtime, home: home, stableMemory: options.stableMemory,
        locations: locations),
      locations: locations
    ).declare(&stableMemoryFunctions)
    var constants = ConstantLowering(
      validated, home, functions: functions, types: types, in: output)
    globals = home.isProcess ? [] : constants.defineGlobals(part)
    constantTables = TableLowering(
      instrumented: module, part: part, home: home, types: types, constants: constants,
      output: output
    ).lower()
    dataSegments = DataSegments(validated.module.dataSegments, home, part, in: output)
    self.constants = constants
  }

  private func lowerBody(_ body: InstrumentedBody, _ index: UInt32) {
    let functionIndex = validated.importedFunctionCount + Int(index)
    var lowering = FunctionLowering(
      body, type: validated.functionTypes[functionIndex], function: functions[functionIndex],
      module: self)
    lowering.lower()
  }

  private func lowerEntries(_ layout: InstanceLayout) {
    var entries = EntryLowering(
      validated: validated, functions: functions, emitter: emitter,
      invokers: InvokerLowering(emitter, options.home))
    entries.lower(layout)
  }

  private func lowerDescription() {
    var description = DescriptionLowering(
      validated: validated, options: options, output: output, functions: functions,
      globals: globals, table: constantTables[0], droppedFlags: dataSegments.droppedFlags,
      constants: constants,
      initializer: InitializerLowering(
        validated: validated, globals: globals, dataSegments: dataSegments, emitter: emitter,
        runtime: runtime, constants: constants),
      invokers: InvokerLowering(emitter, options.home))
    description.lower()
  }

  func memoryAddressType(_ memory: UInt32) -> AddressType {
    validated.memoryTypes[Int(memory)].addressType
  }

  /// The record that a reference to a function points to.
  func functionReference(_ index: UInt32, _ code: borrowing CodeBuilder) -> Value {
    isInProcess
      ? addresses.address(of: .function(index), code)
      : constants.reference(toFunction: index)
  }
}

extension InstrumentedModule {
  /// Whether it has calls that give up their caller's frame.
  fileprivate var hasTailCalls: Bool {
    bodies.contains { body in
      body.instructions.contains { instruction in
        if case .wasm(.returnCall) = instruction { return true }
        if case .wasm(.returnCallIndirect) = instruction { return true }
        return false
      }
    }
  }

  /// How large a function LLVM may inline.
  ///
  /// A large module has been through an inliner before, and doing it again doubles the code: of a
  /// canister of 1.3 MB from 3.1 to 6.6 MB, and its compilation takes three times as long. A small
  /// module can bear LLVM's own measure.
  fileprivate var inlineThreshold: Int {
    bodies.reduce(0) { $0 + $1.instructions.count } > 100_000 ? 30 : 225
  }
}
