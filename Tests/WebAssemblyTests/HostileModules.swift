/// Modules that between them have every kind of section, segment and immediate, to be cut short
/// and changed.
enum HostileModules {
  static let texts = [control, memories, segments, vectors]

  private static let control = """
    (module $names
      (type $binary (func (param i32 i32) (result i32)))
      (import "env" "f" (func $f (param i64) (result i32 f64)))
      (import "env" "g" (global $g i32))
      (table $t 3 9 funcref)
      (global $m (mut i64) (i64.const -1))
      (func $start)
      (start $start)
      (func $h (export "h") (type $binary) (local i32 i32) (local f64)
        (block (result i32)
          (loop (br_if 0 (local.get 0)) (br_table 1 0 1 0 (i32.const 7) (local.get 1)))
          (if (result i32) (local.get 0) (then (i32.const 300)) (else (i32.const -300)))
          (drop (select (result funcref) (ref.null func) (ref.func $start) (local.get 0))))
        (global.set $m (i64.const 0x123456789abcdef0))
        (drop (f64.add (f64.const 1.5) (f64.promote_f32 (f32.const 2))))
        (return_call_indirect $t (type $binary)
          (i32.const 1) (i32.trunc_sat_f64_u (f64.const 2)) (i32.const 0)))
      (@custom "icp:public candid:service" "service : {}"))
    """

  private static let memories = """
    (module
      (memory $a 1 2)
      (memory $b i64 1 2)
      (func (param i64)
        (i64.store32 $b offset=0x1234567890
          (local.get 0) (i64.load8_s $a offset=70000 (i32.const 1)))
        (memory.copy $b $a (local.get 0) (i32.const 0) (i32.const 8))
        (memory.fill $a (i32.const 0) (i32.const 1) (memory.grow $a (memory.size $a)))))
    """

  private static let segments = """
    (module
      (memory 1)
      (table $t 4 funcref)
      (table $u 4 externref)
      (func $f
        (memory.init 1 (i32.const 0) (i32.const 0) (i32.const 1))
        (data.drop 1)
        (table.init $t 1 (i32.const 0) (i32.const 0) (i32.const 1))
        (table.copy $t $t (i32.const 0) (i32.const 1) (i32.const 2))
        (elem.drop 2)
        (table.set $u (i32.const 0) (table.get $u (i32.const 1))))
      (elem (table $t) (i32.const 0) func $f $f)
      (elem func $f)
      (elem declare func $f)
      (elem (table $t) (offset (i32.add (i32.const 1) (i32.const 1))) funcref (ref.func $f))
      (elem externref (ref.null extern))
      (data (i32.const 8) "hello")
      (data "passive"))
    """

  private static let vectors = """
    (module
      (memory 1)
      (func (result v128)
        (v128.store offset=16 (i32.const 0)
          (i8x16.shuffle 0 1 2 3 4 5 6 7 24 25 26 27 28 29 30 31
            (v128.const i64x2 1 -1) (v128.load8x8_s (i32.const 0))))
        (v128.store16_lane 3 (i32.const 0)
          (v128.load32_lane 1 (i32.const 0) (v128.const i32x4 1 2 3 4)))
        (f32x4.relaxed_madd
          (f32x4.splat (f32x4.extract_lane 2 (v128.load64_zero (i32.const 8))))
          (f64x2.replace_lane 1 (v128.const i64x2 0 0) (f64.const 3))
          (i16x8.add_sat_s
            (v128.const i64x2 5 6) (i16x8.shl (v128.const i64x2 7 8) (i32.const 3))))))
    """
}
