import Hashing
package import Validation
package import WebAssembly

/// A module that the Internet Computer would install, with its methods and metadata.
///
/// Only admission (`admit`) makes one, so holding one is the proof that every rule
/// holds (Interface Specification, "Canister module format").
package struct CanisterModule: Sendable {
  package let validated: ValidatedModule
  /// The kind of subnet whose limits it keeps to.
  package let subnet: SubnetKind
  /// The methods.
  package let methods: CanisterMethods
  /// The `icp:` custom sections, in the order of the module.
  package let metadata: [MetadataSection]
  /// The bytes as they were given, compressed or not.
  package let bytes: [UInt8]
  /// Whether the bytes were compressed.
  package let isGzipped: Bool
  package let uncompressedSizeBytes: Int
  /// The SHA-256 of the bytes, in hexadecimal digits.
  package let hash: String

  init(
    validated: ValidatedModule, subnet: SubnetKind, methods: CanisterMethods,
    metadata: [MetadataSection], bytes: [UInt8], isGzipped: Bool, uncompressedSizeBytes: Int
  ) {
    self.validated = validated
    self.subnet = subnet
    self.methods = methods
    self.metadata = metadata
    self.bytes = bytes
    self.isGzipped = isGzipped
    self.uncompressedSizeBytes = uncompressedSizeBytes
    hash = SHA256.hexadecimalHash(bytes)
  }

  package var module: Module { validated.module }

  /// The width of the canister's addresses, which its imports follow; `i32` without a memory.
  package var addressType: AddressType { module.memoryTypes.first?.addressType ?? .i32 }

  /// Whether the heap may outlive an upgrade (Motoko's enhanced orthogonal persistence).
  package var hasEnhancedOrthogonalPersistence: Bool { metadata.hasEnhancedOrthogonalPersistence }

  /// Whether the last pages of the heap are kept for upgrades: Motoko up to 0.6.20 needed them, and
  /// did not yet say which compiler it was.
  package var reservesLastPages: Bool {
    methods.method(named: "__motoko_async_helper")?.kind == .update
      && !metadata.contains { $0.name == "motoko:compiler" }
  }
}

/// A custom section of the canister's metadata: `icp:public NAME` or `icp:private NAME`.
package struct MetadataSection: Hashable, Sendable {
  package let name: String
  /// Whether everybody may read it, or only the canister's controllers.
  package let isPublic: Bool
  package let bytes: [UInt8]

  package init(name: String, isPublic: Bool, bytes: [UInt8]) {
    self.name = name
    self.isPublic = isPublic
    self.bytes = bytes
  }
}
