extension Opcode {
  /// Conversions between types.
  // swift-format-ignore
  static let conversions: [Opcode] = [
    Opcode(0xA7, "i32.wrap_i64",        .conversion(.i32WrapI64)),
    Opcode(0xA8, "i32.trunc_f32_s",     .conversion(.truncate(to: .i32, from: .f32, isSigned: true))),
    Opcode(0xA9, "i32.trunc_f32_u",     .conversion(.truncate(to: .i32, from: .f32, isSigned: false))),
    Opcode(0xAA, "i32.trunc_f64_s",     .conversion(.truncate(to: .i32, from: .f64, isSigned: true))),
    Opcode(0xAB, "i32.trunc_f64_u",     .conversion(.truncate(to: .i32, from: .f64, isSigned: false))),
    Opcode(0xAC, "i64.extend_i32_s",    .conversion(.i64ExtendI32S)),
    Opcode(0xAD, "i64.extend_i32_u",    .conversion(.i64ExtendI32U)),
    Opcode(0xAE, "i64.trunc_f32_s",     .conversion(.truncate(to: .i64, from: .f32, isSigned: true))),
    Opcode(0xAF, "i64.trunc_f32_u",     .conversion(.truncate(to: .i64, from: .f32, isSigned: false))),
    Opcode(0xB0, "i64.trunc_f64_s",     .conversion(.truncate(to: .i64, from: .f64, isSigned: true))),
    Opcode(0xB1, "i64.trunc_f64_u",     .conversion(.truncate(to: .i64, from: .f64, isSigned: false))),
    Opcode(0xB2, "f32.convert_i32_s",   .conversion(.convert(to: .f32, from: .i32, isSigned: true))),
    Opcode(0xB3, "f32.convert_i32_u",   .conversion(.convert(to: .f32, from: .i32, isSigned: false))),
    Opcode(0xB4, "f32.convert_i64_s",   .conversion(.convert(to: .f32, from: .i64, isSigned: true))),
    Opcode(0xB5, "f32.convert_i64_u",   .conversion(.convert(to: .f32, from: .i64, isSigned: false))),
    Opcode(0xB6, "f32.demote_f64",      .conversion(.f32DemoteF64)),
    Opcode(0xB7, "f64.convert_i32_s",   .conversion(.convert(to: .f64, from: .i32, isSigned: true))),
    Opcode(0xB8, "f64.convert_i32_u",   .conversion(.convert(to: .f64, from: .i32, isSigned: false))),
    Opcode(0xB9, "f64.convert_i64_s",   .conversion(.convert(to: .f64, from: .i64, isSigned: true))),
    Opcode(0xBA, "f64.convert_i64_u",   .conversion(.convert(to: .f64, from: .i64, isSigned: false))),
    Opcode(0xBB, "f64.promote_f32",     .conversion(.f64PromoteF32)),
    Opcode(0xBC, "i32.reinterpret_f32", .conversion(.reinterpretFloat(.f32))),
    Opcode(0xBD, "i64.reinterpret_f64", .conversion(.reinterpretFloat(.f64))),
    Opcode(0xBE, "f32.reinterpret_i32", .conversion(.reinterpretInteger(.i32))),
    Opcode(0xBF, "f64.reinterpret_i64", .conversion(.reinterpretInteger(.i64))),
  ]

  /// Saturating conversions.
  // swift-format-ignore
  static let saturating: [Opcode] = [
    Opcode(0xFC, 0x00, "i32.trunc_sat_f32_s", .conversion(.truncateSaturating(to: .i32, from: .f32, isSigned: true)), .saturatingConversions),
    Opcode(0xFC, 0x01, "i32.trunc_sat_f32_u", .conversion(.truncateSaturating(to: .i32, from: .f32, isSigned: false)), .saturatingConversions),
    Opcode(0xFC, 0x02, "i32.trunc_sat_f64_s", .conversion(.truncateSaturating(to: .i32, from: .f64, isSigned: true)), .saturatingConversions),
    Opcode(0xFC, 0x03, "i32.trunc_sat_f64_u", .conversion(.truncateSaturating(to: .i32, from: .f64, isSigned: false)), .saturatingConversions),
    Opcode(0xFC, 0x04, "i64.trunc_sat_f32_s", .conversion(.truncateSaturating(to: .i64, from: .f32, isSigned: true)), .saturatingConversions),
    Opcode(0xFC, 0x05, "i64.trunc_sat_f32_u", .conversion(.truncateSaturating(to: .i64, from: .f32, isSigned: false)), .saturatingConversions),
    Opcode(0xFC, 0x06, "i64.trunc_sat_f64_s", .conversion(.truncateSaturating(to: .i64, from: .f64, isSigned: true)), .saturatingConversions),
    Opcode(0xFC, 0x07, "i64.trunc_sat_f64_u", .conversion(.truncateSaturating(to: .i64, from: .f64, isSigned: false)), .saturatingConversions),
  ]
}
