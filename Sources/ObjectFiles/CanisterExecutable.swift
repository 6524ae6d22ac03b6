package import Admission
import CanisterRuntime
import Foundation
import WebAssembly

/// The description in an executable of the canister that it was compiled from.
///
/// A note in the file has it, in JSON, so the executable need not be run.
package struct CanisterExecutable: Equatable, Sendable {
  package let description: CanisterDescription
  /// The compiler and its options, for people: names and values.
  package let compilation: [String: String]

  static let note = ElfNote(owner: "Tinsmith", type: 1)

  /// Whether bytes are those of an executable, made by any program.
  package static func isExecutable(_ bytes: [UInt8]) -> Bool { bytes.starts(with: ElfFile.magic) }

  /// Reads the note of an executable.
  package init(reading bytes: [UInt8]) throws(CanisterExecutableError) {
    guard let content = try Self.note.content(in: bytes) else { throw .noNote }
    try self.init(content: content)
  }

  /// Reads the content of a note.
  package init(content: [UInt8]) throws(CanisterExecutableError) {
    let data = Data(content)
    guard let version = try? JSONDecoder().decode(NoteVersion.self, from: data) else {
      throw .noteNotRead
    }
    guard version.abi == RT_ABI_VERSION else {
      throw .otherVersion(
        compiler: version.compiler, found: version.abi, expected: RT_ABI_VERSION)
    }
    guard let note = try? JSONDecoder().decode(NoteContent.self, from: data),
      let description = CanisterDescription(note)
    else { throw .noteNotRead }
    self.description = description
    compilation = note.compilation
  }

  /// The section that an object must have for its executable to be read: what `compiler` made, and
  /// how.
  package static func section(
    _ description: CanisterDescription, compiler: String, compilation: [String: String]
  ) -> [UInt8] {
    note.section(content(description, compiler: compiler, compilation: compilation))
  }

  /// The content of a note.
  package static func content(
    _ description: CanisterDescription, compiler: String, compilation: [String: String]
  ) -> [UInt8] {
    let encoder = JSONEncoder()
    // The same input gives the same bytes.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard
      let content = try? encoder.encode(
        NoteContent(description, compiler: compiler, compilation: compilation))
    else { preconditionFailure("texts and numbers can be encoded") }
    return [UInt8](content)
  }
}

/// What every version's note has.
private struct NoteVersion: Decodable {
  let abi: UInt32
  let compiler: String
}

/// The note, as JSON has it.
private struct NoteContent: Codable {
  var abi = RT_ABI_VERSION
  let compiler: String
  let moduleHash: String
  let methods: [Method]
  let systemMethods: [String]
  let metadata: [Metadata]
  let memory: Memory?
  let moduleSizeBytes: UInt64
  let compiledInstructionCount: UInt64
  let persistentGlobalCount: UInt64
  let readsCertificate: Bool
  let compilation: [String: String]

  struct Method: Codable {
    let name: String
    /// The prefix of the export.
    let kind: String
  }

  struct Metadata: Codable {
    let name: String
    let isPublic: Bool
    let content: Data
  }

  /// Pages of 64 KiB, and the width of addresses in bits.
  struct Memory: Codable {
    let minimum: UInt64
    let maximum: UInt64?
    let addressBits: Int
  }

  init(
    _ description: CanisterDescription, compiler: String, compilation: [String: String]
  ) {
    self.compiler = compiler
    self.compilation = compilation
    moduleHash = description.moduleHash
    methods = description.methods.map { Method(name: $0.name, kind: $0.kind.rawValue) }
    systemMethods = description.systemMethods.map(\.rawValue)
    metadata = description.metadata.map {
      Metadata(name: $0.name, isPublic: $0.isPublic, content: Data($0.bytes))
    }
    memory = description.memory.map {
      Memory(
        minimum: $0.limits.minimum, maximum: $0.limits.maximum,
        addressBits: $0.addressType == .i32 ? 32 : 64)
    }
    moduleSizeBytes = description.moduleSizeBytes
    compiledInstructionCount = description.compiledInstructionCount
    persistentGlobalCount = description.persistentGlobalCount
    readsCertificate = description.readsCertificate
  }
}

extension CanisterDescription {
  /// Nil if the note contradicts itself.
  fileprivate init?(_ note: NoteContent) {
    let methods = note.methods.compactMap { method in
      CanisterMethodKind(rawValue: method.kind).map { Method(name: method.name, kind: $0) }
    }
    let systemMethods = note.systemMethods.compactMap(SystemMethod.init)
    // The hash names files.
    guard methods.count == note.methods.count, systemMethods.count == note.systemMethods.count,
      note.moduleHash.utf8.count == 64,
      note.moduleHash.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }),
      note.memory.map({ [32, 64].contains($0.addressBits) }) ?? true,
      // They are added up.
      note.moduleSizeBytes < 1 << 40, note.persistentGlobalCount < 1 << 40
    else { return nil }
    self.init(
      moduleHash: note.moduleHash, methods: methods, systemMethods: systemMethods,
      metadata: note.metadata.map {
        MetadataSection(name: $0.name, isPublic: $0.isPublic, bytes: [UInt8]($0.content))
      },
      memory: note.memory.map {
        MemoryType(
          limits: Limits(minimum: $0.minimum, maximum: $0.maximum),
          addressType: $0.addressBits == 32 ? .i32 : .i64)
      },
      moduleSizeBytes: note.moduleSizeBytes,
      compiledInstructionCount: note.compiledInstructionCount,
      persistentGlobalCount: note.persistentGlobalCount,
      readsCertificate: note.readsCertificate)
  }
}
