/// What the passes may choose.
package struct InstrumentationOptions: Hashable, Sendable {
  /// Whether calls of the stable-memory API become instructions.
  package var stableMemory: StableMemoryForm
  /// Whether instructions are counted, and how.
  package var metering: MeteringForm

  package init(stableMemory: StableMemoryForm = .inline, metering: MeteringForm = .off) {
    self.stableMemory = stableMemory
    self.metering = metering
  }

  /// For modules that are no canisters, as those of the official test suite: unless instructions
  /// are counted, no passes at all.
  package static func plain(metering: MeteringForm) -> InstrumentationOptions {
    InstrumentationOptions(stableMemory: .call, metering: metering)
  }
}

/// The two forms of the stable-memory API.
package enum StableMemoryForm: String, Sendable, CaseIterable {
  /// Internal instructions, which native code turns into accesses of a second memory.
  case inline
  /// Calls of the runtime, opaque to the compiler, as all of the System API is.
  case call
}

/// How instructions are counted; both ways of counting give the same numbers.
package enum MeteringForm: String, Sendable, CaseIterable {
  /// With as few operations as the numbers allow.
  case exact
  /// Not at all: there is no limit, and `performance_counter` answers 0.
  case off
  /// By the letter of the definition, each charge and each check where it stands: to test against.
  case reference
}
