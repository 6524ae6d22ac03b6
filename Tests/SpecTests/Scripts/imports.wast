;; The official imports.wast is skipped for the most part: its first module exports a tag.

(module
  (func (export "func"))
  (func (export "func-i32") (param i32))
  (func (export "func->v128") (result v128) (v128.const i64x2 1 2))
  (global (export "constant") i32 (i32.const 55))
  (global $g (export "variable") (mut i64) (i64.const 44))
  (func (export "read") (result i64) (global.get $g))
  (table (export "table") 10 20 funcref)
  (table (export "unbounded") 10 externref)
  (memory (export "memory") 1 2))
(register "test")

(module
  (import "test" "func" (func))
  (import "test" "func-i32" (func (param i32)))
  (import "test" "func->v128" (func $v (result v128)))
  (import "test" "constant" (global $c i32))
  (import "test" "variable" (global $g (mut i64)))
  (import "test" "table" (table 5 20 funcref))
  (import "test" "table" (table 10 funcref))
  (import "test" "memory" (memory 0 3))
  (import "spectest" "print_f64_f64" (func $print (param f64 f64)))
  (import "spectest" "global_f32" (global $f f32))
  (import "spectest" "table64" (table i64 10 20 funcref))
  (global $d i32 (i32.add (global.get $c) (i32.const 1)))
  (export "v" (func $v))
  (func (export "run") (result i32 f32)
    (call $print (f64.const 1) (f64.const 2))
    (global.set $g (i64.const 43))
    (global.get $d) (global.get $f)))
(assert_return (invoke "run") (i32.const 56) (f32.const 666.6))
(assert_return (invoke "v") (v128.const i64x2 1 2))
(module $reader (import "test" "read" (func $r (result i64))) (export "read" (func $r)))
(assert_return (invoke $reader "read") (i64.const 43))

(assert_unlinkable (module (import "test" "no" (func))) "unknown import")
(assert_unlinkable (module (import "no" "func" (func))) "unknown import")
(assert_unlinkable (module (import "test" "func" (func (param i32)))) "incompatible import type")
(assert_unlinkable
  (module (import "test" "func->v128" (func (result i64)))) "incompatible import type")
(assert_unlinkable (module (import "test" "func" (global i32))) "incompatible import type")
(assert_unlinkable (module (import "test" "constant" (func))) "incompatible import type")
(assert_unlinkable
  (module (import "test" "constant" (global (mut i32)))) "incompatible import type")
(assert_unlinkable (module (import "test" "variable" (global i64))) "incompatible import type")
(assert_unlinkable (module (import "test" "table" (table 11 funcref))) "incompatible import type")
(assert_unlinkable
  (module (import "test" "table" (table 1 19 funcref))) "incompatible import type")
(assert_unlinkable (module (import "test" "table" (table 1 externref))) "incompatible import type")
(assert_unlinkable
  (module (import "test" "table" (table i64 1 funcref))) "incompatible import type")
(assert_unlinkable
  (module (import "test" "unbounded" (table 1 100 externref))) "incompatible import type")
(assert_unlinkable (module (import "test" "memory" (memory 2))) "incompatible import type")
(assert_unlinkable (module (import "test" "memory" (memory 1 1))) "incompatible import type")
(assert_unlinkable (module (import "test" "memory" (memory i64 1))) "incompatible import type")
