extension Opcode {
  /// Control and parametric instructions (Core Specification, "Binary Format: Instructions").
  // swift-format-ignore
  static let control: [Opcode] = [
    Opcode(0x00, "unreachable",          .plain(.unreachable)),
    Opcode(0x01, "nop",                  .plain(.nop)),
    Opcode(0x02, "block",                .with(.block)),
    Opcode(0x03, "loop",                 .with(.loop)),
    Opcode(0x04, "if",                   .with(.if)),
    Opcode(0x05, "else",                 .plain(.else)),
    Opcode(0x0B, "end",                  .end),
    Opcode(0x0C, "br",                   .with(.branch)),
    Opcode(0x0D, "br_if",                .with(.branchIf)),
    Opcode(0x0E, "br_table",             .with(.branchTable)),
    Opcode(0x0F, "return",               .plain(.return)),
    Opcode(0x10, "call",                 .with(.call)),
    Opcode(0x11, "call_indirect",        .with(.callIndirect)),
    Opcode(0x12, "return_call",          .with(.returnCall), .tailCalls),
    Opcode(0x13, "return_call_indirect", .with(.returnCallIndirect), .tailCalls),
    Opcode(0x1A, "drop",                 .plain(.drop)),
    Opcode(0x1B, "select",               .plain(.select)),
    Opcode(0x1C, "select t",             .with(.selectTyped), .referenceTypes),
  ]

  /// Variable and reference instructions.
  // swift-format-ignore
  static let variables: [Opcode] = [
    Opcode(0x20, "local.get",   .with(.localGet)),
    Opcode(0x21, "local.set",   .with(.localSet)),
    Opcode(0x22, "local.tee",   .with(.localTee)),
    Opcode(0x23, "global.get",  .with(.globalGet)),
    Opcode(0x24, "global.set",  .with(.globalSet)),
    Opcode(0xD0, "ref.null",    .with(.refNull), .referenceTypes),
    Opcode(0xD1, "ref.is_null", .plain(.refIsNull), .referenceTypes),
    Opcode(0xD2, "ref.func",    .with(.refFunc), .referenceTypes),
  ]

  /// Table instructions.
  // swift-format-ignore
  static let tables: [Opcode] = [
    Opcode(0x25, "table.get",  .with(.tableGet), .referenceTypes),
    Opcode(0x26, "table.set",  .with(.tableSet), .referenceTypes),
    Opcode(0xFC, 0x0C, "table.init", .with(.tableInit), .bulkMemory),
    Opcode(0xFC, 0x0D, "elem.drop",  .with(.elementDrop), .bulkMemory),
    Opcode(0xFC, 0x0E, "table.copy", .with(.tableCopy), .bulkMemory),
    Opcode(0xFC, 0x0F, "table.grow", .with(.tableGrow), .referenceTypes),
    Opcode(0xFC, 0x10, "table.size", .with(.tableSize), .referenceTypes),
    Opcode(0xFC, 0x11, "table.fill", .with(.tableFill), .referenceTypes),
  ]
}
