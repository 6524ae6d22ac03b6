// The sections but for code, and types (Core Specification, "Binary Format: Modules").
extension ByteWriter {
  mutating func importEntry(_ entry: Import) {
    name(entry.module)
    name(entry.name)
    switch entry.description {
    case .function(let typeIndex):
      byte(ExternalKind.function.rawValue)
      unsigned(typeIndex)
    case .table(let type):
      byte(ExternalKind.table.rawValue)
      tableType(type)
    case .memory(let type):
      byte(ExternalKind.memory.rawValue)
      memoryType(type)
    case .global(let type):
      byte(ExternalKind.global.rawValue)
      globalType(type)
    }
  }

  mutating func global(_ global: Global) {
    globalType(global.type)
    constantExpression(global.initializer)
  }

  mutating func export(_ export: Export) {
    name(export.name)
    byte(export.kind.rawValue)
    unsigned(export.index)
  }

  /// The flags are those that `Decoding.elementSegment` reads.
  mutating func elementSegment(_ segment: ElementSegment) {
    var flags: UInt8 = 0
    if case .expressions = segment.elements { flags |= 4 }
    switch segment.mode {
    // The short form is of functions in table 0.
    case .active(index: 0, _) where segment.elementType == .funcref: break
    case .active: flags |= 2
    case .passive: flags |= 1
    case .declarative: flags |= 3
    }
    byte(flags)
    if case .active(let table, let offset) = segment.mode {
      if flags & 2 != 0 { unsigned(table) }
      constantExpression(offset)
    }
    switch segment.elements {
    case .functions(let indexes):
      if flags & 3 != 0 { byte(0) }
      vector(indexes) { $0.unsigned($1) }
    case .expressions(let expressions):
      if flags & 3 != 0 { byte(segment.elementType.rawValue) }
      vector(expressions) { $0.constantExpression($1) }
    }
  }

  mutating func dataSegment(_ segment: DataSegment) {
    switch segment.mode {
    case .active(index: 0, let offset):
      byte(0)
      constantExpression(offset)
    case .active(let memory, let offset):
      byte(2)
      unsigned(memory)
      constantExpression(offset)
    case .passive: byte(1)
    case .declarative: preconditionFailure("only element segments are declarative")
    }
    sized(segment.bytes)
  }

  // Types

  mutating func functionType(_ type: FunctionType) {
    byte(0x60)
    vector(type.parameters) { $0.byte($1.rawValue) }
    vector(type.results) { $0.byte($1.rawValue) }
  }

  mutating func tableType(_ type: TableType) {
    byte(type.elementType.rawValue)
    limits(type.limits, type.addressType)
  }

  mutating func memoryType(_ type: MemoryType) { limits(type.limits, type.addressType) }

  mutating func globalType(_ type: GlobalType) {
    byte(type.valueType.rawValue)
    byte(type.isMutable ? 1 : 0)
  }

  private mutating func limits(_ limits: Limits, _ addressType: AddressType) {
    byte((limits.maximum == nil ? 0 : 1) | (addressType == .i32 ? 0 : 4))
    unsigned(limits.minimum)
    if let maximum = limits.maximum { unsigned(maximum) }
  }
}
