package import WebAssembly

/// The description of a canister's code, which its executable contains, too.
package struct CanisterDescription: Hashable, Sendable {
  /// The SHA-256 of the module, in hexadecimal digits.
  package let moduleHash: String
  /// The methods, in the order of the exports.
  package let methods: [Method]
  package let systemMethods: [SystemMethod]
  package let metadata: [MetadataSection]
  /// Nil without a memory.
  package let memory: MemoryType?
  /// The size of the module as it was given, compressed or not.
  package let moduleSizeBytes: UInt64
  /// How much there is to compile: the instructions of all functions, and two for each global.
  package let compiledInstructionCount: UInt64
  /// How many globals keep their values between messages.
  package let persistentGlobalCount: UInt64
  /// Whether it imports what tells the certificate of its data.
  package let readsCertificate: Bool

  /// A method that users and canisters call.
  package struct Method: Hashable, Sendable {
    package let name: String
    package let kind: CanisterMethodKind

    package init(name: String, kind: CanisterMethodKind) {
      self.name = name
      self.kind = kind
    }
  }

  package init(
    moduleHash: String, methods: [Method], systemMethods: [SystemMethod],
    metadata: [MetadataSection], memory: MemoryType?, moduleSizeBytes: UInt64,
    compiledInstructionCount: UInt64, persistentGlobalCount: UInt64, readsCertificate: Bool
  ) {
    self.moduleHash = moduleHash
    self.methods = methods
    self.systemMethods = systemMethods
    self.metadata = metadata
    self.memory = memory
    self.moduleSizeBytes = moduleSizeBytes
    self.compiledInstructionCount = compiledInstructionCount
    self.persistentGlobalCount = persistentGlobalCount
    self.readsCertificate = readsCertificate
  }

  /// The description of an admitted module.
  package init(_ module: CanisterModule) {
    self.init(
      moduleHash: module.hash,
      methods: module.methods.methods.map { Method(name: $0.name, kind: $0.kind) },
      systemMethods: module.methods.systemMethods.map(\.method), metadata: module.metadata,
      memory: module.module.memoryTypes.first, moduleSizeBytes: UInt64(module.bytes.count),
      compiledInstructionCount: module.module.bodies.reduce(
        2 * UInt64(module.module.globals.count)
      ) { $0 + UInt64($1.instructions.count) },
      persistentGlobalCount: UInt64(module.module.persistentGlobalIndexes.count),
      readsCertificate: module.module.imports.contains {
        ["data_certificate_size", "data_certificate_copy"].contains($0.name)
      })
  }

  /// Whether its addresses have 64 bits.
  package var is64Bit: Bool { memory?.addressType == .i64 }

  /// The method that callers know by this name.
  package func method(named name: String) -> Method? {
    methods.first { $0.name.hasSameBytes(as: name) }
  }
}

extension [MetadataSection] {
  /// Whether the heap may outlive an upgrade (Motoko's enhanced orthogonal persistence).
  package var hasEnhancedOrthogonalPersistence: Bool {
    contains { !$0.isPublic && $0.name == "enhanced-orthogonal-persistence" }
  }

  /// The canister's interface as Candid text, if it carries it.
  package var candidService: String? { text("candid:service") }

  /// The types of its installation argument as Candid text, if it carries them.
  package var candidArguments: String? { text("candid:args") }

  private func text(_ name: String) -> String? {
    first { $0.name == name }.map { String(decoding: $0.bytes, as: UTF8.self) }
  }
}
