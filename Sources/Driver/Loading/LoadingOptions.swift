package import Instrumentation
package import Lowering

/// How plain modules are compiled for this process.
package struct LoadingOptions: Sendable {
  /// Where it is possible: only one memory at a time can have the place that the constant form
  /// needs.
  package var base: BaseForm
  package var optimization: OptimizationLevel
  package var processor: Processor
  /// Whether all loads are volatile, so that LLVM can't lose the trap of any.
  package var isStrict: Bool
  /// Whether instructions are counted, and how.
  package var metering: MeteringForm
  /// The size of the native stack.
  package var stackBytes: UInt64 = 8 << 20

  package init(
    base: BaseForm = .parameter, optimization: OptimizationLevel = .standard,
    processor: Processor = .default, isStrict: Bool = false,
    metering: MeteringForm = .off
  ) {
    self.base = base
    self.optimization = optimization
    self.processor = processor
    self.isStrict = isStrict
    self.metering = metering
  }
}
