package import Admission
import Bytes

/// What a subnet must know of a canister's code.
package struct CodeDescription: Codable, Equatable, Sendable {
  /// By what the host knows the code: the SHA-256 of its module, in hexadecimal digits, and what
  /// else the host may need behind a point.
  package var identity: String
  package var methods: [String: CanisterMethodKind]
  package var systemMethods: Set<SystemMethod>
  /// Whether upgrades must keep the heap (enhanced orthogonal persistence).
  package var keepsHeap: Bool
  /// Whether its addresses have 64 bits.
  package var is64Bit = false
  /// How many instructions it costs to compile the module.
  package var compilationInstructions: UInt64 = 0
  /// The names of the sections of metadata, and whether everybody may read them.
  package var metadata: [String: Bool] = [:]
  package var sizes = Sizes()
  /// Whether the code can read the certificate of its data.
  package var readsCertificate = false

  /// What code takes of a canister's memory, in bytes.
  package struct Sizes: Codable, Equatable, Sendable {
    /// The module as it was given.
    package var moduleBytes: UInt64 = 0
    package var metadataBytes: UInt64 = 0
    package var globalsBytes: UInt64 = 0

    package init() {}
  }

  /// What globals take of the memory, together with the counter of instructions, which is one, too.
  static func globalsBytes(count: UInt64) -> UInt64 { 32 * (count &+ 1) }

  /// What compiling costs, as so many instructions for each one that is compiled.
  private static let compilationCost: UInt64 = 6000

  package init(
    identity: String, methods: [String: CanisterMethodKind] = [:],
    systemMethods: Set<SystemMethod> = [], keepsHeap: Bool = false
  ) {
    self.identity = identity
    self.methods = methods
    self.systemMethods = systemMethods
    self.keepsHeap = keepsHeap
  }

  /// The SHA-256 of the module.
  package var moduleHash: [UInt8]? { [UInt8](hexadecimal: moduleHashDigits) }

  /// The same in hexadecimal digits.
  package var moduleHashDigits: String { String(identity.prefix { $0 != "." }) }

  /// The description of a canister's module.
  package init(_ description: CanisterDescription, identity: String) {
    self.init(
      identity: identity,
      methods: Dictionary(
        description.methods.map { ($0.name, $0.kind) }, uniquingKeysWith: { first, _ in first }),
      systemMethods: Set(description.systemMethods),
      keepsHeap: description.metadata.hasEnhancedOrthogonalPersistence)
    is64Bit = description.is64Bit
    compilationInstructions = description.compiledInstructionCount &* Self.compilationCost
    metadata = Dictionary(
      description.metadata.map { ($0.name, $0.isPublic) }, uniquingKeysWith: { first, _ in first })
    readsCertificate = description.readsCertificate
    sizes.moduleBytes = description.moduleSizeBytes
    sizes.globalsBytes = Self.globalsBytes(count: description.persistentGlobalCount)
    sizes.metadataBytes = description.metadata.reduce(0) {
      $0 + UInt64($1.name.utf8.count + $1.bytes.count)
    }
  }

  private enum CodingKeys: CodingKey {
    case identity, methods, systemMethods, keepsHeap, is64Bit, compilationInstructions, metadata
    case sizes, readsCertificate
  }

  /// Encodes the sets in an order of their own, so that equal values have equal encodings.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(identity, forKey: .identity)
    try container.encode(methods, forKey: .methods)
    try container.encode(
      systemMethods.sorted { $0.rawValue < $1.rawValue }, forKey: .systemMethods)
    try container.encode(keepsHeap, forKey: .keepsHeap)
    try container.encode(is64Bit, forKey: .is64Bit)
    try container.encode(compilationInstructions, forKey: .compilationInstructions)
    try container.encode(metadata, forKey: .metadata)
    try container.encode(sizes, forKey: .sizes)
    try container.encode(readsCertificate, forKey: .readsCertificate)
  }
}
