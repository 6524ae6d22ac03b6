/// Code of canisters, as text.
enum Canisters {
  /// Counts, tells the time, prints, rejects and traps.
  static let counter = """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reject" (func $reject (param i32 i32)))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "debug_print" (func $print (param i32 i32)))
      (import "ic0" "trap" (func $trap (param i32 i32)))
      (import "ic0" "time" (func $time (result i64)))
      (import "ic0" "global_timer_set" (func $timer (param i64) (result i64)))
      (import "ic0" "stable64_read" (func $stable (param i64 i64 i64)))
      (memory 1)
      (data (i32.const 16) "hello")
      (func $count (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1))))
      (func $read (call $append (i32.const 0) (i32.const 4)) (call $reply))
      (func $now (i64.store (i32.const 32) (call $time))
        (call $append (i32.const 32) (i32.const 8)) (call $reply))
      (func (export "canister_query read") (call $read))
      (func (export "canister_update write") (call $count) (call $read))
      (func (export "canister_query now") (call $now))
      (func (export "canister_update now_update") (call $now))
      (func (export "canister_update set_timer")
        (drop (call $timer (i64.add (call $time) (i64.const 1000000000)))) (call $reply))
      (func (export "canister_global_timer") (call $count))
      (func (export "canister_update print") (call $print (i32.const 16) (i32.const 5))
        (call $print (i32.const 16) (i32.const 4)) (call $reply))
      (func (export "canister_query reject_query") (call $reject (i32.const 16) (i32.const 5)))
      (func (export "canister_update reject_update") (call $reject (i32.const 16) (i32.const 5)))
      (func (export "canister_query trap_query") (call $trap (i32.const 16) (i32.const 5)))
      (func (export "canister_update trap_update") (call $trap (i32.const 16) (i32.const 5)))
      (func (export "canister_query stable")
        (call $stable (i64.const 64) (i64.const 0) (i64.const 5))
        (call $append (i32.const 64) (i32.const 5)) (call $reply)))
    """

  /// Refuses messages before it executes any: traps at `trap`, does not accept `skip`.
  static let doorkeeper = """
    (module
      (import "ic0" "msg_method_name_size" (func $size (result i32)))
      (import "ic0" "accept_message" (func $accept))
      (import "ic0" "msg_reply" (func $reply))
      (func (export "canister_inspect_message")
        (if (i32.eq (call $size) (i32.const 5)) (then unreachable))
        (if (i32.eq (call $size) (i32.const 6)) (then (call $accept))))
      (func (export "canister_update skip") (call $reply))
      (func (export "canister_update trap5") (call $reply))
      (func (export "canister_update accept") (call $reply)))
    """

  /// Counts heartbeats.
  static let heartbeat = """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (memory 1)
      (func (export "canister_heartbeat")
        (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1))))
      (func (export "canister_query read")
        (call $append (i32.const 0) (i32.const 4)) (call $reply)))
    """

  /// Calls the method in the argument, behind ten bytes with the callee, and passes the answer on:
  /// the reply, or what the call was rejected with.
  static let caller = """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "msg_arg_data_size" (func $size (result i32)))
      (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
      (import "ic0" "msg_reject_msg_size" (func $reason_size (result i32)))
      (import "ic0" "msg_reject_msg_copy" (func $reason_copy (param i32 i32 i32)))
      (import "ic0" "call_new" (func $call (param i32 i32 i32 i32 i32 i32 i32 i32)))
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
      (func (export "canister_update go")
        (call $copy (i32.const 0) (i32.const 0) (call $size))
        (call $call (i32.const 0) (i32.const 10) (i32.const 10)
          (i32.sub (call $size) (i32.const 10))
          (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0))
        (drop (call $perform))))
    """
}

extension Canisters {
  /// Has the management canister do an HTTP request, by the argument of that.
  ///
  /// It passes the answer on, or what the request was rejected with. Whatever a response is,
  /// `transform` makes this of it.
  static func asker(transforming response: [UInt8]) -> String {
    let data = response.map { byte in
      let digits = String(byte, radix: 16)
      return "\\" + (digits.count < 2 ? "0" : "") + digits
    }
    return """
      (module
        (import "ic0" "msg_reply" (func $reply))
        (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
        (import "ic0" "msg_arg_data_size" (func $size (result i32)))
        (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
        (import "ic0" "msg_reject_msg_size" (func $reason_size (result i32)))
        (import "ic0" "msg_reject_msg_copy" (func $reason_copy (param i32 i32 i32)))
        (import "ic0" "call_new" (func $call (param i32 i32 i32 i32 i32 i32 i32 i32)))
        (import "ic0" "call_data_append" (func $argument (param i32 i32)))
        (import "ic0" "call_cycles_add128" (func $pay (param i64 i64)))
        (import "ic0" "call_perform" (func $perform (result i32)))
        (type $callback (func (param i32)))
        (table 2 funcref)
        (elem (i32.const 0) $replied $rejected)
        (memory 1)
        (data (i32.const 16) "http_request")
        (data (i32.const 64) "\(data.joined())")
        (func $replied (type $callback)
          (call $copy (i32.const 4096) (i32.const 0) (call $size))
          (call $append (i32.const 4096) (call $size))
          (call $reply))
        (func $rejected (type $callback)
          (call $reason_copy (i32.const 4096) (i32.const 0) (call $reason_size))
          (call $append (i32.const 4096) (call $reason_size))
          (call $reply))
        (func (export "canister_query transform")
          (call $append (i32.const 64) (i32.const \(response.count))) (call $reply))
        (func (export "canister_update go")
          (call $copy (i32.const 4096) (i32.const 0) (call $size))
          (call $call (i32.const 0) (i32.const 0) (i32.const 16) (i32.const 12)
            (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0))
          (call $argument (i32.const 4096) (call $size))
          (call $pay (i64.const 0) (i64.const 1000000000000))
          (drop (call $perform))))
      """
  }
}
