import WebAssembly

/// What a canister's module may be at most, with the replica's figures of 2026.
enum AdmissionLimits {
  static let moduleBytes = 100 * 1024 * 1024
  /// The documentation says 10 MiB, the replica had 11 in 2025 and has 12 since.
  static let codeSectionBytes: UInt64 = 12 * 1024 * 1024
  static let functions = 50_000
  static let globals = 1_000
  static let instructionsPerFunction = 1_000_000
  static let complexityPerFunction: UInt64 = 1_000_000
  static let functionNameBytes = 1024 * 1024
  static let metadataSections = 16
  static let metadataBytes = 1024 * 1024
  static let tables = 1
  static let tableElements: UInt64 = 1_000_000

  static func methods(on subnet: SubnetKind) -> Int {
    switch subnet {
    case .application, .system: 1_000
    case .benchmarking: 100_000
    }
  }

  static func methodNamesBytes(on subnet: SubnetKind) -> Int {
    switch subnet {
    case .application, .system: 20_000
    case .benchmarking: 5_000_000
    }
  }

  /// 4 GiB with 32-bit addresses, 6 GiB with 64-bit ones.
  static func memoryPages(_ addressType: AddressType) -> UInt64 {
    switch addressType {
    case .i32: 65_536
    case .i64: 98_304
    }
  }
}
