extension Opcode {
  /// Constants (Core Specification, "Binary Format: Numeric Instructions").
  // swift-format-ignore
  static let constants: [Opcode] = [
    Opcode(0x41, "i32.const", .with(.i32Const)),
    Opcode(0x42, "i64.const", .with(.i64Const)),
    Opcode(0x43, "f32.const", .with(.f32Const)),
    Opcode(0x44, "f64.const", .with(.f64Const)),
  ]

  /// Tests and comparisons of integers.
  // swift-format-ignore
  static let integerComparisons: [Opcode] = [
    Opcode(0x45, "i32.eqz",  .plain(.integerEqualsZero(.i32))),
    Opcode(0x46, "i32.eq",   .plain(.integerCompare(.i32, .eq))),
    Opcode(0x47, "i32.ne",   .plain(.integerCompare(.i32, .ne))),
    Opcode(0x48, "i32.lt_s", .plain(.integerCompare(.i32, .ltS))),
    Opcode(0x49, "i32.lt_u", .plain(.integerCompare(.i32, .ltU))),
    Opcode(0x4A, "i32.gt_s", .plain(.integerCompare(.i32, .gtS))),
    Opcode(0x4B, "i32.gt_u", .plain(.integerCompare(.i32, .gtU))),
    Opcode(0x4C, "i32.le_s", .plain(.integerCompare(.i32, .leS))),
    Opcode(0x4D, "i32.le_u", .plain(.integerCompare(.i32, .leU))),
    Opcode(0x4E, "i32.ge_s", .plain(.integerCompare(.i32, .geS))),
    Opcode(0x4F, "i32.ge_u", .plain(.integerCompare(.i32, .geU))),
    Opcode(0x50, "i64.eqz",  .plain(.integerEqualsZero(.i64))),
    Opcode(0x51, "i64.eq",   .plain(.integerCompare(.i64, .eq))),
    Opcode(0x52, "i64.ne",   .plain(.integerCompare(.i64, .ne))),
    Opcode(0x53, "i64.lt_s", .plain(.integerCompare(.i64, .ltS))),
    Opcode(0x54, "i64.lt_u", .plain(.integerCompare(.i64, .ltU))),
    Opcode(0x55, "i64.gt_s", .plain(.integerCompare(.i64, .gtS))),
    Opcode(0x56, "i64.gt_u", .plain(.integerCompare(.i64, .gtU))),
    Opcode(0x57, "i64.le_s", .plain(.integerCompare(.i64, .leS))),
    Opcode(0x58, "i64.le_u", .plain(.integerCompare(.i64, .leU))),
    Opcode(0x59, "i64.ge_s", .plain(.integerCompare(.i64, .geS))),
    Opcode(0x5A, "i64.ge_u", .plain(.integerCompare(.i64, .geU))),
  ]

  /// Comparisons of floats.
  // swift-format-ignore
  static let floatComparisons: [Opcode] = [
    Opcode(0x5B, "f32.eq", .plain(.floatCompare(.f32, .eq))),
    Opcode(0x5C, "f32.ne", .plain(.floatCompare(.f32, .ne))),
    Opcode(0x5D, "f32.lt", .plain(.floatCompare(.f32, .lt))),
    Opcode(0x5E, "f32.gt", .plain(.floatCompare(.f32, .gt))),
    Opcode(0x5F, "f32.le", .plain(.floatCompare(.f32, .le))),
    Opcode(0x60, "f32.ge", .plain(.floatCompare(.f32, .ge))),
    Opcode(0x61, "f64.eq", .plain(.floatCompare(.f64, .eq))),
    Opcode(0x62, "f64.ne", .plain(.floatCompare(.f64, .ne))),
    Opcode(0x63, "f64.lt", .plain(.floatCompare(.f64, .lt))),
    Opcode(0x64, "f64.gt", .plain(.floatCompare(.f64, .gt))),
    Opcode(0x65, "f64.le", .plain(.floatCompare(.f64, .le))),
    Opcode(0x66, "f64.ge", .plain(.floatCompare(.f64, .ge))),
  ]

  /// Arithmetic of integers.
  // swift-format-ignore
  static let integerArithmetic: [Opcode] = [
    Opcode(0x67, "i32.clz",        .plain(.integerUnary(.i32, .clz))),
    Opcode(0x68, "i32.ctz",        .plain(.integerUnary(.i32, .ctz))),
    Opcode(0x69, "i32.popcnt",     .plain(.integerUnary(.i32, .popcnt))),
    Opcode(0x6A, "i32.add",        .plain(.integerBinary(.i32, .add))),
    Opcode(0x6B, "i32.sub",        .plain(.integerBinary(.i32, .sub))),
    Opcode(0x6C, "i32.mul",        .plain(.integerBinary(.i32, .mul))),
    Opcode(0x6D, "i32.div_s",      .plain(.integerBinary(.i32, .divS))),
    Opcode(0x6E, "i32.div_u",      .plain(.integerBinary(.i32, .divU))),
    Opcode(0x6F, "i32.rem_s",      .plain(.integerBinary(.i32, .remS))),
    Opcode(0x70, "i32.rem_u",      .plain(.integerBinary(.i32, .remU))),
    Opcode(0x71, "i32.and",        .plain(.integerBinary(.i32, .and))),
    Opcode(0x72, "i32.or",         .plain(.integerBinary(.i32, .or))),
    Opcode(0x73, "i32.xor",        .plain(.integerBinary(.i32, .xor))),
    Opcode(0x74, "i32.shl",        .plain(.integerBinary(.i32, .shl))),
    Opcode(0x75, "i32.shr_s",      .plain(.integerBinary(.i32, .shrS))),
    Opcode(0x76, "i32.shr_u",      .plain(.integerBinary(.i32, .shrU))),
    Opcode(0x77, "i32.rotl",       .plain(.integerBinary(.i32, .rotl))),
    Opcode(0x78, "i32.rotr",       .plain(.integerBinary(.i32, .rotr))),
    Opcode(0x79, "i64.clz",        .plain(.integerUnary(.i64, .clz))),
    Opcode(0x7A, "i64.ctz",        .plain(.integerUnary(.i64, .ctz))),
    Opcode(0x7B, "i64.popcnt",     .plain(.integerUnary(.i64, .popcnt))),
    Opcode(0x7C, "i64.add",        .plain(.integerBinary(.i64, .add))),
    Opcode(0x7D, "i64.sub",        .plain(.integerBinary(.i64, .sub))),
    Opcode(0x7E, "i64.mul",        .plain(.integerBinary(.i64, .mul))),
    Opcode(0x7F, "i64.div_s",      .plain(.integerBinary(.i64, .divS))),
    Opcode(0x80, "i64.div_u",      .plain(.integerBinary(.i64, .divU))),
    Opcode(0x81, "i64.rem_s",      .plain(.integerBinary(.i64, .remS))),
    Opcode(0x82, "i64.rem_u",      .plain(.integerBinary(.i64, .remU))),
    Opcode(0x83, "i64.and",        .plain(.integerBinary(.i64, .and))),
    Opcode(0x84, "i64.or",         .plain(.integerBinary(.i64, .or))),
    Opcode(0x85, "i64.xor",        .plain(.integerBinary(.i64, .xor))),
    Opcode(0x86, "i64.shl",        .plain(.integerBinary(.i64, .shl))),
    Opcode(0x87, "i64.shr_s",      .plain(.integerBinary(.i64, .shrS))),
    Opcode(0x88, "i64.shr_u",      .plain(.integerBinary(.i64, .shrU))),
    Opcode(0x89, "i64.rotl",       .plain(.integerBinary(.i64, .rotl))),
    Opcode(0x8A, "i64.rotr",       .plain(.integerBinary(.i64, .rotr))),
    Opcode(0xC0, "i32.extend8_s",  .plain(.integerUnary(.i32, .extend8S)), .signExtension),
    Opcode(0xC1, "i32.extend16_s", .plain(.integerUnary(.i32, .extend16S)), .signExtension),
    Opcode(0xC2, "i64.extend8_s",  .plain(.integerUnary(.i64, .extend8S)), .signExtension),
    Opcode(0xC3, "i64.extend16_s", .plain(.integerUnary(.i64, .extend16S)), .signExtension),
    Opcode(0xC4, "i64.extend32_s", .plain(.integerUnary(.i64, .extend32S)), .signExtension),
  ]

  /// Arithmetic of floats.
  // swift-format-ignore
  static let floatArithmetic: [Opcode] = [
    Opcode(0x8B, "f32.abs",      .plain(.floatUnary(.f32, .abs))),
    Opcode(0x8C, "f32.neg",      .plain(.floatUnary(.f32, .neg))),
    Opcode(0x8D, "f32.ceil",     .plain(.floatUnary(.f32, .ceil))),
    Opcode(0x8E, "f32.floor",    .plain(.floatUnary(.f32, .floor))),
    Opcode(0x8F, "f32.trunc",    .plain(.floatUnary(.f32, .trunc))),
    Opcode(0x90, "f32.nearest",  .plain(.floatUnary(.f32, .nearest))),
    Opcode(0x91, "f32.sqrt",     .plain(.floatUnary(.f32, .sqrt))),
    Opcode(0x92, "f32.add",      .plain(.floatBinary(.f32, .add))),
    Opcode(0x93, "f32.sub",      .plain(.floatBinary(.f32, .sub))),
    Opcode(0x94, "f32.mul",      .plain(.floatBinary(.f32, .mul))),
    Opcode(0x95, "f32.div",      .plain(.floatBinary(.f32, .div))),
    Opcode(0x96, "f32.min",      .plain(.floatBinary(.f32, .min))),
    Opcode(0x97, "f32.max",      .plain(.floatBinary(.f32, .max))),
    Opcode(0x98, "f32.copysign", .plain(.floatBinary(.f32, .copysign))),
    Opcode(0x99, "f64.abs",      .plain(.floatUnary(.f64, .abs))),
    Opcode(0x9A, "f64.neg",      .plain(.floatUnary(.f64, .neg))),
    Opcode(0x9B, "f64.ceil",     .plain(.floatUnary(.f64, .ceil))),
    Opcode(0x9C, "f64.floor",    .plain(.floatUnary(.f64, .floor))),
    Opcode(0x9D, "f64.trunc",    .plain(.floatUnary(.f64, .trunc))),
    Opcode(0x9E, "f64.nearest",  .plain(.floatUnary(.f64, .nearest))),
    Opcode(0x9F, "f64.sqrt",     .plain(.floatUnary(.f64, .sqrt))),
    Opcode(0xA0, "f64.add",      .plain(.floatBinary(.f64, .add))),
    Opcode(0xA1, "f64.sub",      .plain(.floatBinary(.f64, .sub))),
    Opcode(0xA2, "f64.mul",      .plain(.floatBinary(.f64, .mul))),
    Opcode(0xA3, "f64.div",      .plain(.floatBinary(.f64, .div))),
    Opcode(0xA4, "f64.min",      .plain(.floatBinary(.f64, .min))),
    Opcode(0xA5, "f64.max",      .plain(.floatBinary(.f64, .max))),
    Opcode(0xA6, "f64.copysign", .plain(.floatBinary(.f64, .copysign))),
  ]
}
