package import Canister
import Instrumentation
import LLVM
import Lowering
package import WebAssembly

/// The pipeline from a canister's Wasm to native code, in one page: the front door of this target.
///
/// `admit` reads a module as the Internet Computer would (gunzip, decode, validate, check the rules
/// for canisters). `emit` instruments it, lowers it to LLVM's form, optimises, and generates code.
/// `Linker` makes an executable of that and the runtime; `NativeEngine` puts all of this behind the
/// protocol by which canisters are run.
package struct Compiler {
  package let options: CompileOptions
  private let report: (CompilationStage) -> Void

  /// The extensions of Wasm that lowering knows, among those that canisters may use.
  package static let features: Features = .base

  /// A compiler that tells which stage it is about to enter.
  package init(options: CompileOptions, report: @escaping (CompilationStage) -> Void = { _ in }) {
    self.options = options
    self.report = report
  }

  /// Reads a module and checks that it is a canister.
  package func admit(_ bytes: [UInt8]) throws(AdmissionError) -> CanisterModule {
    report(.reading)
    return try CanisterModule.admit(bytes, features: Self.features)
  }

  /// Compiles a canister up to code for the linker or for readers.
  package func emit(_ canister: CanisterModule, as emission: Emission) -> [UInt8] {
    report(.lowering)
    let instrumented = Pipeline.instrument(
      canister.validated, options: InstrumentationOptions(stableMemory: options.stableMemory))
    let target = options.processor.target
    let machine = TargetMachine(
      cpu: target.cpu, features: target.features, level: options.optimization.codeGeneration)
    let module = ModuleLowering.lower(
      instrumented,
      options: LoweringOptions(
        stableMemory: options.stableMemory, cpu: options.processor.rawValue,
        compilerDescription: "\(canister.hash) \(Version.line)",
        hasEnhancedOrthogonalPersistence: canister.hasEnhancedOrthogonalPersistence),
      machine: machine)
    assert(module.verificationFailure() == nil, module.verificationFailure() ?? "")
    report(.optimizing)
    options.optimization.optimize(module, on: machine)
    assert(module.verificationFailure() == nil, module.verificationFailure() ?? "")
    report(.generating)
    return switch emission {
    case .executable, .object: machine.emit(module, as: .object)
    case .assembly: machine.emit(module, as: .assembly)
    case .llvmIR: Array(module.text.utf8)
    }
  }

  /// Links an object that `emit` made with the runtime, into the executable at `path`.
  package func link(
    _ object: [UInt8], with linker: Linker, to path: String
  ) throws(CompilationError) {
    report(.linking)
    try linker.link(object, to: path)
  }
}

/// The stages of a compilation that may take a while.
package enum CompilationStage: String, Sendable {
  case reading, lowering, optimizing, generating, linking
}
