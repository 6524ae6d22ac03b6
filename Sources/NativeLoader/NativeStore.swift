import CanisterRuntime
import Engines
import Instrumentation
import LLVM
import Lowering
import NativePasses
package import Validation
package import WebAssembly

/// Instances of plain modules, compiled to native code in this process and linked with each other
/// (Core Specification, "Store").
///
/// One thread at a time may use a store. What other instances may have references to lasts as long
/// as the store; the rest as long as someone holds its instance.
package final class NativeStore {
  let stack: NativeStack
  private let options: LoadingOptions
  private var typeIdentities: [FunctionType: UInt64] = [:]
  /// Instances whose functions may be found in tables and globals of others.
  private var retained: [NativeInstanceState] = []
  /// How many modules were asked for in the constant form and had to take the other.
  package private(set) var fallbackCount = 0

  package init(options: LoadingOptions) {
    self.options = options
    stack = NativeStack(
      sizeBytes: options.stackBytes, hasConstantForm: options.base == .constant)
  }

  /// How many instructions metered code may still execute.
  ///
  /// After a fault, which code with its counter in a register can't see coming, it is what it was
  /// when the store was last left or the runtime called.
  package var instructionsLeft: Int64 {
    get { stack.instructionsLeft.pointee }
    set { stack.instructionsLeft.pointee = newValue }
  }

  /// Makes an instance of a module (Core Specification, "Instantiation").
  ///
  /// `imports` gives what the module imports, of this store, or nil if there is no such thing.
  package func instantiate(
    _ module: ValidatedModule, imports: (Import) -> NativeEntity? = { _ in nil }
  ) throws(NativeInstantiationError) -> NativeInstance {
    let imported = try Self.matched(module.module, imports)
    let state = try NativeInstanceState(
      module, imported, on: stack, isConstantWanted: options.base == .constant)
    if options.base == .constant && state.base != .constant { fallbackCount += 1 }
    state.load(object: compile(module, state.base), typeIdentities: identities(of: module))
    if options.isConfined && !Confinement.enter() { throw .notConfined }
    if state.mayBeReferredTo { retained.append(state) }
    let instance = NativeInstance(self, state)
    do throws(NativeTrap) {
      try state.initialize()
      if let start = module.module.start { _ = try invoke(state.function(start)) }
    } catch {
      throw .trap(error)
    }
    return instance
  }

  /// Calls a function.
  ///
  /// - Precondition: The arguments are of the types of the function's parameters.
  package func invoke(
    _ function: NativeFunction, _ arguments: [WasmValue] = []
  ) throws(NativeTrap) -> [WasmValue] {
    try stack.invoke(function, arguments)
  }

  private static func matched(
    _ module: WebAssembly.Module, _ imports: (Import) -> NativeEntity?
  ) throws(NativeInstantiationError) -> [NativeEntity] {
    var matched: [NativeEntity] = []
    for imported in module.imports {
      guard let entity = imports(imported) else {
        throw .unknownImport(module: imported.module, name: imported.name)
      }
      let expected = EntityType(imported.description, types: module.types)
      guard entity.type.matches(expected) else {
        throw .incompatibleImport(
          module: imported.module, name: imported.name, expected: expected, found: entity.type)
      }
      matched.append(entity)
    }
    return matched
  }

  /// By type index; equal types of all modules of the store have equal numbers.
  private func identities(of module: ValidatedModule) -> [UInt64] {
    module.module.types.map { type in
      if let identity = typeIdentities[type] { return identity }
      let identity = UInt64(typeIdentities.count) + 1
      typeIdentities[type] = identity
      return identity
    }
  }

  private func compile(_ module: ValidatedModule, _ base: BaseForm) -> [UInt8] {
    let (options, identities) = (options, identities(of: module))
    return DeepThreads.perform { Self.compile(module, base, options, typeIdentities: identities) }
  }

  private static func compile(
    _ module: ValidatedModule, _ base: BaseForm, _ options: LoadingOptions,
    typeIdentities: [UInt64]
  ) -> [UInt8] {
    let instrumented = Pipeline.instrument(module, options: .plain(metering: options.metering))
    let part = ModulePart.whole(instrumented)
    let optimization = options.optimization.limited(to: part.effort)
    let target = options.processor.target
    let machine = TargetMachine(
      cpu: target.cpu, features: target.features, level: optimization.codeGeneration)
    let lowered = ModuleLowering.lower(
      instrumented, part: part,
      options: LoweringOptions(
        stableMemory: .call, metering: options.metering,
        home: .process(base, typeIdentities: typeIdentities),
        cpu: options.processor.rawValue),
      machine: machine)
    assert(lowered.verificationFailure() == nil, lowered.verificationFailure() ?? "")
    optimization.optimize(
      lowered, on: machine, isStrict: options.isStrict || options.metering == .reference)
    assert(lowered.verificationFailure() == nil, lowered.verificationFailure() ?? "")
    return machine.emit(lowered, as: .object)
  }
}
