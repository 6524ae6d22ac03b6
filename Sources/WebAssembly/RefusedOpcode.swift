/// An instruction that is known and not supported, so that it can be refused by name.
package struct RefusedOpcode: Sendable {
  package let prefix: UInt8
  package let code: UInt32
  package let mnemonic: String
  package let proposal: Proposal

  init(_ code: UInt32, _ mnemonic: String, _ proposal: Proposal) {
    self.init(0, code, mnemonic, proposal)
  }

  init(_ prefix: UInt8, _ code: UInt32, _ mnemonic: String, _ proposal: Proposal) {
    self.prefix = prefix
    self.code = code
    self.mnemonic = mnemonic
    self.proposal = proposal
  }
}

/// The extensions of Wasm that are known and not supported.
package enum Proposal: Sendable, CaseIterable {
  case exceptionHandling, typedFunctionReferences, garbageCollection
  case threads, stackSwitching, wideArithmetic, customPageSizes

  /// The name, as messages use it.
  package var name: String {
    switch self {
    case .exceptionHandling: "exception handling"
    case .typedFunctionReferences: "typed function references"
    case .garbageCollection: "garbage collection"
    case .threads: "threads"
    case .stackSwitching: "stack switching"
    case .wideArithmetic: "wide arithmetic"
    case .customPageSizes: "custom page sizes"
    }
  }
}

extension RefusedOpcode {
  /// All rows.
  package static let all: [RefusedOpcode] =
    exceptions + functionReferences + garbageCollection + atomics + stackSwitching + wideArithmetic
}
