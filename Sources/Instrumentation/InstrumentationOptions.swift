/// What the passes may choose.
package struct InstrumentationOptions: Hashable, Sendable {
  /// Whether calls of the stable-memory API become instructions.
  package var stableMemory: StableMemoryForm

  package init(stableMemory: StableMemoryForm = .inline) {
    self.stableMemory = stableMemory
  }

  /// No passes at all: for modules that are no canisters, as those of the official test suite.
  package static let plain = InstrumentationOptions(stableMemory: .call)
}

/// The two forms of the stable-memory API.
package enum StableMemoryForm: String, Sendable, CaseIterable {
  /// Internal instructions, which native code turns into accesses of a second memory.
  case inline
  /// Calls of the runtime, opaque to the compiler, as all of the System API is.
  case call
}
