import TestSupport
import Testing

/// A canister with 64-bit addresses, from its text to its answers.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct Memory64Tests {
  static let id = RunCommandTests.id

  /// Calls a method of the canister; what comes after the installation's lines.
  func call(_ message: String, engine: [String]) throws -> String {
    var answer = ""
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Self.canister), to: "canister.wasm")
      try tinsmith.write(
        "install \(Self.id) canister.wasm 0x\n"
          + message.replacing(" ", with: " \(Self.id) ", maxReplacements: 1),
        to: "script.drun")
      let outcome = try tinsmith.run(["run", "script.drun"] + engine)
      let start = RunCommandTests.created + RunCommandTests.installed
      #expect(outcome.status == 0 && outcome.outputText.hasPrefix(start))
      answer = String(outcome.outputText.dropFirst(start.count))
    }
    return answer
  }

  @Test(arguments: Tinsmith.engines)
  func argumentsPassThroughBothMemories(engine: [String]) throws {
    // The five bytes went to the heap, to stable memory and back; the memory had one page.
    let answer = try call("ingress echo 0x0102030405", engine: engine)
    #expect(answer == "ingress Completed: Reply: 0x01020304050000000100000000000000\n")
  }

  @Test(arguments: Tinsmith.engines)
  func memoryGrowsToSixGibibytes(engine: [String]) throws {
    // 98,304 pages are 6 GiB: one fewer to grow by succeeds, one more than that does not.
    let answer = try call("query grow 0x", engine: engine)
    #expect(answer == "Ok: Reply: 0xffffffffffffffff0100000000000000\n")
  }

  @Test(arguments: ["load", "load_offset", "load_edge", "fill", "stable_read", "stable_write"])
  func accessesOutOfBoundsTrap(method: String) throws {
    for engine in Tinsmith.engines {
      let answer = try call("query \(method) 0x", engine: engine)
      #expect(answer.contains("Canister trapped: heap out of bounds"), "\(engine): \(answer)")
    }
  }

  static let canister = """
    (module
      (import "ic0" "msg_reply_data_append" (func $append (param i64 i64)))
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_arg_data_size" (func $size (result i64)))
      (import "ic0" "msg_arg_data_copy" (func $copy (param i64 i64 i64)))
      (import "ic0" "stable64_grow" (func $grow (param i64) (result i64)))
      (import "ic0" "stable64_write" (func $write (param i64 i64 i64)))
      (import "ic0" "stable64_read" (func $read (param i64 i64 i64)))
      (memory i64 1)
      (func (export "canister_update echo")
        (call $copy (i64.const 100) (i64.const 0) (call $size))
        (drop (call $grow (i64.const 1)))
        (call $write (i64.const 5) (i64.const 100) (call $size))
        (call $read (i64.const 1000) (i64.const 5) (call $size))
        (i64.store offset=8 (i64.const 1000) (memory.grow (i64.const 3)))
        (call $append (i64.const 1000) (i64.const 16))
        (call $reply))
      (func (export "canister_query grow")
        (i64.store (i64.const 0) (memory.grow (i64.const 98304)))
        (i64.store (i64.const 8) (memory.grow (i64.const 98303)))
        (call $append (i64.const 0) (i64.const 16))
        (call $reply))
      (func (export "canister_query load")
        (drop (i64.load (i64.const 0x7fffffffffffffff))))
      (func (export "canister_query load_offset")
        (drop (i64.load offset=0xffffffffffffffff (i64.const 1))))
      (func (export "canister_query load_edge") (drop (i64.load (i64.const 65529))))
      (func (export "canister_query fill")
        (memory.fill (i64.const -1) (i32.const 1) (i64.const 2)))
      (func (export "canister_query stable_read")
        (drop (call $grow (i64.const 1)))
        (call $read (i64.const 65529) (i64.const 0) (i64.const 8)))
      (func (export "canister_query stable_write")
        (drop (call $grow (i64.const 1)))
        (call $write (i64.const 0) (i64.const -1) (i64.const 8))))
    """
}
