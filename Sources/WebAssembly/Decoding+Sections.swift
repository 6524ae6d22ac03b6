// The sections but for code (Core Specification, "Binary Format: Modules").
extension Decoding {
  mutating func index() throws(DecodingError) -> UInt32 { try reader.u32() }

  mutating func importEntry() throws(DecodingError) -> Import {
    let module = try reader.name()
    let name = try reader.name()
    let kindStart = reader.position
    let kind = try reader.byte()
    let description: ExternalType
    switch kind {
    case 0: description = .function(typeIndex: try reader.u32())
    case 1: description = .table(try tableType())
    case 2: description = .memory(try memoryType())
    case 3: description = .global(try globalType())
    case 4: throw DecodingError(.refused(.tagImport, .exceptionHandling), at: kindStart)
    default: throw DecodingError(.malformedImportKind(kind), at: kindStart)
    }
    return Import(module: module, name: name, description: description)
  }

  /// The type of a table; one with an initializer would begin with a byte that is no type.
  mutating func table() throws(DecodingError) -> TableType {
    if !reader.isAtEnd, reader.bytes[reader.position] == 0x40 {
      throw reader.error(.refused(.tableInitializer, .typedFunctionReferences))
    }
    return try tableType()
  }

  mutating func global() throws(DecodingError) -> Global {
    let type = try globalType()
    return Global(type: type, initializer: try constantExpression())
  }

  mutating func export() throws(DecodingError) -> Export {
    let name = try reader.name()
    let kindStart = reader.position
    let code = try reader.byte()
    if code == 4 { throw DecodingError(.refused(.tagExport, .exceptionHandling), at: kindStart) }
    guard let kind = ExternalKind(rawValue: code) else {
      throw DecodingError(.malformedExportKind(code), at: kindStart)
    }
    return Export(name: name, kind: kind, index: try reader.u32())
  }

  /// The flags say whether the segment is passive or declarative (bit 0), whether it names its
  /// table or is declarative (bit 1), and whether its elements are expressions (bit 2).
  mutating func elementSegment() throws(DecodingError) -> ElementSegment {
    let start = reader.position
    let flags = try reader.u32()
    guard flags <= 7 else { throw DecodingError(.malformedSegmentFlags(flags), at: start) }
    if flags != 0 { try requireBulkMemory(.segmentFlags(flags), at: start) }
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
        let kindStart = reader.position
        let kind = try reader.byte()
        if kind != 0 { throw DecodingError(.malformedElementKind(kind), at: kindStart) }
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
      try requireBulkMemory(.segmentFlags(flags), at: start)
      mode = .passive
    case 2:
      try requireBulkMemory(.segmentFlags(flags), at: start)
      let memory = try reader.u32()
      mode = .active(index: memory, offset: try constantExpression())
    default: throw DecodingError(.malformedSegmentFlags(flags), at: start)
    }
    return DataSegment(bytes: try reader.byteVector(), mode: mode, offsetBytes: start)
  }

  mutating func dataCount() throws(DecodingError) -> UInt32 {
    try requireBulkMemory(.dataCountSection, at: reader.position)
    return try reader.u32()
  }

  mutating func decodeCustom() throws(DecodingError) {
    let name = try reader.name()
    let start = reader.position
    let bytes = Array(reader.bytes[start..<reader.end])
    reader.position = reader.end
    if name == "name" { module.names = NameSection(decoding: bytes) }
    module.customSections.append(CustomSection(name: name, bytes: bytes))
  }

  private func requireBulkMemory(
    _ construct: DecodingError.Construct, at start: Int
  ) throws(DecodingError) {
    if !features.contains(.bulkMemory) {
      throw DecodingError(.disallowed(construct, .bulkMemory), at: start)
    }
  }
}
