import Bytes
import Gzip
import Hashing
import WebAssembly

/// The facts about a module that are known without running it.
package struct Inspection: Encodable, Sendable {
  /// The SHA-256 of the file, in hexadecimal digits: the canister's module hash.
  package let hash: String
  package let sizeBytes: Int
  package let isGzipped: Bool
  package let uncompressedSizeBytes: Int
  /// Why no canister may have the module; nil if one may.
  package let problem: String?
  package let counts: Counts
  /// Those of the binary format, in the order of the file.
  package let sections: [Section]
  package let memories: [Size]
  package let tables: [Size]
  package let imports: [String]
  package let methods: Methods
  /// The exports that have no meaning to the system.
  package let otherExports: [String]
  package let customSections: [Section]
  /// The interface in Candid, if the module carries it.
  package let candid: String?

  /// How many there are of what.
  package struct Counts: Encodable, Sendable {
    package let types: Int
    package let importedFunctions: Int
    package let functions: Int
    package let instructions: Int
    package let globals: Int
    package let dataSegments: Int
    package let elementSegments: Int
  }

  /// A section of the file.
  package struct Section: Encodable, Sendable {
    package let name: String
    package let sizeBytes: Int
  }

  /// The limits of a memory in pages of 64 KiB, or of a table in elements.
  package struct Size: Encodable, Sendable {
    package let minimum: UInt64
    package let maximum: UInt64?
    /// `i32` or `i64`.
    package let addressType: String
  }

  /// The exports that the system knows, by kind.
  package struct Methods: Encodable, Sendable {
    package let update: [String]
    package let query: [String]
    package let compositeQuery: [String]
    /// With their `canister_` in front.
    package let system: [String]
  }
}

extension Inspection {
  /// Looks at a module; also at one that no canister may have, as long as it can be decoded.
  package init(
    of bytes: [UInt8], subnet: SubnetKind = .application
  ) throws(AdmissionError) {
    let binary = Self.uncompressed(bytes)
    let admitted: CanisterModule
    do {
      admitted = try CanisterModule.admit(bytes, subnet: subnet)
    } catch {
      // Everything that can be read is shown; otherwise only the reason.
      guard let module = try? ModuleDecoder(features: .core).decode(binary) else { throw error }
      self.init(module, bytes: bytes, binary: binary, problem: "\(error)")
      return
    }
    self.init(admitted.module, bytes: bytes, binary: binary, problem: nil)
  }

  private static func uncompressed(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.starts(with: [0x1F, 0x8B]) else { return bytes }
    return (try? gunzip(bytes, limitBytes: 100 * 1024 * 1024)) ?? bytes
  }

  private init(_ module: Module, bytes: [UInt8], binary: [UInt8], problem: String?) {
    hash = SHA256.hexadecimalHash(bytes)
    sizeBytes = bytes.count
    isGzipped = bytes.starts(with: [0x1F, 0x8B])
    uncompressedSizeBytes = binary.count
    self.problem = problem
    counts = Counts(module)
    sections = Self.sections(of: binary)
    memories = module.memories.map { Size($0.limits, $0.addressType) }
    tables = module.tables.map { Size($0.limits, $0.addressType) }
    imports = module.imports.map { "\($0.module).\($0.name)" }
    let functions = module.exports.filter { $0.kind == .function }.map(\.name)
    methods = Methods(
      update: Self.names(functions, of: .update), query: Self.names(functions, of: .query),
      compositeQuery: Self.names(functions, of: .compositeQuery),
      system: functions.filter { SystemMethod(rawValue: $0) != nil })
    otherExports = module.exports.filter { export in
      export.kind != .function
        || SystemMethod(rawValue: export.name) == nil
          && !CanisterMethodKind.allCases.contains { export.name.hasPrefix("\($0.rawValue) ") }
    }.map { "\($0.kind) \($0.name)" }
    customSections = module.customSections.map {
      Section(name: $0.name, sizeBytes: $0.bytes.count)
    }
    candid = ["public", "private"].lazy.compactMap { scope in
      module.customSections.first { $0.name == "icp:\(scope) candid:service" }
    }.first.map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  private static func names(_ exports: [String], of kind: CanisterMethodKind) -> [String] {
    let prefix = kind.rawValue + " "
    return exports.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }

  /// The sections of a module that was decoded before: identifier, size, content.
  private static func sections(of binary: [UInt8]) -> [Section] {
    let names = [
      "custom", "type", "import", "function", "table", "memory", "global", "export", "start",
      "element", "code", "data", "data count",
    ]
    var sections: [Section] = []
    var position = 8
    while position < binary.count {
      let identifier = Int(binary[position])
      position += 1
      guard let size = try? LEB128.unsigned(bits: 32, in: binary, at: &position) else { break }
      let name = identifier < names.count ? names[identifier] : "unknown"
      sections.append(Section(name: name, sizeBytes: Int(size)))
      position += Int(size)
    }
    return sections
  }
}

extension Inspection.Counts {
  init(_ module: Module) {
    types = module.types.count
    importedFunctions = module.importedFunctionCount
    functions = module.bodies.count
    instructions = module.bodies.reduce(0) { $0 + $1.instructions.count }
    globals = module.globals.count
    dataSegments = module.dataSegments.count
    elementSegments = module.elementSegments.count
  }
}

extension Inspection.Size {
  init(_ limits: Limits, _ addressType: AddressType) {
    minimum = limits.minimum
    maximum = limits.maximum
    self.addressType = "\(addressType)"
  }
}
