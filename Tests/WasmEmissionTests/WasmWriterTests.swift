import Instrumentation
import Interpreter
import TestSupport
import Testing
import Validation
import WasmEmission
import WebAssembly

/// What is emitted is valid, does what the module did, and counts as the Internet Computer does.
@Suite(.enabled(if: WasmTools.isAvailable, Comment(rawValue: WasmTools.absence)))
struct WasmWriterTests {
  @Test(arguments: MeteringVector.all)
  func countsAsTheInternetComputer(vector: MeteringVector) throws {
    let canister = try EmittedCanister(vector.module)
    #expect(canister.runTraps() == vector.traps)
    #expect(canister.usedInstructions == Int64(vector.used))
  }

  @Test func countsNothingIfItIsNotToCount() throws {
    let canister = try EmittedCanister(MeteringVector.all[1].module, metering: .off)
    #expect(!canister.runTraps())
    #expect(canister.usedInstructions == nil)
  }

  @Test(arguments: ["stable", "stable64"])
  func stableMemoryIsPaidByBytesAndPagesWritten(api: String) throws {
    // 14 constants, 7 calls and what follows them, 100 for growth, 20 and the size for each access.
    let canister = try EmittedCanister(
      StableCode.module(
        """
        (drop \(StableCode.call(api, "grow", 1)))
        (i64.store (i32.const 0) (i64.const 0x55))
        \(StableCode.call(api, "write", 0, 0, 1))
        \(StableCode.call(api, "write", 4096, 0, 1))
        \(StableCode.call(api, "write", 4097, 0, 1))
        \(StableCode.call(api, "read", 8, 4096, 1))
        (global.set $g (i64.load (i32.const 8)))
        """, api))
    #expect(!canister.runTraps())
    let constants = 1 + 2 + 4 * 3 + 1
    let others = 4 * 5 + 5 + 1 + 1 + 1 + 2
    #expect(canister.usedInstructions == Int64(1 + constants + others + 100 + 4 * 21 + 2000))
    #expect(canister.global("seen") == .i64(0x55))
    #expect(canister.global("canister counter_dirty_pages") == .i64(524_288 - 2))
    #expect(canister.global("canister counter_accessed_pages") == .i64(524_288 - 2))
    let marks = try #require(canister.memory("stable_bytemap_memory"))
    #expect(marks.prefix(4) == [3, 3, 0, 0])
    let stable = try #require(canister.memory("stable_memory"))
    #expect((stable.count, stable[4096], stable[4097], stable[4098]) == (65536, 0x55, 0x55, 0))
  }

  @Test func readsMarkPagesOnceAndKeepThatTheyAreWritten() throws {
    let canister = try EmittedCanister(
      StableCode.module(
        """
        (drop \(StableCode.call("stable64", "grow", 1)))
        \(StableCode.call("stable64", "write", 4096, 0, 1))
        \(StableCode.call("stable64", "read", 0, 0, 8193))
        \(StableCode.call("stable64", "read", 0, 0, 8193))
        """, "stable64"))
    #expect(!canister.runTraps())
    #expect(canister.memory("stable_bytemap_memory")?.prefix(4) == [2, 3, 2, 0])
    #expect(canister.global("canister counter_accessed_pages") == .i64(524_288 - 3))
  }

  @Test(
    arguments: [
      ("stable", "write", [65536, 0, 0], false), ("stable", "write", [65537, 0, 0], true),
      ("stable", "read", [0, 65537, 0], false), ("stable64", "write", [65537, 0, 0], false),
      ("stable64", "read", [0, 65535, 1], false), ("stable64", "read", [0, 65535, 2], true),
      ("stable", "read", [0, 65535, 2], true), ("stable", "write", [-1, 0, 2], true),
      ("stable64", "write", [-1, 0, 2], true), ("stable64", "read", [1 << 32, 0, 1], true),
      ("stable64", "read", [65536, 0, 1], true), ("stable64", "write", [0, 0, -1], true),
      ("stable64", "write", [0, 0, -20], true), ("stable", "size", [], false),
      ("stable", "grow", [65536], false), ("stable64", "grow", [8_192_000], false),
    ] as [(String, String, [Int64], Bool)])
  func rangesAreChecked(api: String, name: String, operands: [Int64], traps: Bool) throws {
    let call = StableCode.call(api, name, operands)
    let hasResult = name == "size" || name == "grow"
    let canister = try EmittedCanister(
      StableCode.module(
        """
        (drop \(StableCode.call(api, "grow", [1])))
        \(hasResult ? "(drop \(call))" : call)
        """, api))
    #expect(canister.runTraps() == traps)
  }

  @Test func growthBeyondTheLimitFails() throws {
    for (api, most, type) in [("stable", 65536, "i32"), ("stable64", 8_192_000, "i64")] {
      let growth = StableCode.call(api, "grow", [Int64(most) + 1])
      let result = type == "i32" ? "(i64.extend_i32_s \(growth))" : growth
      let canister = try EmittedCanister(StableCode.module("(global.set $g \(result))", api))
      #expect(!canister.runTraps())
      #expect(canister.global("seen") == .i64(.max))
    }
  }

  @Test func referencesToFunctionsFollowThem() throws {
    let canister = try EmittedCanister(
      """
      (module
        (import "ic0" "stable64_size" (func $size (result i64)))
        (import "ic0" "stable64_grow" (func $grow (param i64) (result i64)))
        (memory 1) (table 2 funcref) (elem (i32.const 0) func $size $own)
        (global $g (export "seen") (mut i64) (i64.const 0))
        (func $own (result i64) (i64.const 40))
        (start $begin) (func $begin (global.set $g (i64.const 9)))
        (func (export "canister_update run")
          (drop (call $grow (i64.const 2)))
          (global.set $g (i64.add (call_indirect (result i64) (i32.const 0))
            (call_indirect (result i64) (i32.const 1))))))
      """)
    // The start function is the host's to call.
    #expect(canister.global("seen") == .i64(0))
    #expect(try canister.instance.invoke("canister_start").isEmpty)
    #expect(canister.global("seen") == .i64(9))
    #expect(!canister.runTraps())
    #expect(canister.global("seen") == .i64(42))
  }

  @Test func stableMemoryStaysImportedIfItIsToBeCalled() throws {
    let module = StableCode.module("(drop \(StableCode.call("stable64", "grow", 1)))", "stable64")
    let emitted = try EmittedCanister.emit(module, CodeOptions(stableMemory: .call))
    #expect(emitted.imports.map(\.name).sorted().contains("stable64_grow"))
    #expect(emitted.memories.count == 1)
  }

  @Test(arguments: ["ledger_canister.wasm", "counter.wasm"].filter(Fixtures.isAvailable))
  func canistersOfOthersStayValid(name: String) throws {
    let bytes = try #require(Fixtures.bytes(name))
    let module = try Validator.validate(try ModuleDecoder().decode(bytes), features: .ic)
    for metering in MeteringForm.allCases {
      let emitted = WasmWriter.emit(module, options: CodeOptions(metering: metering))
      let outcome = try WasmTools.run(["validate", "--features", "all", "-"], input: emitted)
      #expect(outcome.errorText.isEmpty)
      _ = try Validator.validate(try ModuleDecoder().decode(emitted))
    }
  }
}
