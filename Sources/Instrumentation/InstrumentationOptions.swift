/// What the passes may choose.
package struct InstrumentationOptions: Hashable, Sendable {
  /// Whether calls of the stable-memory API become instructions.
  package var stableMemory: StableMemoryForm
  /// Whether instructions are counted, and how.
  package var metering: MeteringForm
  /// What messages pay for pages of memory, if instructions are counted.
  package var pageCharges: PageCharges
  /// Whether code tells who watches its calls; only the interpreter has watchers.
  package var watchesCalls = false

  package init(
    stableMemory: StableMemoryForm = .inline, metering: MeteringForm = .off,
    pageCharges: PageCharges = .classic
  ) {
    self.stableMemory = stableMemory
    self.metering = metering
    self.pageCharges = pageCharges
  }

  /// Whether code has to tell which pages it touches.
  package var tracksPages: Bool { metering != .off && pageCharges == .tracker }

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

/// The two regimes in which the Internet Computer has charged pages of memory.
package enum PageCharges: String, Sendable, CaseIterable {
  /// Until about July 2026: pages of 4 KiB, of stable memory when they are written first, of the
  /// heap after the execution if their content has changed.
  case classic
  /// Since then, by its memory tracker: pages of 64 KiB, alike of both memories, in the moment of
  /// their first access and once more of their first write.
  case tracker
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
