package import Instrumentation
package import NativePasses

/// What a user may choose about a compilation.
package struct CompileOptions: Hashable, Sendable {
  package var optimization: OptimizationLevel
  package var processor: Processor
  package var stableMemory: StableMemoryForm
  package var metering: MeteringForm
  package var pageCharges: PageCharges

  package init(
    optimization: OptimizationLevel = .standard, processor: Processor = .default,
    stableMemory: StableMemoryForm = .inline, metering: MeteringForm = .exact,
    pageCharges: PageCharges = .classic
  ) {
    self.optimization = optimization
    self.processor = processor
    self.stableMemory = stableMemory
    self.metering = metering
    self.pageCharges = pageCharges
  }

  /// For those who read an executable: names and values.
  var description: [String: String] {
    [
      "cpu": processor.rawValue, "stable": stableMemory.rawValue,
      "metering": metering.rawValue, "optimization": "\(optimization.rawValue)",
    ]
  }

  package var instrumentation: InstrumentationOptions {
    InstrumentationOptions(
      stableMemory: stableMemory, metering: metering, pageCharges: pageCharges)
  }
}

/// The forms in which a compilation can end.
package enum Emission: String, Sendable, CaseIterable {
  case executable = "exe"
  case object
  case assembly
  case llvmIR = "llvm-ir"
}
