import TestSupport

/// Modules that the tests compile.
enum Modules {
  /// Counts in its heap; prints, traps, rejects and hangs on request.
  static let counter = """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reject" (func $reject (param i32 i32)))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "debug_print" (func $print (param i32 i32)))
      (import "ic0" "global_timer_set" (func $set_timer (param i64) (result i64)))
      (import "ic0" "time" (func $time (result i64)))
      (memory 1)
      (data (i32.const 16) "hello")
      (func $read (call $append (i32.const 0) (i32.const 4)) (call $reply))
      (func $count
        (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1))))
      (func (export "canister_query get") (call $read))
      (func (export "canister_update inc") (call $count) (call $read))
      (func (export "canister_update trap") (call $count) (unreachable))
      (func (export "canister_update refuse") (call $reject (i32.const 16) (i32.const 5)))
      (func (export "canister_update greet")
        (call $print (i32.const 16) (i32.const 5)) (call $reply))
      (func (export "canister_update wait")
        (drop (call $set_timer (i64.add (call $time) (i64.const 10)))) (call $reply))
      (func (export "canister_global_timer") (call $count))
      (func (export "canister_update hang") (loop $l (call $count) (br $l)))
      (@custom "icp:public candid:service" "service : {\\n  get : () -> () query;\\n}"))
    """

  /// `go` calls `inc` of the second canister, or `trap`,
  /// or whatever its argument names, and answers with what comes back.
  static let caller = """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "msg_arg_data_size" (func $size (result i32)))
      (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
      (import "ic0" "msg_reject_msg_size" (func $reason_size (result i32)))
      (import "ic0" "msg_reject_msg_copy" (func $reason_copy (param i32 i32 i32)))
      (import "ic0" "call_new"
        (func $call (param i32 i32 i32 i32 i32 i32 i32 i32)))
      (import "ic0" "call_perform" (func $perform (result i32)))
      (type $callback (func (param i32)))
      (table 2 funcref)
      (elem (i32.const 0) $replied $rejected)
      (memory 1)
      (data (i32.const 0) "\\00\\00\\00\\00\\00\\00\\00\\01\\01\\01")
      (func $replied (type $callback)
        (call $copy (i32.const 64) (i32.const 0) (call $size))
        (call $append (i32.const 64) (call $size))
        (call $reply))
      (func $rejected (type $callback)
        (call $reason_copy (i32.const 64) (i32.const 0) (call $reason_size))
        (call $append (i32.const 64) (call $reason_size))
        (call $reply))
      (func (export "canister_update go")
        (call $copy (i32.const 16) (i32.const 0) (call $size))
        (call $call (i32.const 0) (i32.const 10) (i32.const 16) (call $size)
          (i32.const 0) (i32.const 7) (i32.const 1) (i32.const 7))
        (drop (call $perform))))
    """

  /// `go` calls a method of the management canister with the cycles for a new canister.
  ///
  /// Its argument begins with the size of the method's name and the name; what comes back is its
  /// answer.
  static let manager = """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "msg_arg_data_size" (func $size (result i32)))
      (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
      (import "ic0" "msg_reject_msg_size" (func $reason_size (result i32)))
      (import "ic0" "msg_reject_msg_copy" (func $reason_copy (param i32 i32 i32)))
      (import "ic0" "call_new" (func $call (param i32 i32 i32 i32 i32 i32 i32 i32)))
      (import "ic0" "call_data_append" (func $pass (param i32 i32)))
      (import "ic0" "call_cycles_add128" (func $pay (param i64 i64)))
      (import "ic0" "call_perform" (func $perform (result i32)))
      (type $callback (func (param i32)))
      (table 2 funcref)
      (elem (i32.const 0) $replied $rejected)
      (memory 1)
      (func $replied (type $callback)
        (call $copy (i32.const 64) (i32.const 0) (call $size))
        (call $append (i32.const 64) (call $size))
        (call $reply))
      (func $rejected (type $callback)
        (call $reason_copy (i32.const 64) (i32.const 0) (call $reason_size))
        (call $append (i32.const 64) (call $reason_size))
        (call $reply))
      (func (export "canister_update go") (local $name i32)
        (call $copy (i32.const 0) (i32.const 0) (call $size))
        (local.set $name (i32.load8_u (i32.const 0)))
        (call $call (i32.const 0) (i32.const 0) (i32.const 1) (local.get $name)
          (i32.const 0) (i32.const 7) (i32.const 1) (i32.const 7))
        (call $pass
          (i32.add (local.get $name) (i32.const 1))
          (i32.sub (call $size) (i32.add (local.get $name) (i32.const 1))))
        (call $pay (i64.const 0) (i64.const 2_000_000_000_000))
        (drop (call $perform))))
    """

  /// Keeps what its argument says, and traps before or after an upgrade if that is 1 or 2.
  static let upgrader = """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
      (import "ic0" "stable64_grow" (func $grow (param i64) (result i64)))
      (import "ic0" "stable64_size" (func $pages (result i64)))
      (import "ic0" "stable64_read" (func $load (param i64 i64 i64)))
      (import "ic0" "stable64_write" (func $store (param i64 i64 i64)))
      (memory 1)
      (func (export "canister_update set")
        (call $copy (i32.const 0) (i32.const 0) (i32.const 1)) (call $reply))
      (func (export "canister_query get")
        (call $append (i32.const 0) (i32.const 1)) (call $reply))
      (func (export "canister_pre_upgrade")
        (if (i32.eq (i32.load8_u (i32.const 0)) (i32.const 1)) (then (unreachable)))
        (if (i64.eqz (call $pages)) (then (drop (call $grow (i64.const 1)))))
        (call $store (i64.const 0) (i64.const 0) (i64.const 1)))
      (func (export "canister_post_upgrade")
        (call $load (i64.const 0) (i64.const 0) (i64.const 1))
        (if (i32.eq (i32.load8_u (i32.const 0)) (i32.const 2)) (then (unreachable)))))
    """

  /// What no canister may import.
  static let wasi = """
    (module (import "wasi_snapshot_preview1" "proc_exit" (func (param i32))))
    """

  static func counterBytes() throws -> [UInt8] { try WasmTools.parse(counter) }
}
