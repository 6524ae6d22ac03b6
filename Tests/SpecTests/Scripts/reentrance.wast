;; Instances that call each other back, and see what was changed meanwhile: their state is reached
;; by ways that a compiler can't follow within one module.

(module $callbacks
  (table (export "table") 4 funcref)
  (type $action (func))
  (func (export "run") (param i32) (call_indirect (type $action) (local.get 0))))
(register "callbacks" $callbacks)

(module $counter
  (import "callbacks" "table" (table 4 funcref))
  (import "callbacks" "run" (func $run (param i32)))
  (memory 1)
  (global $count (mut i32) (i32.const 0))
  (elem (i32.const 1) $increment)
  (func $increment
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (i32.store (i32.const 16) (i32.add (i32.load (i32.const 16)) (i32.const 10)))
    (drop (memory.grow (i32.const 1))))
  ;; Each value before and after the call.
  (func (export "global") (result i32 i32)
    (global.get $count) (call $run (i32.const 1)) (global.get $count))
  (func (export "memory") (result i32 i32)
    (i32.load (i32.const 16)) (call $run (i32.const 1)) (i32.load (i32.const 16)))
  (func (export "size") (result i32 i32)
    (memory.size) (call $run (i32.const 1)) (memory.size)))
(assert_return (invoke "global") (i32.const 0) (i32.const 1))
(assert_return (invoke "memory") (i32.const 10) (i32.const 20))
(assert_return (invoke "size") (i32.const 3) (i32.const 4))

;; A table that changes during a call through it.
(module $swapping
  (import "callbacks" "table" (table $t 4 funcref))
  (import "callbacks" "run" (func $run (param i32)))
  (global $last (mut i32) (i32.const 0))
  (elem declare func $first $second)
  (func $first
    (global.set $last (i32.const 1))
    (table.set $t (i32.const 2) (ref.func $second)))
  (func $second
    (global.set $last (i32.const 2))
    (table.set $t (i32.const 2) (ref.null func)))
  (func (export "start") (table.set $t (i32.const 2) (ref.func $first)))
  (func (export "next") (result i32) (call $run (i32.const 2)) (global.get $last)))
(invoke "start")
(assert_return (invoke "next") (i32.const 1))
(assert_return (invoke "next") (i32.const 2))
(assert_trap (invoke "next") "uninitialized element")

;; The functions of an instance that nobody names any more.
(module
  (import "callbacks" "table" (table 4 funcref))
  (global $calls (mut i32) (i32.const 0))
  (elem (i32.const 3) $forgotten)
  (func $forgotten
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (if (i32.eq (global.get $calls) (i32.const 3)) (then unreachable))))
(module (func (export "other")))
(invoke $callbacks "run" (i32.const 3))
(invoke $callbacks "run" (i32.const 3))
(assert_trap (invoke $callbacks "run" (i32.const 3)) "unreachable")

;; One definition, two instances.
(module definition $cell
  (memory 1)
  (data $passive "\07")
  (func (export "add") (param i32) (result i32)
    (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (local.get 0)))
    (i32.load (i32.const 0)))
  (func (export "drop") (data.drop $passive))
  (func (export "init")
    (memory.init $passive (i32.const 8) (i32.const 0) (i32.const 1))))
(module instance $a $cell)
(module instance $b $cell)
(assert_return (invoke $a "add" (i32.const 5)) (i32.const 5))
(assert_return (invoke $b "add" (i32.const 7)) (i32.const 7))
(assert_return (invoke $a "add" (i32.const 1)) (i32.const 6))
(invoke $a "drop")
(assert_trap (invoke $a "init") "out of bounds memory access")
(assert_return (invoke $b "init"))
