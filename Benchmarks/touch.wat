;; Messages that touch a page at either end of stable memory, however much of it there is. The
;; argument of the installation is the number of its pages, in eight bytes.
(module
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
  (import "ic0" "stable64_grow" (func $grow (param i64) (result i64)))
  (import "ic0" "stable64_size" (func $pages (result i64)))
  (import "ic0" "stable64_write" (func $write (param i64 i64 i64)))
  (import "ic0" "stable64_read" (func $read (param i64 i64 i64)))
  (memory 1)
  (func (export "canister_init")
    (call $copy (i32.const 0) (i32.const 0) (i32.const 8))
    (drop (call $grow (i64.load (i32.const 0)))))
  (func $touch
    (call $read (i64.const 0) (i64.const 0) (i64.const 8))
    (i64.store (i32.const 0) (i64.add (i64.load (i32.const 0)) (i64.const 1)))
    (call $write (i64.const 0) (i64.const 0) (i64.const 8))
    (call $write
      (i64.sub (i64.shl (call $pages) (i64.const 16)) (i64.const 8)) (i64.const 0) (i64.const 8))
    (call $reply))
  (func (export "canister_update touch") (call $touch))
  (func (export "canister_query touch and forget") (call $touch)))
