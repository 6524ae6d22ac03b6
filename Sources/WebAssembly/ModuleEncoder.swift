/// Writes modules in the binary format, as `ModuleDecoder` reads them (Core Specification,
/// "Binary Format: Modules").
package enum ModuleEncoder {
  /// The bytes of a module that could be valid: what only validation refuses is written as it is.
  ///
  /// Numbers have their shortest forms, and custom sections come last.
  package static func encode(_ module: Module) -> [UInt8] {
    var writer = ByteWriter()
    writer.littleEndian(0x6D73_6100 as UInt32)
    writer.littleEndian(1 as UInt32)
    writer.section(.type, module.types) { $0.functionType($1) }
    writer.section(.import, module.imports) { $0.importEntry($1) }
    writer.section(.function, module.functionTypeIndexes) { $0.unsigned($1) }
    writer.section(.table, module.tables) { $0.tableType($1) }
    writer.section(.memory, module.memories) { $0.memoryType($1) }
    writer.section(.global, module.globals) { $0.global($1) }
    writer.section(.export, module.exports) { $0.export($1) }
    if let start = module.start { writer.section(.start) { $0.unsigned(start) } }
    writer.section(.element, module.elementSegments) { $0.elementSegment($1) }
    if let count = module.dataCount { writer.section(.dataCount) { $0.unsigned(count) } }
    writer.section(.code, module.bodies) { $0.body($1) }
    writer.section(.data, module.dataSegments) { $0.dataSegment($1) }
    for section in module.customSections { writer.custom(section) }
    return writer.bytes
  }
}

extension ByteWriter {
  /// A section, unless it would be empty.
  fileprivate mutating func section<Element>(
    _ section: Section, _ elements: [Element], _ element: (inout ByteWriter, Element) -> Void
  ) {
    guard !elements.isEmpty else { return }
    self.section(section) { $0.vector(elements, element) }
  }

  fileprivate mutating func section(_ section: Section, _ content: (inout ByteWriter) -> Void) {
    var writer = ByteWriter()
    content(&writer)
    byte(section.rawValue)
    sized(writer.bytes)
  }

  fileprivate mutating func custom(_ custom: CustomSection) {
    section(.custom) { writer in
      writer.name(custom.name)
      for byte in custom.bytes { writer.byte(byte) }
    }
  }
}

extension NameSection {
  /// What `CustomSection` has of the names, module and functions (Core Specification, appendix
  /// "Custom Sections").
  package var encoded: CustomSection {
    var writer = ByteWriter()
    if let module { writer.subsection(0) { $0.name(module) } }
    let sorted = functions.sorted { $0.key < $1.key }
    writer.subsection(1) { writer in
      writer.vector(sorted) { writer, entry in
        writer.unsigned(entry.key)
        writer.name(entry.value)
      }
    }
    return CustomSection(name: "name", bytes: writer.bytes)
  }
}

extension ByteWriter {
  fileprivate mutating func subsection(_ id: UInt8, _ content: (inout ByteWriter) -> Void) {
    var writer = ByteWriter()
    content(&writer)
    byte(id)
    sized(writer.bytes)
  }
}
