package import Instrumentation

/// The parameters of a module's lowering, beside the module.
package struct LoweringOptions: Sendable {
  /// Whether accesses of stable memory become loads and stores, or stay calls of the runtime.
  package var stableMemory: StableMemoryForm
  /// How the charges are executed that instrumentation has put in.
  package var metering: MeteringForm
  /// Whether pages are charged by the memory tracker.
  package var tracksPages: Bool
  /// What the code becomes a part of.
  package var home: CodeHome
  /// The level of processor that the code needs; the executable checks it when it starts.
  package var cpu: String
  /// A line about the compiler of the module.
  package var compilerDescription: String
  /// The content of a section for readers of the executable; empty for none.
  package var note: [UInt8]
  /// Whether the canister keeps its heap over upgrades when asked to.
  package var hasEnhancedOrthogonalPersistence: Bool
  /// Whether the canister may use the last pages of its heap only to upgrade.
  package var reservesLastPages: Bool
  /// By function index, for backtraces; nil if there are none, and then no backtraces either.
  package var functionNames: [String]?

  package init(
    stableMemory: StableMemoryForm = .inline, metering: MeteringForm = .off,
    tracksPages: Bool = false, home: CodeHome = .executable, cpu: String,
    compilerDescription: String = "tinsmith", note: [UInt8] = [],
    hasEnhancedOrthogonalPersistence: Bool = false, reservesLastPages: Bool = false,
    functionNames: [String]? = nil
  ) {
    self.stableMemory = stableMemory
    self.metering = metering
    self.tracksPages = tracksPages
    self.home = home
    self.cpu = cpu
    self.compilerDescription = compilerDescription
    self.note = note
    self.hasEnhancedOrthogonalPersistence = hasEnhancedOrthogonalPersistence
    self.reservesLastPages = reservesLastPages
    self.functionNames = functionNames
  }
}
