package import Instrumentation
package import Lowering

/// How plain modules are compiled for this process.
package struct LoadingOptions: Sendable {
  /// Where it is possible: only one memory at a time can have the address that the constant form
  /// needs.
  package var base: BaseForm
  package var optimization: OptimizationLevel
  package var processor: Processor
  /// Whether an access out of bounds leaves all that came before it, and nothing of what follows.
  ///
  /// Else code is as that of canisters: faster, as their state of before a message comes back.
  package var isStrict: Bool
  /// Whether instructions are counted, and how.
  package var metering: MeteringForm
  /// Whether this process is confined for good before code runs; then no other module can be
  /// loaded.
  package var isConfined = false
  /// The size of the native stack.
  package var stackBytes: UInt64 = 8 << 20

  package init(
    base: BaseForm = .parameter, optimization: OptimizationLevel = .standard,
    processor: Processor = .default, isStrict: Bool = true,
    metering: MeteringForm = .off
  ) {
    self.base = base
    self.optimization = optimization
    self.processor = processor
    self.isStrict = isStrict
    self.metering = metering
  }
}
