extension RefusedOpcode {
  /// Exception handling, the older form included.
  // swift-format-ignore
  static let exceptions: [RefusedOpcode] = [
    RefusedOpcode(0x06, "try",       .exceptionHandling),
    RefusedOpcode(0x07, "catch",     .exceptionHandling),
    RefusedOpcode(0x08, "throw",     .exceptionHandling),
    RefusedOpcode(0x09, "rethrow",   .exceptionHandling),
    RefusedOpcode(0x0A, "throw_ref", .exceptionHandling),
    RefusedOpcode(0x18, "delegate",  .exceptionHandling),
    RefusedOpcode(0x19, "catch_all", .exceptionHandling),
    RefusedOpcode(0x1F, "try_table", .exceptionHandling),
  ]

  /// Typed function references.
  // swift-format-ignore
  static let functionReferences: [RefusedOpcode] = [
    RefusedOpcode(0x14, "call_ref",        .typedFunctionReferences),
    RefusedOpcode(0x15, "return_call_ref", .typedFunctionReferences),
    RefusedOpcode(0xD4, "ref.as_non_null", .typedFunctionReferences),
    RefusedOpcode(0xD5, "br_on_null",      .typedFunctionReferences),
    RefusedOpcode(0xD6, "br_on_non_null",  .typedFunctionReferences),
  ]

  /// Garbage collection.
  // swift-format-ignore
  static let garbageCollection: [RefusedOpcode] = [
    RefusedOpcode(0xD3, "ref.eq",             .garbageCollection),
    RefusedOpcode(0xFB, 0x00, "struct.new",         .garbageCollection),
    RefusedOpcode(0xFB, 0x01, "struct.new_default", .garbageCollection),
    RefusedOpcode(0xFB, 0x02, "struct.get",         .garbageCollection),
    RefusedOpcode(0xFB, 0x03, "struct.get_s",       .garbageCollection),
    RefusedOpcode(0xFB, 0x04, "struct.get_u",       .garbageCollection),
    RefusedOpcode(0xFB, 0x05, "struct.set",         .garbageCollection),
    RefusedOpcode(0xFB, 0x06, "array.new",          .garbageCollection),
    RefusedOpcode(0xFB, 0x07, "array.new_default",  .garbageCollection),
    RefusedOpcode(0xFB, 0x08, "array.new_fixed",    .garbageCollection),
    RefusedOpcode(0xFB, 0x09, "array.new_data",     .garbageCollection),
    RefusedOpcode(0xFB, 0x0A, "array.new_elem",     .garbageCollection),
    RefusedOpcode(0xFB, 0x0B, "array.get",          .garbageCollection),
    RefusedOpcode(0xFB, 0x0C, "array.get_s",        .garbageCollection),
    RefusedOpcode(0xFB, 0x0D, "array.get_u",        .garbageCollection),
    RefusedOpcode(0xFB, 0x0E, "array.set",          .garbageCollection),
    RefusedOpcode(0xFB, 0x0F, "array.len",          .garbageCollection),
    RefusedOpcode(0xFB, 0x10, "array.fill",         .garbageCollection),
    RefusedOpcode(0xFB, 0x11, "array.copy",         .garbageCollection),
    RefusedOpcode(0xFB, 0x12, "array.init_data",    .garbageCollection),
    RefusedOpcode(0xFB, 0x13, "array.init_elem",    .garbageCollection),
    RefusedOpcode(0xFB, 0x14, "ref.test",           .garbageCollection),
    RefusedOpcode(0xFB, 0x15, "ref.test null",      .garbageCollection),
    RefusedOpcode(0xFB, 0x16, "ref.cast",           .garbageCollection),
    RefusedOpcode(0xFB, 0x17, "ref.cast null",      .garbageCollection),
    RefusedOpcode(0xFB, 0x18, "br_on_cast",         .garbageCollection),
    RefusedOpcode(0xFB, 0x19, "br_on_cast_fail",    .garbageCollection),
    RefusedOpcode(0xFB, 0x1A, "any.convert_extern", .garbageCollection),
    RefusedOpcode(0xFB, 0x1B, "extern.convert_any", .garbageCollection),
    RefusedOpcode(0xFB, 0x1C, "ref.i31",            .garbageCollection),
    RefusedOpcode(0xFB, 0x1D, "i31.get_s",          .garbageCollection),
    RefusedOpcode(0xFB, 0x1E, "i31.get_u",          .garbageCollection),
  ]

  /// Atomic instructions, of the threads proposal.
  // swift-format-ignore
  static let atomics: [RefusedOpcode] = [
    RefusedOpcode(0xFE, 0x00, "memory.atomic.notify",       .threads),
    RefusedOpcode(0xFE, 0x01, "memory.atomic.wait32",       .threads),
    RefusedOpcode(0xFE, 0x02, "memory.atomic.wait64",       .threads),
    RefusedOpcode(0xFE, 0x03, "atomic.fence",               .threads),
    RefusedOpcode(0xFE, 0x10, "i32.atomic.load",            .threads),
    RefusedOpcode(0xFE, 0x11, "i64.atomic.load",            .threads),
    RefusedOpcode(0xFE, 0x12, "i32.atomic.load8_u",         .threads),
    RefusedOpcode(0xFE, 0x13, "i32.atomic.load16_u",        .threads),
    RefusedOpcode(0xFE, 0x14, "i64.atomic.load8_u",         .threads),
    RefusedOpcode(0xFE, 0x15, "i64.atomic.load16_u",        .threads),
    RefusedOpcode(0xFE, 0x16, "i64.atomic.load32_u",        .threads),
    RefusedOpcode(0xFE, 0x17, "i32.atomic.store",           .threads),
    RefusedOpcode(0xFE, 0x18, "i64.atomic.store",           .threads),
    RefusedOpcode(0xFE, 0x19, "i32.atomic.store8",          .threads),
    RefusedOpcode(0xFE, 0x1A, "i32.atomic.store16",         .threads),
    RefusedOpcode(0xFE, 0x1B, "i64.atomic.store8",          .threads),
    RefusedOpcode(0xFE, 0x1C, "i64.atomic.store16",         .threads),
    RefusedOpcode(0xFE, 0x1D, "i64.atomic.store32",         .threads),
    RefusedOpcode(0xFE, 0x1E, "i32.atomic.rmw.add",         .threads),
    RefusedOpcode(0xFE, 0x1F, "i64.atomic.rmw.add",         .threads),
    RefusedOpcode(0xFE, 0x20, "i32.atomic.rmw8.add_u",      .threads),
    RefusedOpcode(0xFE, 0x21, "i32.atomic.rmw16.add_u",     .threads),
    RefusedOpcode(0xFE, 0x22, "i64.atomic.rmw8.add_u",      .threads),
    RefusedOpcode(0xFE, 0x23, "i64.atomic.rmw16.add_u",     .threads),
    RefusedOpcode(0xFE, 0x24, "i64.atomic.rmw32.add_u",     .threads),
    RefusedOpcode(0xFE, 0x25, "i32.atomic.rmw.sub",         .threads),
    RefusedOpcode(0xFE, 0x26, "i64.atomic.rmw.sub",         .threads),
    RefusedOpcode(0xFE, 0x27, "i32.atomic.rmw8.sub_u",      .threads),
    RefusedOpcode(0xFE, 0x28, "i32.atomic.rmw16.sub_u",     .threads),
    RefusedOpcode(0xFE, 0x29, "i64.atomic.rmw8.sub_u",      .threads),
    RefusedOpcode(0xFE, 0x2A, "i64.atomic.rmw16.sub_u",     .threads),
    RefusedOpcode(0xFE, 0x2B, "i64.atomic.rmw32.sub_u",     .threads),
    RefusedOpcode(0xFE, 0x2C, "i32.atomic.rmw.and",         .threads),
    RefusedOpcode(0xFE, 0x2D, "i64.atomic.rmw.and",         .threads),
    RefusedOpcode(0xFE, 0x2E, "i32.atomic.rmw8.and_u",      .threads),
    RefusedOpcode(0xFE, 0x2F, "i32.atomic.rmw16.and_u",     .threads),
    RefusedOpcode(0xFE, 0x30, "i64.atomic.rmw8.and_u",      .threads),
    RefusedOpcode(0xFE, 0x31, "i64.atomic.rmw16.and_u",     .threads),
    RefusedOpcode(0xFE, 0x32, "i64.atomic.rmw32.and_u",     .threads),
    RefusedOpcode(0xFE, 0x33, "i32.atomic.rmw.or",          .threads),
    RefusedOpcode(0xFE, 0x34, "i64.atomic.rmw.or",          .threads),
    RefusedOpcode(0xFE, 0x35, "i32.atomic.rmw8.or_u",       .threads),
    RefusedOpcode(0xFE, 0x36, "i32.atomic.rmw16.or_u",      .threads),
    RefusedOpcode(0xFE, 0x37, "i64.atomic.rmw8.or_u",       .threads),
    RefusedOpcode(0xFE, 0x38, "i64.atomic.rmw16.or_u",      .threads),
    RefusedOpcode(0xFE, 0x39, "i64.atomic.rmw32.or_u",      .threads),
    RefusedOpcode(0xFE, 0x3A, "i32.atomic.rmw.xor",         .threads),
    RefusedOpcode(0xFE, 0x3B, "i64.atomic.rmw.xor",         .threads),
    RefusedOpcode(0xFE, 0x3C, "i32.atomic.rmw8.xor_u",      .threads),
    RefusedOpcode(0xFE, 0x3D, "i32.atomic.rmw16.xor_u",     .threads),
    RefusedOpcode(0xFE, 0x3E, "i64.atomic.rmw8.xor_u",      .threads),
    RefusedOpcode(0xFE, 0x3F, "i64.atomic.rmw16.xor_u",     .threads),
    RefusedOpcode(0xFE, 0x40, "i64.atomic.rmw32.xor_u",     .threads),
    RefusedOpcode(0xFE, 0x41, "i32.atomic.rmw.xchg",        .threads),
    RefusedOpcode(0xFE, 0x42, "i64.atomic.rmw.xchg",        .threads),
    RefusedOpcode(0xFE, 0x43, "i32.atomic.rmw8.xchg_u",     .threads),
    RefusedOpcode(0xFE, 0x44, "i32.atomic.rmw16.xchg_u",    .threads),
    RefusedOpcode(0xFE, 0x45, "i64.atomic.rmw8.xchg_u",     .threads),
    RefusedOpcode(0xFE, 0x46, "i64.atomic.rmw16.xchg_u",    .threads),
    RefusedOpcode(0xFE, 0x47, "i64.atomic.rmw32.xchg_u",    .threads),
    RefusedOpcode(0xFE, 0x48, "i32.atomic.rmw.cmpxchg",     .threads),
    RefusedOpcode(0xFE, 0x49, "i64.atomic.rmw.cmpxchg",     .threads),
    RefusedOpcode(0xFE, 0x4A, "i32.atomic.rmw8.cmpxchg_u",  .threads),
    RefusedOpcode(0xFE, 0x4B, "i32.atomic.rmw16.cmpxchg_u", .threads),
    RefusedOpcode(0xFE, 0x4C, "i64.atomic.rmw8.cmpxchg_u",  .threads),
    RefusedOpcode(0xFE, 0x4D, "i64.atomic.rmw16.cmpxchg_u", .threads),
    RefusedOpcode(0xFE, 0x4E, "i64.atomic.rmw32.cmpxchg_u", .threads),
  ]

  /// Stack switching.
  // swift-format-ignore
  static let stackSwitching: [RefusedOpcode] = [
    RefusedOpcode(0xE0, "cont.new",         .stackSwitching),
    RefusedOpcode(0xE1, "cont.bind",        .stackSwitching),
    RefusedOpcode(0xE2, "suspend",          .stackSwitching),
    RefusedOpcode(0xE3, "resume",           .stackSwitching),
    RefusedOpcode(0xE4, "resume_throw",     .stackSwitching),
    RefusedOpcode(0xE5, "resume_throw_ref", .stackSwitching),
    RefusedOpcode(0xE6, "switch",           .stackSwitching),
  ]

  /// Arithmetic of 128 bits.
  // swift-format-ignore
  static let wideArithmetic: [RefusedOpcode] = [
    RefusedOpcode(0xFC, 0x13, "i64.add128",     .wideArithmetic),
    RefusedOpcode(0xFC, 0x14, "i64.sub128",     .wideArithmetic),
    RefusedOpcode(0xFC, 0x15, "i64.mul_wide_s", .wideArithmetic),
    RefusedOpcode(0xFC, 0x16, "i64.mul_wide_u", .wideArithmetic),
  ]
}
