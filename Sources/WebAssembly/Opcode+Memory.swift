extension Opcode {
  /// Loads (Core Specification, "Binary Format: Memory Instructions").
  // swift-format-ignore
  static let loads: [Opcode] = [
    Opcode(0x28, "i32.load",     .memory { .load(.i32, .full, $0) }),
    Opcode(0x29, "i64.load",     .memory { .load(.i64, .full, $0) }),
    Opcode(0x2A, "f32.load",     .memory { .load(.f32, .full, $0) }),
    Opcode(0x2B, "f64.load",     .memory { .load(.f64, .full, $0) }),
    Opcode(0x2C, "i32.load8_s",  .memory { .load(.i32, .signed8, $0) }),
    Opcode(0x2D, "i32.load8_u",  .memory { .load(.i32, .unsigned8, $0) }),
    Opcode(0x2E, "i32.load16_s", .memory { .load(.i32, .signed16, $0) }),
    Opcode(0x2F, "i32.load16_u", .memory { .load(.i32, .unsigned16, $0) }),
    Opcode(0x30, "i64.load8_s",  .memory { .load(.i64, .signed8, $0) }),
    Opcode(0x31, "i64.load8_u",  .memory { .load(.i64, .unsigned8, $0) }),
    Opcode(0x32, "i64.load16_s", .memory { .load(.i64, .signed16, $0) }),
    Opcode(0x33, "i64.load16_u", .memory { .load(.i64, .unsigned16, $0) }),
    Opcode(0x34, "i64.load32_s", .memory { .load(.i64, .signed32, $0) }),
    Opcode(0x35, "i64.load32_u", .memory { .load(.i64, .unsigned32, $0) }),
  ]

  /// Stores.
  // swift-format-ignore
  static let stores: [Opcode] = [
    Opcode(0x36, "i32.store",   .memory { .store(.i32, .full, $0) }),
    Opcode(0x37, "i64.store",   .memory { .store(.i64, .full, $0) }),
    Opcode(0x38, "f32.store",   .memory { .store(.f32, .full, $0) }),
    Opcode(0x39, "f64.store",   .memory { .store(.f64, .full, $0) }),
    Opcode(0x3A, "i32.store8",  .memory { .store(.i32, .low8, $0) }),
    Opcode(0x3B, "i32.store16", .memory { .store(.i32, .low16, $0) }),
    Opcode(0x3C, "i64.store8",  .memory { .store(.i64, .low8, $0) }),
    Opcode(0x3D, "i64.store16", .memory { .store(.i64, .low16, $0) }),
    Opcode(0x3E, "i64.store32", .memory { .store(.i64, .low32, $0) }),
  ]

  /// Size and growth.
  // swift-format-ignore
  static let memories: [Opcode] = [
    Opcode(0x3F, "memory.size", .memoryIndex { .memorySize($0) }),
    Opcode(0x40, "memory.grow", .memoryIndex { .memoryGrow($0) }),
  ]

  /// Bulk operations.
  // swift-format-ignore
  static let bulk: [Opcode] = [
    Opcode(0xFC, 0x08, "memory.init", .dataAndMemory { .memoryInit(data: $0, memory: $1) }, .bulkMemory),
    Opcode(0xFC, 0x09, "data.drop",   .dataIndex { .dataDrop($0) }, .bulkMemory),
    Opcode(0xFC, 0x0A, "memory.copy", .twoMemories { .memoryCopy(destination: $0, source: $1) }, .bulkMemory),
    Opcode(0xFC, 0x0B, "memory.fill", .memoryIndex { .memoryFill($0) }, .bulkMemory),
  ]
}
