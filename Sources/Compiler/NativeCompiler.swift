package import Admission
import Engines
import Files
package import Instrumentation
import LLVM
import Lowering
import NativePasses
import ObjectFiles
import Symbols
import Synchronization
import WasmEmission
package import WebAssembly

/// The pipeline from a canister's Wasm to native code, in one page: the front door of this target.
///
/// `admit` reads a module as the Internet Computer would (gunzip, decode, validate, check the rules
/// for canisters). `emit` instruments it, lowers it to LLVM's form, optimises, and generates code.
/// `Linker` makes an executable of that and the runtime; `NativeEngine` puts all of this behind the
/// protocol by which canisters are run.
package struct NativeCompiler: Sendable {
  package let options: CodeOptions
  private let timer: PhaseTimer
  private let report: @Sendable (CompilationStage) -> Void

  /// The extensions of Wasm that lowering knows, among those that canisters may use.
  package static let features: Features = .ic

  /// A compiler that tells which stage it is about to enter, and times all of them.
  package init(
    options: CodeOptions, timer: PhaseTimer = PhaseTimer(),
    report: @escaping @Sendable (CompilationStage) -> Void = { _ in }
  ) {
    self.options = options
    self.timer = timer
    self.report = report
  }

  /// Reads a file.
  package func read(_ path: String) throws(CompilationError) -> [UInt8] {
    var stages = timer.sequence()
    defer { stages.end() }
    enter(.reading, &stages)
    do {
      return try InputFile.read(path)
    } catch {
      throw CompilationError(error)
    }
  }

  /// Checks that a module is a canister which a subnet of this kind would have.
  package func admit(
    _ bytes: [UInt8], subnet: SubnetKind = .application
  ) throws(AdmissionError) -> CanisterModule {
    try timer.admit(bytes, features: Self.features, subnet: subnet, report: report)
  }

  /// Compiles a canister up to code in one piece, for readers or for other linkers.
  package func emit(
    _ canister: CanisterModule, as emission: Emission
  ) throws(CompilationError) -> [UInt8] {
    if emission == .wasm { return WasmWriter.emit(canister.validated, options: options) }
    try loadLLVM()
    let instrumented = instrument(canister)
    let names = canister.functionNames(with: SwiftNames(of: canister))
    return DeepThreads.perform {
      emit(
        .whole(instrumented), of: instrumented, canister: canister, functionNames: names,
        as: emission)
    }
  }

  /// Compiles a canister to objects for the linker, on all processors.
  ///
  /// Each part of the module is lowered, optimised and emitted by itself, in an LLVM context of its
  /// own. The parts do not depend on the number of processors, and neither does what comes out.
  package func objects(of canister: CanisterModule) throws(CompilationError) -> [[UInt8]] {
    try loadLLVM()
    let instrumented = instrument(canister)
    let parts = ModulePart.split(instrumented)
    let names = canister.functionNames(with: SwiftNames(of: canister))
    let objects = Mutex([[UInt8]](repeating: [], count: parts.count))
    DeepThreads.perform(count: parts.count) { index in
      let object = emit(
        parts[index], of: instrumented, canister: canister, functionNames: names, as: .object)
      objects.withLock { $0[index] = object }
    }
    return objects.withLock { $0 }
  }

  /// Links objects with the runtime, into the executable at `path`.
  package func link(
    _ objects: [[UInt8]], with linker: Linker, to path: String
  ) throws(CompilationError) {
    var stages = timer.sequence()
    defer { stages.end() }
    enter(.linking, &stages)
    try linker.link(objects, to: path)
  }

  private func loadLLVM() throws(CompilationError) {
    do {
      try Library.load()
    } catch {
      throw .withoutLLVM(error)
    }
  }

  private func instrument(_ canister: CanisterModule) -> InstrumentedModule {
    var stages = timer.sequence()
    defer { stages.end() }
    enter(.instrumenting, &stages)
    return Pipeline.instrument(canister.validated, options: options)
  }

  private func emit(
    _ part: ModulePart, of instrumented: InstrumentedModule, canister: CanisterModule,
    functionNames: [String]?, as emission: Emission
  ) -> [UInt8] {
    var stages = timer.sequence()
    defer { stages.end() }
    enter(.lowering, &stages)
    let target = options.processor.target
    let optimization = options.optimization.limited(to: part.effort)
    let machine = TargetMachine(
      cpu: target.cpu, features: target.features, level: optimization.codeGeneration)
    let module = ModuleLowering.lower(
      instrumented, part: part,
      options: LoweringOptions(
        stableMemory: options.stableMemory, metering: options.metering,
        tracksPages: options.tracksPages, cpu: options.processor.rawValue,
        compilerDescription: "\(canister.hash) \(Version.line)",
        note: part.isFirst ? note(of: canister) : [],
        hasEnhancedOrthogonalPersistence: canister.hasEnhancedOrthogonalPersistence,
        reservesLastPages: canister.reservesLastPages, functionNames: functionNames),
      machine: machine)
    assert(module.verificationFailure() == nil, module.verificationFailure() ?? "")
    enter(.optimizing, &stages)
    optimization.optimize(module, on: machine, isStrict: options.metering == .reference)
    module.numberInlinedLocations(part.inlinedLocationNumbers(of: instrumented))
    module.padFrames()
    assert(module.verificationFailure() == nil, module.verificationFailure() ?? "")
    enter(.generating, &stages)
    switch emission {
    case .executable, .object:
      var object = machine.emit(module, as: .object)
      LineTable.load(in: &object)
      return object
    case .assembly: return machine.emit(module, as: .assembly)
    case .llvmIR: return Array(module.text.utf8)
    case .wasm: preconditionFailure("it needs no lowering")
    }
  }

  private func note(of canister: CanisterModule) -> [UInt8] {
    CanisterExecutable.section(
      CanisterDescription(canister), compiler: Version.line, compilation: options.values)
  }

  private func enter(_ stage: CompilationStage, _ stages: inout PhaseTimer.Sequence) {
    report(stage)
    stages.enter(stage)
  }
}

/// The stages of a compilation that may take a while.
package enum CompilationStage: String, CaseIterable, Sendable {
  case reading, decoding, validating, checking
  /// Looking for what was compiled before, and keeping what was not.
  case caching
  case instrumenting, lowering, optimizing, generating, linking
}
