extension Opcode {
  /// Loads and stores of vectors (Core Specification, "Binary Format: Vector Instructions").
  // swift-format-ignore
  static let vectorMemory: [Opcode] = [
    Opcode(0xFD, 0x00, "v128.load",         .with(.vectorLoad(.full)), .simd),
    Opcode(0xFD, 0x01, "v128.load8x8_s",    .with(.vectorLoad(.extend8x8S)), .simd),
    Opcode(0xFD, 0x02, "v128.load8x8_u",    .with(.vectorLoad(.extend8x8U)), .simd),
    Opcode(0xFD, 0x03, "v128.load16x4_s",   .with(.vectorLoad(.extend16x4S)), .simd),
    Opcode(0xFD, 0x04, "v128.load16x4_u",   .with(.vectorLoad(.extend16x4U)), .simd),
    Opcode(0xFD, 0x05, "v128.load32x2_s",   .with(.vectorLoad(.extend32x2S)), .simd),
    Opcode(0xFD, 0x06, "v128.load32x2_u",   .with(.vectorLoad(.extend32x2U)), .simd),
    Opcode(0xFD, 0x07, "v128.load8_splat",  .with(.vectorLoad(.splat8)), .simd),
    Opcode(0xFD, 0x08, "v128.load16_splat", .with(.vectorLoad(.splat16)), .simd),
    Opcode(0xFD, 0x09, "v128.load32_splat", .with(.vectorLoad(.splat32)), .simd),
    Opcode(0xFD, 0x0A, "v128.load64_splat", .with(.vectorLoad(.splat64)), .simd),
    Opcode(0xFD, 0x0B, "v128.store",        .with(.vectorStore), .simd),
    Opcode(0xFD, 0x54, "v128.load8_lane",   .with(.loadLane(.bits8)), .simd),
    Opcode(0xFD, 0x55, "v128.load16_lane",  .with(.loadLane(.bits16)), .simd),
    Opcode(0xFD, 0x56, "v128.load32_lane",  .with(.loadLane(.bits32)), .simd),
    Opcode(0xFD, 0x57, "v128.load64_lane",  .with(.loadLane(.bits64)), .simd),
    Opcode(0xFD, 0x58, "v128.store8_lane",  .with(.storeLane(.bits8)), .simd),
    Opcode(0xFD, 0x59, "v128.store16_lane", .with(.storeLane(.bits16)), .simd),
    Opcode(0xFD, 0x5A, "v128.store32_lane", .with(.storeLane(.bits32)), .simd),
    Opcode(0xFD, 0x5B, "v128.store64_lane", .with(.storeLane(.bits64)), .simd),
    Opcode(0xFD, 0x5C, "v128.load32_zero",  .with(.vectorLoad(.zero32)), .simd),
    Opcode(0xFD, 0x5D, "v128.load64_zero",  .with(.vectorLoad(.zero64)), .simd),
  ]

  /// Constants, and instructions on single lanes.
  // swift-format-ignore
  static let vectorLanes: [Opcode] = [
    Opcode(0xFD, 0x0C, "v128.const",           .with(.vectorConst), .simd),
    Opcode(0xFD, 0x0D, "i8x16.shuffle",        .with(.shuffle), .simd),
    Opcode(0xFD, 0x0E, "i8x16.swizzle",        .vector(.swizzle(.swizzle)), .simd),
    Opcode(0xFD, 0x0F, "i8x16.splat",          .vector(.splat(.i8x16)), .simd),
    Opcode(0xFD, 0x10, "i16x8.splat",          .vector(.splat(.i16x8)), .simd),
    Opcode(0xFD, 0x11, "i32x4.splat",          .vector(.splat(.i32x4)), .simd),
    Opcode(0xFD, 0x12, "i64x2.splat",          .vector(.splat(.i64x2)), .simd),
    Opcode(0xFD, 0x13, "f32x4.splat",          .vector(.splat(.f32x4)), .simd),
    Opcode(0xFD, 0x14, "f64x2.splat",          .vector(.splat(.f64x2)), .simd),
    Opcode(0xFD, 0x15, "i8x16.extract_lane_s", .with(.extractLane(.i8x16S)), .simd),
    Opcode(0xFD, 0x16, "i8x16.extract_lane_u", .with(.extractLane(.i8x16U)), .simd),
    Opcode(0xFD, 0x17, "i8x16.replace_lane",   .with(.replaceLane(.i8x16)), .simd),
    Opcode(0xFD, 0x18, "i16x8.extract_lane_s", .with(.extractLane(.i16x8S)), .simd),
    Opcode(0xFD, 0x19, "i16x8.extract_lane_u", .with(.extractLane(.i16x8U)), .simd),
    Opcode(0xFD, 0x1A, "i16x8.replace_lane",   .with(.replaceLane(.i16x8)), .simd),
    Opcode(0xFD, 0x1B, "i32x4.extract_lane",   .with(.extractLane(.i32x4)), .simd),
    Opcode(0xFD, 0x1C, "i32x4.replace_lane",   .with(.replaceLane(.i32x4)), .simd),
    Opcode(0xFD, 0x1D, "i64x2.extract_lane",   .with(.extractLane(.i64x2)), .simd),
    Opcode(0xFD, 0x1E, "i64x2.replace_lane",   .with(.replaceLane(.i64x2)), .simd),
    Opcode(0xFD, 0x1F, "f32x4.extract_lane",   .with(.extractLane(.f32x4)), .simd),
    Opcode(0xFD, 0x20, "f32x4.replace_lane",   .with(.replaceLane(.f32x4)), .simd),
    Opcode(0xFD, 0x21, "f64x2.extract_lane",   .with(.extractLane(.f64x2)), .simd),
    Opcode(0xFD, 0x22, "f64x2.replace_lane",   .with(.replaceLane(.f64x2)), .simd),
  ]

  /// Instructions on all bits.
  // swift-format-ignore
  static let vectorBits: [Opcode] = [
    Opcode(0xFD, 0x4D, "v128.not",       .vector(.not), .simd),
    Opcode(0xFD, 0x4E, "v128.and",       .vector(.bitwiseBinary(.and)), .simd),
    Opcode(0xFD, 0x4F, "v128.andnot",    .vector(.bitwiseBinary(.andnot)), .simd),
    Opcode(0xFD, 0x50, "v128.or",        .vector(.bitwiseBinary(.or)), .simd),
    Opcode(0xFD, 0x51, "v128.xor",       .vector(.bitwiseBinary(.xor)), .simd),
    Opcode(0xFD, 0x52, "v128.bitselect", .vector(.bitSelect), .simd),
    Opcode(0xFD, 0x53, "v128.any_true",  .vector(.anyTrue), .simd),
  ]

  /// Conversions between types.
  // swift-format-ignore
  static let vectorConversions: [Opcode] = [
    Opcode(0xFD, 0x5E, "f32x4.demote_f64x2_zero",      .vector(.convert(.demote)), .simd),
    Opcode(0xFD, 0x5F, "f64x2.promote_low_f32x4",      .vector(.convert(.promote)), .simd),
    Opcode(0xFD, 0xF8, "i32x4.trunc_sat_f32x4_s",      .vector(.convert(.truncateSaturating(from: .f32x4, isSigned: true))), .simd),
    Opcode(0xFD, 0xF9, "i32x4.trunc_sat_f32x4_u",      .vector(.convert(.truncateSaturating(from: .f32x4, isSigned: false))), .simd),
    Opcode(0xFD, 0xFA, "f32x4.convert_i32x4_s",        .vector(.convert(.convert(to: .f32x4, isSigned: true))), .simd),
    Opcode(0xFD, 0xFB, "f32x4.convert_i32x4_u",        .vector(.convert(.convert(to: .f32x4, isSigned: false))), .simd),
    Opcode(0xFD, 0xFC, "i32x4.trunc_sat_f64x2_s_zero", .vector(.convert(.truncateSaturating(from: .f64x2, isSigned: true))), .simd),
    Opcode(0xFD, 0xFD, "i32x4.trunc_sat_f64x2_u_zero", .vector(.convert(.truncateSaturating(from: .f64x2, isSigned: false))), .simd),
    Opcode(0xFD, 0xFE, "f64x2.convert_low_i32x4_s",    .vector(.convert(.convert(to: .f64x2, isSigned: true))), .simd),
    Opcode(0xFD, 0xFF, "f64x2.convert_low_i32x4_u",    .vector(.convert(.convert(to: .f64x2, isSigned: false))), .simd),
  ]
}
