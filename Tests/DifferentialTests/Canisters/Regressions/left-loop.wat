;; How often a loop goes round is loaded from behind the heap's end, and matters only if the loop is
;; not left before: the load traps nevertheless.
(module
  (import "ic0" "msg_reply" (func $reply))
  (memory 2)
  (data (i32.const 200) "\01")
  (func $loops (param $leaves i32) (local $count i32) (local $index i32)
    (local.set $count
      (i32.or (i32.and (i32.load16_s (i32.const 289883)) (i32.const 3)) (i32.const 1)))
    (loop $outer
      (if (local.get $leaves) (then (return)))
      (local.set $index (i32.const 7))
      (loop $inner
        (i64.store (i32.add (i32.const 800) (i32.shl (local.get $index) (i32.const 3)))
          (i64.mul (i64.const 3)
            (i64.load (i32.add (i32.const 1700) (i32.shl (local.get $index) (i32.const 3))))))
        (br_if $inner (local.tee $index (i32.sub (local.get $index) (i32.const 1)))))
      (br_if $outer (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))
  (func $leaves (export "canister_query leaves")
    (call $loops (i32.load8_u (i32.const 200))) (call $reply))
  (func $stays (export "canister_query stays")
    (call $loops (i32.load8_u (i32.const 201))) (call $reply)))
