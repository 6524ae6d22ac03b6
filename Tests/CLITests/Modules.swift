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

  /// What no canister may import.
  static let wasi = """
    (module (import "wasi_snapshot_preview1" "proc_exit" (func (param i32))))
    """

  static func counterBytes() throws -> [UInt8] { try WasmTools.parse(counter) }
}
