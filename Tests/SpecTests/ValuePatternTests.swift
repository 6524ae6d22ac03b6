import SpecSuite
import Testing
import WebAssembly

/// What results of scripts match, and what they don't.
@Suite struct ValuePatternTests {
  private static func f32(_ lane: LanePattern) -> ValuePattern {
    .lanes(.f32, width: 32, [lane])
  }

  private static let fours: [LanePattern] = [.bits(1), .canonicalNaN, .arithmeticNaN, .bits(4)]

  @Test(
    arguments: [
      (f32(.bits(0x3F80_0000)), .f32(0x3F80_0000), true),
      (f32(.bits(0)), .f32(0x8000_0000), false),
      (f32(.bits(0)), .i32(0), false),
      (f32(.canonicalNaN), .f32(0x7FC0_0000), true),
      (f32(.canonicalNaN), .f32(0xFFC0_0000), true),
      (f32(.canonicalNaN), .f32(0x7FC0_0001), false),
      (f32(.canonicalNaN), .f32(0x7F80_0000), false),
      (f32(.arithmeticNaN), .f32(0xFFC0_0001), true),
      (f32(.arithmeticNaN), .f32(0x7FA0_0000), false),
      (.lanes(.f64, width: 64, [.canonicalNaN]), .f64(0xFFF8_0000_0000_0000), true),
      (.lanes(.f64, width: 64, [.arithmeticNaN]), .f64(0x7FF0_0000_0000_0000), false),
      (
        .lanes(.v128, width: 32, fours),
        .number(.v128, V128(low: 0x7FC0_0000_0000_0001, high: 0x0000_0004_7FC0_0001)), true
      ),
      (
        .lanes(.v128, width: 32, fours),
        .number(.v128, V128(low: 0x7FC0_0000_0000_0001, high: 0x0000_0005_7FC0_0001)), false
      ),
      (.either([f32(.bits(1)), f32(.bits(2))]), .f32(2), true),
      (.either([f32(.bits(1)), f32(.bits(2))]), .f32(3), false),
      (.null(nil), .null(.externref), true),
      (.null(.funcref), .null(.externref), false),
      (.null(nil), .external(0), false),
      (.reference(.funcref), .function, true),
      (.reference(.funcref), .null(.funcref), false),
      (.reference(.externref), .external(7), true),
      (.external(7), .external(8), false),
    ] as [(ValuePattern, SpecValue, Bool)])
  func matches(pattern: ValuePattern, value: SpecValue, expected: Bool) {
    #expect(pattern.matches(value) == expected)
  }

  @Test(
    arguments: [
      ("unknown import: \"a\" \"b\"", "unknown import", true),
      ("unknown", "unknown import", false),
      ("uninitialized element", "uninitialized element 2", true),
      ("uninitialized element", "uninitialized elements", false),
      ("integer overflow", "integer divide by zero", false),
    ])
  func wording(found: String, expected: String, isMatch: Bool) {
    #expect(Wording.matches(found, expected) == isMatch)
  }
}
