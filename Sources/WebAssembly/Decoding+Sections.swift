// The sections but for code (Core Specification, "Binary Format: Modules").
extension Decoding {
  mutating func index() throws(DecodingError) -> UInt32 { try reader.u32() }

  mutating func importEntry() throws(DecodingError) -> Import {
    let module = try reader.name()
    let name = try reader.name()
    let kind = try reader.byte()
    let description: ExternalType
    switch kind {
    case 0: description = .function(typeIndex: try reader.u32())
    case 1: description = .table(try tableType())
    case 2: description = .memory(try memoryType())
    case 3: description = .global(try globalType())
    case 4:
      throw DecodingError(.unsupported("exceptions (import of a tag)"), at: reader.position - 1)
    default: throw DecodingError(.malformedImportKind(kind), at: reader.position - 1)
    }
    return Import(module: module, name: name, description: description)
  }

  mutating func table() throws(DecodingError) -> Table {
    guard reader.remaining >= 2, reader.bytes[reader.position] == 0x40 else {
      return Table(type: try tableType())
    }
    // A table with an initializer.
    reader.position += 1
    if try reader.byte() != 0 { throw DecodingError(.zeroByteExpected, at: reader.position - 1) }
    let type = try tableType()
    return Table(type: type, initializer: try constantExpression())
  }

  mutating func global() throws(DecodingError) -> Global {
    let type = try globalType()
    return Global(type: type, initializer: try constantExpression())
  }

  mutating func export() throws(DecodingError) -> Export {
    let name = try reader.name()
    let code = try reader.byte()
    guard let kind = ExternalKind(rawValue: code) else {
      let start = reader.position - 1
      if code == 4 { throw DecodingError(.unsupported("exceptions (export of a tag)"), at: start) }
      throw DecodingError(.malformedExportKind(code), at: start)
    }
    return Export(name: name, kind: kind, index: try reader.u32())
  }

  /// The flags say whether the segment is passive or declarative (bit 0), whether it names its
  /// table or is declarative (bit 1), and whether its elements are expressions (bit 2).
  mutating func elementSegment() throws(DecodingError) -> ElementSegment {
    let start = reader.position
    let flags = try reader.u32()
    guard flags <= 7 else { throw DecodingError(.malformedSegmentFlags(flags), at: start) }
    if flags != 0 { try require(.bulkMemory, "bulk memory (element segment)") }
    let mode: SegmentMode
    if flags & 1 == 0 {
      let table = flags & 2 != 0 ? try reader.u32() : 0
      mode = .active(index: table, offset: try constantExpression())
    } else {
      mode = flags & 2 == 0 ? .passive : .declarative
    }
    let usesExpressions = flags & 4 != 0
    var elementType = ValueType.funcref
    if flags & 3 != 0 {
      if usesExpressions {
        elementType = try referenceType()
      } else {
        let kind = try reader.byte()
        if kind != 0 { throw DecodingError(.malformedElementKind(kind), at: reader.position - 1) }
      }
    }
    let elements: ElementSegment.Elements =
      usesExpressions
      ? .expressions(try vector { d throws(DecodingError) in try d.constantExpression() })
      : .functions(try vector { d throws(DecodingError) in try d.index() })
    return ElementSegment(
      elementType: elementType, elements: elements, mode: mode, offsetBytes: start)
  }

  mutating func dataSegment() throws(DecodingError) -> DataSegment {
    let start = reader.position
    let flags = try reader.u32()
    let mode: SegmentMode
    switch flags {
    case 0: mode = .active(index: 0, offset: try constantExpression())
    case 1:
      try require(.bulkMemory, "bulk memory (passive data segment)")
      mode = .passive
    case 2:
      let memory = try reader.u32()
      mode = .active(index: memory, offset: try constantExpression())
    default: throw DecodingError(.malformedSegmentFlags(flags), at: start)
    }
    return DataSegment(bytes: try reader.byteVector(), mode: mode, offsetBytes: start)
  }

  mutating func decodeCustom() throws(DecodingError) {
    let name = try reader.name()
    let start = reader.position
    let bytes = Array(reader.bytes[start..<reader.end])
    reader.position = reader.end
    if name == "name" { module.names = NameSection(decoding: bytes) }
    module.customSections.append(CustomSection(name: name, bytes: bytes))
  }
}
