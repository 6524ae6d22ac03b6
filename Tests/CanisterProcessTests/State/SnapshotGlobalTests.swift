import Foundation
import Testing

@testable import CanisterProcess

/// Globals as snapshots list them.
struct SnapshotGlobalTests {
  private func decode(_ json: String) throws -> SnapshotGlobal {
    try JSONDecoder().decode(SnapshotGlobal.self, from: Data(json.utf8))
  }

  @Test(arguments: [
    (#"{"i32":-7}"#, GlobalType.i32, "f9ffffff"),
    (#"{"i64":-9223372036854775808}"#, .i64, "0000000000000080"),
    (#"{"f32":16777216}"#, .f32, "0000804b"), (#"{"f32":-0}"#, .f32, "00000080"),
    (#"{"f32":1e-45}"#, .f32, "01000000"), (#"{"f64":-2.5e-300}"#, .f64, "2f30b7b3a7c9ba81"),
    (#"{"v128":[4,0,4294967295,2147483648]}"#, .v128, "0400000000000000ffffffff00000080"),
    (#"{"v128":[]}"#, .v128, "00000000000000000000000000000000"),
  ])
  func allBytesSurvive(json: String, type: GlobalType, digits: String) throws {
    let global = try decode(json)
    #expect(global.type == type)
    #expect(global.bytes.map { String(format: "%02x", $0) }.joined() == digits)
    #expect(String(decoding: try JSONEncoder().encode(global), as: UTF8.self) == json)
  }

  /// Other programs write vectors in decimal.
  @Test(arguments: [#"{"v128":18446744073709551620}"#, #"{"v128":"18446744073709551620"}"#])
  func vectorsMayBeDecimal(json: String) throws {
    let bytes: [UInt8] = [4, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    #expect(try decode(json).bytes == bytes)
  }

  @Test(arguments: [
    #"{"i32":2147483648}"#, #"{"i32":0.5}"#, #"{"i32":"1"}"#, #"{"i64":9223372036854775808}"#,
    #"{"f32":null}"#, #"{"f32":1e39}"#, #"{"f64":1e400}"#, #"{"f64":"NaN"}"#,
    #"{"v128":[1,2,3,4,5]}"#, #"{"v128":[4294967296]}"#, #"{"v128":"+5"}"#, #"{"v128":""}"#,
    #"{"v128":340282366920938463463374607431768211456}"#, #"{"v128":-1}"#,
    #"{"i32":1,"i64":1}"#, #"{"i16":1}"#, "{}", "5", "null",
  ])
  func whatNoGlobalHasIsRefused(json: String) {
    #expect(throws: (any Error).self) { try decode(json) }
  }

  /// JSON has no words for them.
  @Test(arguments: [
    (GlobalType.f32, [0, 0, 0xC0, 0x7F] as [UInt8]), (.f64, [0, 0, 0, 0, 0, 0, 0xF0, 0xFF]),
  ])
  func whatIsNoNumberIsNull(type: GlobalType, bytes: [UInt8]) throws {
    let json = try JSONEncoder().encode(SnapshotGlobal(type: type, bytes: bytes))
    #expect(String(decoding: json, as: UTF8.self) == "{\"\(type.rawValue)\":null}")
  }
}
