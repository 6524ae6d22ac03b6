/// The extensions of the first version of Wasm that a module may use.
///
/// Everything else that the specification or a proposal has (garbage collection, exceptions, typed
/// function references, threads) is refused by name wherever it appears.
package struct Features: OptionSet, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package static let mutableGlobals = Features(rawValue: 1 << 0)
  package static let signExtension = Features(rawValue: 1 << 1)
  package static let saturatingConversions = Features(rawValue: 1 << 2)
  package static let multiValue = Features(rawValue: 1 << 3)
  package static let bulkMemory = Features(rawValue: 1 << 4)
  package static let referenceTypes = Features(rawValue: 1 << 5)
  package static let simd = Features(rawValue: 1 << 6)
  package static let relaxedSIMD = Features(rawValue: 1 << 7)
  package static let memory64 = Features(rawValue: 1 << 8)
  package static let multiMemory = Features(rawValue: 1 << 9)
  package static let tailCalls = Features(rawValue: 1 << 10)
  package static let extendedConstantExpressions = Features(rawValue: 1 << 11)

  /// The version 2.0 of the specification without SIMD.
  package static let base: Features = [
    .mutableGlobals, .signExtension, .saturatingConversions, .multiValue, .bulkMemory,
    .referenceTypes,
  ]

  /// All that the released core specification has and that this project knows.
  package static let core: Features = [
    .base, .simd, .relaxedSIMD, .memory64, .multiMemory, .tailCalls,
    .extendedConstantExpressions,
  ]

  /// What the replica accepts in a canister.
  package static let ic: Features = [.base, .simd, .memory64, .tailCalls]
}

extension Features {
  /// The name of a single feature, as messages use it.
  package var name: String {
    switch self {
    case .mutableGlobals: "mutable globals"
    case .signExtension: "sign extension"
    case .saturatingConversions: "saturating conversions"
    case .multiValue: "multi-value"
    case .bulkMemory: "bulk memory"
    case .referenceTypes: "reference types"
    case .simd: "SIMD"
    case .relaxedSIMD: "relaxed SIMD"
    case .memory64: "memory64"
    case .multiMemory: "multiple memories"
    case .tailCalls: "tail calls"
    case .extendedConstantExpressions: "extended constant expressions"
    default: "several features"
    }
  }
}
