package import Instrumentation

/// What a user may choose about a compilation.
package struct CompileOptions: Hashable, Sendable {
  package var optimization: OptimizationLevel
  package var processor: Processor
  package var stableMemory: StableMemoryForm
  package var metering: MeteringForm

  package init(
    optimization: OptimizationLevel = .standard, processor: Processor = .default,
    stableMemory: StableMemoryForm = .inline, metering: MeteringForm = .exact
  ) {
    self.optimization = optimization
    self.processor = processor
    self.stableMemory = stableMemory
    self.metering = metering
  }
}

/// The forms in which a compilation can end.
package enum Emission: String, Sendable, CaseIterable {
  case executable = "exe"
  case object
  case assembly
  case llvmIR = "llvm-ir"
}
