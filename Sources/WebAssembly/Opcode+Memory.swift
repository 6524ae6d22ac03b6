extension Opcode {
  /// Loads (Core Specification, "Binary Format: Memory Instructions").
  // swift-format-ignore
  static let loads: [Opcode] = [
    Opcode(0x28, "i32.load",     .with(.load(.i32, .full))),
    Opcode(0x29, "i64.load",     .with(.load(.i64, .full))),
    Opcode(0x2A, "f32.load",     .with(.load(.f32, .full))),
    Opcode(0x2B, "f64.load",     .with(.load(.f64, .full))),
    Opcode(0x2C, "i32.load8_s",  .with(.load(.i32, .signed8))),
    Opcode(0x2D, "i32.load8_u",  .with(.load(.i32, .unsigned8))),
    Opcode(0x2E, "i32.load16_s", .with(.load(.i32, .signed16))),
    Opcode(0x2F, "i32.load16_u", .with(.load(.i32, .unsigned16))),
    Opcode(0x30, "i64.load8_s",  .with(.load(.i64, .signed8))),
    Opcode(0x31, "i64.load8_u",  .with(.load(.i64, .unsigned8))),
    Opcode(0x32, "i64.load16_s", .with(.load(.i64, .signed16))),
    Opcode(0x33, "i64.load16_u", .with(.load(.i64, .unsigned16))),
    Opcode(0x34, "i64.load32_s", .with(.load(.i64, .signed32))),
    Opcode(0x35, "i64.load32_u", .with(.load(.i64, .unsigned32))),
  ]

  /// Stores.
  // swift-format-ignore
  static let stores: [Opcode] = [
    Opcode(0x36, "i32.store",   .with(.store(.i32, .full))),
    Opcode(0x37, "i64.store",   .with(.store(.i64, .full))),
    Opcode(0x38, "f32.store",   .with(.store(.f32, .full))),
    Opcode(0x39, "f64.store",   .with(.store(.f64, .full))),
    Opcode(0x3A, "i32.store8",  .with(.store(.i32, .low8))),
    Opcode(0x3B, "i32.store16", .with(.store(.i32, .low16))),
    Opcode(0x3C, "i64.store8",  .with(.store(.i64, .low8))),
    Opcode(0x3D, "i64.store16", .with(.store(.i64, .low16))),
    Opcode(0x3E, "i64.store32", .with(.store(.i64, .low32))),
  ]

  /// Size and growth.
  // swift-format-ignore
  static let memories: [Opcode] = [
    Opcode(0x3F, "memory.size", .with(.memorySize)),
    Opcode(0x40, "memory.grow", .with(.memoryGrow)),
  ]

  /// Bulk operations.
  // swift-format-ignore
  static let bulk: [Opcode] = [
    Opcode(0xFC, 0x08, "memory.init", .with(.memoryInit), .bulkMemory),
    Opcode(0xFC, 0x09, "data.drop",   .with(.dataDrop), .bulkMemory),
    Opcode(0xFC, 0x0A, "memory.copy", .with(.memoryCopy), .bulkMemory),
    Opcode(0xFC, 0x0B, "memory.fill", .with(.memoryFill), .bulkMemory),
  ]
}
