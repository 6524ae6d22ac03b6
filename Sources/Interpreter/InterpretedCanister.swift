import CanisterRuntime
package import Instrumentation
import Validation
import WebAssembly

/// A canister whose code the interpreter runs, in this process.
///
/// The runtime in C is around it: memories, transactions and System API are those of compiled
/// canisters. The runtime knows the canister by the same description that is part of a compiled
/// one (`rt_module`), made here as data (`InterpretedCanister+Description.swift`). A process has
/// one canister.
package final class InterpretedCanister {
  let store: Store
  let bridge = HostBridge()
  let instantiation: Instantiation
  private let memory: MemoryAddress?
  /// The content of data segments when a message begins: active ones are spent at installation.
  private let passiveSegments: [[UInt8]]
  let identity: String
  let isMetered: Bool
  let tracksPages: Bool
  let hasEnhancedOrthogonalPersistence: Bool
  let reservesLastPages: Bool
  /// By function index, as people know them; nil if there are none.
  let functionNames: [String]?
  /// Gets the profile of each execution, if the module was instrumented for that.
  package var profiled: ((CallProfile) -> Void)?

  var instance: UnsafeMutablePointer<ModuleInstance> { instantiation.instance }

  /// Makes a canister of the code of an admitted module.
  ///
  /// `identity` is what the state is marked with: it begins with the module's SHA-256 in
  /// hexadecimal digits. `options` are those that the module was instrumented with: if its code has
  /// no charges in it, the System API has none.
  package init(
    _ module: InstrumentedModule, identity: String, options: CodeOptions,
    hasEnhancedOrthogonalPersistence: Bool, reservesLastPages: Bool = false,
    functionNames: [String]? = nil
  ) throws(InstantiationError) {
    let validated = module.validated
    self.identity = identity
    isMetered = options.metering != .off
    tracksPages = options.tracksPages
    self.hasEnhancedOrthogonalPersistence = hasEnhancedOrthogonalPersistence
    self.reservesLastPages = reservesLastPages
    self.functionNames = functionNames
    store = Store(limits: Self.limits)
    store.countInstructions(at: rt_instruction_counter())
    memory = validated.memoryTypes.first.flatMap { MemoryInstance(ofCanister: $0) }
      .map(store.allocate)
    var imports: [ExternalValue] = []
    for imported in validated.module.imports {
      imports.append(
        try Self.value(of: imported, types: validated.module.types, store, bridge, memory))
    }
    instantiation = try Instantiation(module, in: store, imports, memory: memory)
    instantiation.instance.pointee.stableMemory = bridge.stableMemory()
    instantiation.instance.pointee.growCanisterMemory = bridge.memoryGrow()
    passiveSegments = validated.module.dataSegments.map { $0.mode == .passive ? $0.bytes : [] }
    // A segment that does not fit is found again at installation, and is a trap there.
    try? instantiation.initializeTables()
  }

  /// More than fits on the stack of the Internet Computer: no frame takes less than 16 bytes there,
  /// and few have so many locals that are never used.
  private static let limits: ExecutionLimits = {
    var limits = ExecutionLimits()
    limits.callDepth = StackFrames.stackBytes / 16
    limits.slotCount = 1 << 24
    return limits
  }()

  private static func value(
    of imported: Import, types: [FunctionType], _ store: Store, _ bridge: HostBridge,
    _ memory: MemoryAddress?
  ) throws(InstantiationError) -> ExternalValue {
    switch imported.description {
    case .function(let type):
      if let function = bridge.function(imported.name) {
        return .function(store.makeFunction(type: types[Int(type)], function))
      }
    case .table(let type): return .table(try store.makeTable(type))
    case .memory: if let memory { return .memory(memory) }
    case .global: break
    }
    throw .unknownImport(module: imported.module, name: imported.name)
  }

  /// Runs a function for the runtime: an entry point, or a callback.
  func run(_ function: FunctionAddress, _ words: UnsafeMutablePointer<UInt64>) -> rt_ending {
    beginMessage()
    beginProfile()
    defer { endProfile() }
    let arguments = function.pointee.type.parameters.enumerated().map {
      WasmValue(Slot(words[$0.offset]), $0.element)
    }
    do throws(TrapReport) {
      _ = try store.invoke(function, arguments)
    } catch {
      for function in error.frames { rt_note_frame(function) }
      return bridge.ending(error.trap)
    }
    return rt_ending(exit: .return, trap: .unreachable)
  }

  /// Gives globals their first values and copies active segments, as an installation begins.
  func initialize() -> rt_ending {
    beginMessage()
    instantiation.setGlobals()
    instantiation.fillSegments()
    do throws(Trap) {
      try instantiation.initializeTables()
      if !rt_memory_is_kept() { try instantiation.initializeMemories() }
    } catch {
      return rt_ending(exit: .trap, trap: error)
    }
    return rt_ending(exit: .return, trap: .unreachable)
  }

  private func beginProfile() {
    guard profiled != nil else { return }
    let watcher = CallWatcher()
    watcher.begin(instructionsLeft: store.instructionsLeft)
    store.stack.watcher = watcher
  }

  private func endProfile() {
    guard let profiled, let watcher = store.stack.watcher else { return }
    watcher.end(instructionsLeft: store.instructionsLeft)
    profiled(watcher.profile)
  }

  /// Replaces the instance, as for each message, but keeps its memory and globals.
  ///
  /// Tables need nothing: no canister may change one.
  private func beginMessage() {
    memory?.pointee.takeSize()
    instance.pointee.dataSegments = passiveSegments
  }
}
