extension Opcode {
  /// Loads (Core Specification, "Binary Format: Memory Instructions").
  // swift-format-ignore
  static let loads: [Opcode] = [
    Opcode(0x28, "i32.load",     .load(.i32, .full)),
    Opcode(0x29, "i64.load",     .load(.i64, .full)),
    Opcode(0x2A, "f32.load",     .load(.f32, .full)),
    Opcode(0x2B, "f64.load",     .load(.f64, .full)),
    Opcode(0x2C, "i32.load8_s",  .load(.i32, .signed8)),
    Opcode(0x2D, "i32.load8_u",  .load(.i32, .unsigned8)),
    Opcode(0x2E, "i32.load16_s", .load(.i32, .signed16)),
    Opcode(0x2F, "i32.load16_u", .load(.i32, .unsigned16)),
    Opcode(0x30, "i64.load8_s",  .load(.i64, .signed8)),
    Opcode(0x31, "i64.load8_u",  .load(.i64, .unsigned8)),
    Opcode(0x32, "i64.load16_s", .load(.i64, .signed16)),
    Opcode(0x33, "i64.load16_u", .load(.i64, .unsigned16)),
    Opcode(0x34, "i64.load32_s", .load(.i64, .signed32)),
    Opcode(0x35, "i64.load32_u", .load(.i64, .unsigned32)),
  ]

  /// Stores.
  // swift-format-ignore
  static let stores: [Opcode] = [
    Opcode(0x36, "i32.store",   .store(.i32, .full)),
    Opcode(0x37, "i64.store",   .store(.i64, .full)),
    Opcode(0x38, "f32.store",   .store(.f32, .full)),
    Opcode(0x39, "f64.store",   .store(.f64, .full)),
    Opcode(0x3A, "i32.store8",  .store(.i32, .low8)),
    Opcode(0x3B, "i32.store16", .store(.i32, .low16)),
    Opcode(0x3C, "i64.store8",  .store(.i64, .low8)),
    Opcode(0x3D, "i64.store16", .store(.i64, .low16)),
    Opcode(0x3E, "i64.store32", .store(.i64, .low32)),
  ]

  /// Size and growth.
  // swift-format-ignore
  static let memories: [Opcode] = [
    Opcode(0x3F, "memory.size", .memorySize),
    Opcode(0x40, "memory.grow", .memoryGrow),
  ]

  /// Bulk operations.
  // swift-format-ignore
  static let bulk: [Opcode] = [
    Opcode(0xFC, 0x08, "memory.init", .memoryInit, .bulkMemory),
    Opcode(0xFC, 0x09, "data.drop",   .dataDrop, .bulkMemory),
    Opcode(0xFC, 0x0A, "memory.copy", .memoryCopy, .bulkMemory),
    Opcode(0xFC, 0x0B, "memory.fill", .memoryFill, .bulkMemory),
  ]
}
