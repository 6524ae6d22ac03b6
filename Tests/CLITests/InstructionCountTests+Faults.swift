import Testing

/// A fault hides the counter of compiled code, but not how much the message has used.
extension InstructionCountTests {
  private static let faulty = """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (memory 1) (global $g (mut i32) (i32.const 0))
      (func (export "canister_update add")
        (global.set $g (i32.add (global.get $g) (i32.const 3)))
        (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 2)))
        (call $reply))
      (func $fault (export "canister_update fault") (drop (i32.load (i32.const -8))))
      (func (export "canister_query fault_in_query") (call $fault))
      (func (export "canister_update fault_later") (local $i i32)
        (local.set $i (i32.add (global.get $g) (i32.load (i32.const 0))))
        (i32.store (i32.const 8192) (i32.const 7))
        (loop $l
          (local.set $i (i32.sub (local.get $i) (i32.const 1)))
          (br_if $l (local.get $i)))
        (i32.store offset=65533 (local.get $i) (i32.const 1)))
      (func (export "canister_post_upgrade") (i32.store (i32.const 4096) (i32.const 1))
        (call $fault))
      (func (export "canister_update limit") (local $i i32)
        (loop $l
          (local.set $i (i32.add (local.get $i) (i32.const 4096)))
          (drop (i32.load (local.get $i)))
          (br $l)))
      (func $down (export "canister_update down") (call $down) (global.set $g (i32.const 1))))
    """

  private static let messages = [
    "ingress $ID fault 0x", "query $ID fault_in_query 0x", "ingress $ID add 0x",
    "ingress $ID fault_later 0x", "upgrade $ID module.wasm 0x", "ingress $ID fault_later 0x",
  ]

  /// The reply costs 505, and a changed page of the heap 1000.
  @Test(arguments: engines)
  func faultsDoNotHideTheCount(engine: [String]) throws {
    let found = try run(Self.faulty, Self.messages, options: engine)
    #expect(
      found.map(\.code) == ["IC0502", "IC0502", nil, "IC0502", "IC0502", "IC0502"])
    // The loop has five rounds of 7, before it come 10 and behind it 3.
    let expected: [UInt64] = [4, 10, 1518, 1048, 1013, 1048]
    #expect(found.map(\.instructions) == expected)
  }

  /// Pages are charged for in the same way, too.
  @Test func faultsDoNotHideThePages() throws {
    let found = try Self.engines.map { engine in
      try run(Self.faulty, Self.messages, options: engine + ["--page-charges", "tracker"])
        .map(\.instructions)
    }
    #expect(found[0] == found[2] && found[1] == found[2])
    // The first write of a page costs 160,000.
    #expect(found[2].max() ?? 0 > 160_000)
  }

  /// A check that fails before the fault ends the message, and one behind it does not.
  @Test(arguments: engines)
  func limitsBeforeFaultsWin(engine: [String]) throws {
    // The function costs 1, and each of sixteen rounds 9.
    for (limit, code) in [("144", "IC0522"), ("145", "IC0502"), ("146", "IC0502")] {
      let found = try run(
        Self.faulty, ["ingress $ID limit 0x"], options: engine + ["--instruction-limit", limit])[0]
      #expect(found.code == code)
      #expect(found.instructions == min(145, UInt64(limit) ?? 0))
    }
  }

  /// Callbacks of composite queries build on changes that only their process has; what they have
  /// used counts for the callbacks after them.
  @Test(arguments: engines)
  func callbacksOfCompositeQueriesDoNotHideTheCount(engine: [String]) throws {
    let module = """
      (module
        (import "ic0" "call_new"
          (func $new (param i32 i32 i32 i32 i32 i32 i32 i32)))
        (import "ic0" "call_perform" (func $perform (result i32)))
        (import "ic0" "canister_self_copy" (func $self (param i32 i32 i32)))
        (import "ic0" "performance_counter" (func $count (param i32) (result i64)))
        (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
        (import "ic0" "msg_reply" (func $reply))
        (memory 1) (table 2 funcref) (elem (i32.const 0) $faults $answers)
        (data (i32.const 0) "get") (global $passes (mut i32) (i32.const 0))
        (func (export "canister_query get") (call $reply))
        (func $call (param $callback i32)
          (call $self (i32.const 16) (i32.const 0) (i32.const 10))
          (call $new (i32.const 16) (i32.const 10) (i32.const 0) (i32.const 3)
            (local.get $callback) (i32.const 0) (i32.const 0) (i32.const 0))
          (drop (call $perform)))
        (func (export "canister_composite_query go")
          (global.set $passes (i32.const 7)) (i32.store (i32.const 64) (i32.const 0x10000))
          (call $call (i32.const 0)) (call $call (i32.const 1)))
        (func $faults (param i32)
          (loop $next
            (global.set $passes (i32.sub (global.get $passes) (i32.const 1)))
            (br_if $next (global.get $passes)))
          (drop (i32.load (i32.load (i32.const 64)))))
        (func $answers (param i32)
          (i64.store (i32.const 8) (call $count (i32.const 1)))
          (call $append (i32.const 8) (i32.const 8)) (call $reply)))
      """
    let found = try run(module, ["query $ID go 0x"], options: engine)[0]
    let expected = try run(module, ["query $ID go 0x"], options: ["--engine", "interpreter"])[0]
    #expect(found.code == nil && found.hex == expected.hex)
    #expect(found.instructions == expected.instructions)
  }

  /// How deep the stack is, is told by the interpreter.
  @Test func overflowOfTheStackHasTheInterpretersCount() throws {
    let exact = try run(Self.faulty, ["ingress $ID down 0x"], options: [])[0]
    let interpreted = try run(
      Self.faulty, ["ingress $ID down 0x"], options: ["--engine", "interpreter"])[0]
    #expect(exact.code == "IC0502")
    #expect(exact.text == interpreted.text)
    #expect(exact.instructions == interpreted.instructions)
    #expect(exact.instructions > 100_000)
  }
}
