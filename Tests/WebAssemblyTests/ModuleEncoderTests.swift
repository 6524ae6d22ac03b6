import TestSupport
import Testing
import WebAssembly

/// The encoder writes what the decoder reads.
@Suite(.enabled(if: WasmTools.isAvailable, Comment(rawValue: WasmTools.absence)))
struct ModuleEncoderTests {
  /// The tool writes numbers in their shortest forms, too.
  @Test(
    arguments: [
      "(module)",
      #"""
      (module $named
        (type (func (param i32 i64 f32 f64 v128 funcref externref) (result i32 i64)))
        (import "a" "f" (func $f (param i32))) (import "a" "t" (table 1 2 externref))
        (import "a" "m" (memory 1)) (import "a" "g" (global (mut i64)))
        (memory i64 3 70000) (table i64 4 funcref)
        (global f32 (f32.const 1.5)) (global (mut v128) (v128.const i64x2 1 -2))
        (global funcref (ref.func $f)) (global externref (ref.null extern))
        (export "f" (func $f)) (export "m" (memory 1)) (export "t" (table 0))
        (export "g" (global 1)) (start $s) (func $s)
        (elem (table 1) (i64.const 1) func $f $s) (elem func $s) (elem declare func $s $f)
        (elem funcref (ref.null func) (ref.func $f)) (elem externref (ref.null extern))
        (elem (table 0) (i32.const 0) externref (ref.null extern))
        (data (i32.const 0) "abc") (data "\00\ff") (data (memory 1) (i64.const 5) "x"))
      """#,
      """
      (module (memory 1) (memory i64 1) (table 3 funcref) (elem func) (data "x")
        (func $f (param i32) (result i32) (local i64 i64 f32 v128)
          (block (result i32) (i32.const -1)) (drop)
          (block $a (loop $b (br_table $a $b $a (local.get 0)) ))
          (if (result i32) (local.get 0) (then (i32.const 2147483647)) (else (i32.const 64)))
          (drop (select (result funcref) (ref.null func) (ref.func $f) (i32.const 128)))
          (i64.store offset=4294967295 (i32.const 0) (i64.const -9223372036854775808))
          (i64.store32 1 offset=8589934592 align=1 (i64.const 0) (i64.const 63))
          (memory.copy 1 0 (i64.const 0) (i32.const 0) (i32.const 1))
          (memory.init 1 0 (i64.const 0) (i32.const 0) (i32.const 1))
          (table.init 0 0 (i32.const 0) (i32.const 0) (i32.const 0)) (elem.drop 0) (data.drop 0)
          (drop (call_indirect (param i32) (result i32) (i32.const 0) (i32.const 1)))
          (drop (i32.trunc_sat_f64_u (f64.const nan:0x123)))
          (local.set 4 (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31
            (v128.const i32x4 1 2 3 4) (v128.load32_zero 0 offset=3 (i32.const 0))))
          (v128.store16_lane 1 align=1 7 (i64.const 0) (local.get 4))
          (drop (f32x4.relaxed_madd (local.get 4) (local.get 4) (local.get 4)))
          (return_call $f (i32x4.extract_lane 3 (local.get 4)))))
      """,
    ])
  func whatWasDecodedIsWrittenAsItWas(text: String) throws {
    let outcome = try WasmTools.run(["parse", "-"], input: Array(text.utf8))
    let stripped = try WasmTools.run(["strip", "--all", "-"], input: outcome.output)
    let bytes = [UInt8](stripped.output)
    try #require(bytes.count >= 8)
    #expect(ModuleEncoder.encode(try ModuleDecoder().decode(bytes)) == bytes)
  }

  @Test func namesAreReadAgain() throws {
    let bytes = try WasmTools.parse("(module $m (func $first) (func) (func $third))")
    var module = try ModuleDecoder().decode(bytes)
    module.customSections = [CustomSection(name: "other", bytes: [1, 2]), module.names.encoded]
    let again = try ModuleDecoder().decode(ModuleEncoder.encode(module))
    #expect(again.names.module == "m")
    #expect(again.names.functions == [0: "first", 2: "third"])
    #expect(again.customSections.map(\.name) == ["other", "name"])
  }
}
