/// The options of a canister's code.
///
/// All other descriptions of the code come from the encoding of this: the keys of the cache, the
/// notes of executables, what the interpreter's processes are told.
package struct CodeOptions: Codable, Hashable, Sendable {
  /// Whether calls of the stable-memory API become instructions.
  package var stableMemory: StableMemoryForm
  /// Whether instructions are counted, and how.
  package var metering: MeteringForm
  /// What messages pay for pages of memory, if instructions are counted.
  package var pageCharges: PageCharges
  /// How much native code is optimised.
  package var optimization: OptimizationLevel
  /// The processors that native code is for.
  package var processor: Processor

  package init(
    stableMemory: StableMemoryForm = .inline, metering: MeteringForm = .exact,
    pageCharges: PageCharges = .classic, optimization: OptimizationLevel = .standard,
    processor: Processor = .default
  ) {
    self.stableMemory = stableMemory
    self.metering = metering
    self.pageCharges = pageCharges
    self.optimization = optimization
    self.processor = processor
  }

  /// The defaults.
  package static let `default` = CodeOptions()

  /// For modules that are no canisters, as those of the official test suite: unless instructions
  /// are counted, no passes at all.
  package static func plain(metering: MeteringForm) -> CodeOptions {
    CodeOptions(stableMemory: .call, metering: metering)
  }

  /// Whether code has to tell which pages it touches.
  package var tracksPages: Bool { metering != .off && pageCharges == .tracker }

  /// Each value is a word; keys are what users call the options.
  private enum CodingKeys: String, CodingKey {
    case stableMemory = "stable"
    case metering
    case pageCharges = "page-charges"
    case optimization
    case processor = "cpu"
  }
}

/// The two forms of the stable-memory API.
package enum StableMemoryForm: String, Codable, Sendable, CaseIterable {
  /// Internal instructions, which native code turns into accesses of a second memory.
  case inline
  /// Calls of the runtime, opaque to the compiler, as all of the System API is.
  case call
}

/// The two regimes in which the Internet Computer has charged pages of memory.
package enum PageCharges: String, Codable, Sendable, CaseIterable {
  /// Until about July 2026: pages of 4 KiB, of stable memory when they are written first, of the
  /// heap after the execution if their content has changed.
  case classic
  /// Since then, by its memory tracker: pages of 64 KiB, alike of both memories, in the moment of
  /// their first access and once more of their first write.
  case tracker
}

/// How instructions are counted; both ways of counting give the same numbers.
package enum MeteringForm: String, Codable, Sendable, CaseIterable {
  /// With as few operations as the numbers allow.
  case exact
  /// Not at all: there is no limit, and `performance_counter` answers 0.
  case off
  /// By the letter of the definition, each charge and each check where it stands: to test against.
  case reference
}

/// How much the optimiser does: `-O0` to `-O3`.
package enum OptimizationLevel: String, Codable, Sendable, CaseIterable {
  case none = "0"
  case less = "1"
  case standard = "2"
  case aggressive = "3"
}

/// The processors that code can be made for.
package enum Processor: String, Codable, Sendable, CaseIterable {
  #if arch(x86_64)
    /// Those since about 2009, the oldest with an instruction for choosing lanes of a vector.
    case version2 = "x86-64-v2"
    /// Those since about 2013, with AVX2.
    case version3 = "x86-64-v3"
    /// Those with AVX-512.
    case version4 = "x86-64-v4"
  #else
    /// Any 64-bit processor by ARM.
    case baseline = "generic"
  #endif
  /// The one of this machine.
  case native

  #if arch(x86_64)
    /// The default target of code.
    package static let `default` = version3
  #else
    /// The default target of code.
    package static let `default` = baseline
  #endif
}
