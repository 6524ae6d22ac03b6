extension Opcode {
  /// Control and parametric instructions (Core Specification, "Binary Format: Instructions").
  // swift-format-ignore
  static let control: [Opcode] = [
    Opcode(0x00, "unreachable",          .none(.unreachable)),
    Opcode(0x01, "nop",                  .none(.nop)),
    Opcode(0x02, "block",                .blockType { .block($0) }),
    Opcode(0x03, "loop",                 .blockType { .loop($0) }),
    Opcode(0x04, "if",                   .blockType { .if($0) }),
    Opcode(0x05, "else",                 .none(.else)),
    Opcode(0x0B, "end",                  .end),
    Opcode(0x0C, "br",                   .index { .branch($0) }),
    Opcode(0x0D, "br_if",                .index { .branchIf($0) }),
    Opcode(0x0E, "br_table",             .branchTable),
    Opcode(0x0F, "return",               .none(.return)),
    Opcode(0x10, "call",                 .index { .call($0) }),
    Opcode(0x11, "call_indirect",        .typeAndTable { .callIndirect(type: $0, table: $1) }),
    Opcode(0x12, "return_call",          .index { .returnCall($0) }, .tailCalls),
    Opcode(0x13, "return_call_indirect", .typeAndTable { .returnCallIndirect(type: $0, table: $1) }, .tailCalls),
    Opcode(0x1A, "drop",                 .none(.drop)),
    Opcode(0x1B, "select",               .none(.select)),
    Opcode(0x1C, "select t",             .selectTypes, .referenceTypes),
  ]

  /// Variable and reference instructions.
  // swift-format-ignore
  static let variables: [Opcode] = [
    Opcode(0x20, "local.get",   .index { .localGet($0) }),
    Opcode(0x21, "local.set",   .index { .localSet($0) }),
    Opcode(0x22, "local.tee",   .index { .localTee($0) }),
    Opcode(0x23, "global.get",  .index { .globalGet($0) }),
    Opcode(0x24, "global.set",  .index { .globalSet($0) }),
    Opcode(0xD0, "ref.null",    .referenceType, .referenceTypes),
    Opcode(0xD1, "ref.is_null", .none(.refIsNull), .referenceTypes),
    Opcode(0xD2, "ref.func",    .index { .refFunc($0) }, .referenceTypes),
  ]

  /// Table instructions.
  // swift-format-ignore
  static let tables: [Opcode] = [
    Opcode(0x25, "table.get",  .index { .tableGet($0) }, .referenceTypes),
    Opcode(0x26, "table.set",  .index { .tableSet($0) }, .referenceTypes),
    Opcode(0xFC, 0x0C, "table.init", .twoIndexes { .tableInit(element: $0, table: $1) }, .bulkMemory),
    Opcode(0xFC, 0x0D, "elem.drop",  .index { .elementDrop($0) }, .bulkMemory),
    Opcode(0xFC, 0x0E, "table.copy", .twoIndexes { .tableCopy(destination: $0, source: $1) }, .bulkMemory),
    Opcode(0xFC, 0x0F, "table.grow", .index { .tableGrow($0) }, .referenceTypes),
    Opcode(0xFC, 0x10, "table.size", .index { .tableSize($0) }, .referenceTypes),
    Opcode(0xFC, 0x11, "table.fill", .index { .tableFill($0) }, .referenceTypes),
  ]
}
