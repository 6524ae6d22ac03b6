import Foundation
import TestSupport
import Testing

/// Compiled code counts instructions as the Internet Computer does.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct InstructionCountTests {
  /// The result of a message in the output of `tinsmith run --json`.
  struct Message: Decodable {
    let result: String
    let instructions: UInt64
    let heapPagesChanged: UInt64
    let code: String?
    let text: String?
    let hex: String?
  }

  /// The ways to run a canister that count.
  static let engines = [
    ["--metering", "exact"], ["--metering", "reference"], ["--loader", "memory"],
    ["--engine", "interpreter"],
  ]

  /// Installs a module, and calls methods of it one after the other.
  func run(
    _ module: String, _ methods: [String] = ["ingress $ID run 0x"], options: [String]
  ) throws -> [Message] {
    var messages: [Message] = []
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(module), to: "module.wasm")
      let lines = ["install $ID module.wasm 0x"] + methods
      try tinsmith.write(
        lines.joined(separator: "\n").replacing("$ID", with: RunCommandTests.id), to: "script.drun")
      let outcome = try tinsmith.run(["run", "script.drun", "--json"] + options)
      #expect(outcome.errorText.isEmpty)
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      messages = try outcome.outputText.split(separator: "\n").map {
        try decoder.decode(Message.self, from: Data($0.utf8))
      }
    }
    // The first two are the creation and the installation.
    try #require(messages.count == methods.count + 2)
    return Array(messages.dropFirst(2))
  }

  @Test(arguments: MeteringVector.all, engines)
  func countsAsTheInternetComputer(vector: MeteringVector, engine: [String]) throws {
    let message = try run(vector.module, options: engine)[0]
    let pageCost: UInt64 = vector.hasAddresses64 ? 4000 : 1000
    #expect(message.instructions == vector.used + message.heapPagesChanged * pageCost)
    #expect(message.code == (vector.traps ? "IC0502" : "IC0506"))
  }

  @Test(arguments: engines)
  func limitIsExact(engine: [String]) throws {
    let module = try #require(MeteringVector.all.first { $0.name == "straight" }).module
    let within = try run(module, options: engine + ["--instruction-limit", "25"])[0]
    #expect(within.code == "IC0506")
    let beyond = try run(module, options: engine + ["--instruction-limit", "24"])[0]
    #expect(beyond.code == "IC0522")
    #expect(beyond.text?.contains("exceeded the limit of 24 instructions") == true)
    #expect(beyond.instructions == 24)
  }

  @Test(
    arguments: [
      "(loop $l br $l)", "(call $down (i32.const -1))", "(call $tail (i32.const -1))",
      "(memory.fill (i32.const 0) (i32.const 0) (i32.const -1))",
      """
      (loop $l (local.set $i (i64.add (local.get $i) (i64.const 1)))
        (br_if $l (i64.ne (local.get $i) (i64.const -1))))
      """,
      "(loop $l (global.set $g (i64.add (global.get $g) (i64.const 1))) (br $l))",
    ], engines)
  func nothingRunsForEver(body: String, engine: [String]) throws {
    let message = try run(
      MeteringVector(body: body).module,
      options: engine + ["--instruction-limit", "100000"])[0]
    #expect(message.code == "IC0522")
    #expect(message.instructions == 100_000)
  }

  /// More values than registers go round and round, by way of a table, far deeper than the stack.
  private static let deep = """
    (module
      (type $wide (func
        (param i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64) (result i64 i64 i64 i64 i64)))
      (table 1 funcref) (elem (i32.const 0) $turn)
      (func $turn (type $wide)
        (if (i64.eqz (local.get 0))
          (then (return
            (local.get 11) (local.get 10) (local.get 9) (local.get 2) (local.get 1))))
        (return_call_indirect (type $wide)
          (i64.sub (local.get 0) (i64.const 1)) (local.get 11) (local.get 1) (local.get 2)
          (local.get 3) (local.get 4) (local.get 5) (local.get 6) (local.get 7) (local.get 8)
          (local.get 9) (local.get 10) (i32.const 0)))
      (func (export "canister_update run")
        (call $turn (i64.const 500_000) (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4)
          (i64.const 5) (i64.const 6) (i64.const 7) (i64.const 8) (i64.const 9) (i64.const 10)
          (i64.const 11))
        (if (i64.ne (i64.const 6)) (then unreachable))
        (if (i64.ne (i64.const 7)) (then unreachable))
        (if (i64.ne (i64.const 3)) (then unreachable))
        (if (i64.ne (i64.const 4)) (then unreachable))
        (if (i64.ne (i64.const 5)) (then unreachable))))
    """

  /// Tail calls count as the others do.
  ///
  /// Each turn: entry 1, get and test 2, if 2; then operands of 15 and the call, 60. The last one
  /// has five operands and a return in place of those. Around: entry 1, 12 operands, a call of 5,
  /// and five times an operand, a comparison and an if.
  @Test(arguments: engines)
  func deepTailCallsAreCounted(engine: [String]) throws {
    let message = try run(Self.deep, options: engine)[0]
    #expect(message.code == "IC0506")
    #expect(message.instructions == 500_000 * (5 + 15 + 60) + (5 + 6) + (1 + 12 + 5 + 5 * 4))
  }

  /// A program that reads the counter, touches stable memory and has it read by its callers.
  private static let system = """
    (module
      (import "ic0" "performance_counter" (func $count (param i32) (result i64)))
      (import "ic0" "stable64_grow" (func $grow (param i64) (result i64)))
      (import "ic0" "stable64_write" (func $write (param i64 i64 i64)))
      (import "ic0" "stable64_read" (func $read (param i64 i64 i64)))
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (memory 1) (global $g (mut i64) (i64.const 0))
      (func $tell (param i64)
        (i64.store (i32.const 8) (local.get 0))
        (call $append (i32.const 8) (i32.const 8)) (call $reply))
      (func (export "canister_query one")
        (call $tell (call $count (i32.const 0))))
      (func (export "canister_query two") (local i64)
        (local.set 0 (call $count (i32.const 0)))
        (call $tell (i64.sub (call $count (i32.const 0)) (local.get 0))))
      (func $wrapper (result i64) i32.const 0 call $count)
      (func (export "canister_query grown") (local i64)
        (local.set 0 (call $wrapper))
        (drop (call $grow (i64.const 1)))
        (call $tell (i64.sub (call $wrapper) (local.get 0))))
      (func (export "canister_update stable")
        (drop (call $grow (i64.const 1)))
        (i64.store (i32.const 0) (i64.const 5)) (i64.store (i32.const 8) (i64.const 5))
        (call $write (i64.const 0) (i64.const 0) (i64.const 1))
        (call $write (i64.const 4096) (i64.const 0) (i64.const 1))
        (call $read (i64.const 0) (i64.const 0) (i64.const 1))
        (global.set $g (i64.load (i32.const 0)))))
    """

  /// The first is 1 for the function, 1 for the constant, 5 and 200 for the call, and 5 for the
  /// call of `$tell`, which belongs to the same segment.
  @Test(arguments: engines, ["inline", "call"])
  func observersSeeTheCount(engine: [String], stable: String) throws {
    let messages = try run(
      Self.system,
      [
        "query $ID one 0x", "query $ID two 0x", "query $ID grown 0x", "ingress $ID stable 0x",
        "ingress $ID stable 0x",
      ], options: engine + ["--stable", stable])
    #expect(
      messages.map(\.hex) == ["d400000000000000", "c800000000000000", "3301000000000000", nil, nil])
    #expect(messages[3].instructions == 3205)
    // The same bytes again: no page of the heap changes.
    #expect(messages[4].instructions == 2205)
  }

  /// A read of stable memory pays for its length before it looks whether that is possible.
  ///
  /// It pays 20 and the length, in 64 bits, where overflow is lost. The call itself costs 1, 3 and
  /// 5.
  @Test(
    arguments: [
      (0, 29, nil), (1 << 40, 1_000_000, "IC0522"), (.max >> 1, 1_000_000, "IC0522"),
      (1 << 63, 1_000_000, "IC0522"), (.max - 20, 1_000_000, "IC0522"), (.max - 19, 9, "IC0502"),
      (.max, 28, "IC0502"), (999_971, 1_000_000, "IC0502"), (999_972, 1_000_000, "IC0522"),
    ] as [(UInt64, UInt64, String?)], engines)
  func lengthsArePaidFirst(
    access: (length: UInt64, used: UInt64, code: String?), engine: [String]
  ) throws {
    let module = """
      (module
        (import "ic0" "stable64_read" (func $read (param i64 i64 i64)))
        (memory 1)
        (func (export "canister_query read")
          (call $read (i64.const 0) (i64.const 0)
            (i64.const \(Int64(bitPattern: access.length))))))
      """
    for stable in ["inline", "call"] {
      let message = try run(
        module, ["query $ID read 0x"],
        options: engine + ["--stable", stable, "--instruction-limit", "1000000"])[0]
      #expect(message.instructions == access.used)
      #expect(message.code == access.code ?? "IC0506")
    }
  }

  @Test func nothingIsCountedIfAskedTo() throws {
    let messages = try run(
      Self.system, ["query $ID one 0x"], options: ["--metering", "off", "--instruction-limit", "1"])
    #expect(messages.map(\.hex) == ["0000000000000000"])
    #expect(messages[0].instructions == 0)
  }
}
