import Foundation
import TestSupport
import Testing

/// What belongs to an installed canister beside its code and state stays from command to command.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct CanisterOwnershipTests {
  /// Burns cycles, tells its balance, whether the caller is a controller, its version and the time.
  private static let burner = """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "msg_caller_size" (func $caller_size (result i32)))
      (import "ic0" "msg_caller_copy" (func $caller_copy (param i32 i32 i32)))
      (import "ic0" "is_controller" (func $is_controller (param i32 i32) (result i32)))
      (import "ic0" "canister_cycle_balance128" (func $balance (param i32)))
      (import "ic0" "cycles_burn128" (func $burn (param i64 i64 i32)))
      (import "ic0" "debug_print" (func $print (param i32 i32)))
      (memory 4)
      (func (export "canister_update burn")
        (call $burn (i64.const 0) (i64.const 1000) (i32.const 0))
        (call $append (i32.const 0) (i32.const 8)) (call $reply))
      (func $part (call $print (i32.const 65536) (i32.const 30000)))
      (func (export "canister_update burn_loudly")
        (call $burn (i64.const 0) (i64.const 1000) (i32.const 0))
        (i32.store (i32.const 100) (i32.const 7))
        (call $part) (call $part) (call $part)
        (call $reply))
      (func (export "canister_query balance")
        (call $balance (i32.const 0))
        (call $append (i32.const 0) (i32.const 8)) (call $reply))
      (func (export "canister_query number")
        (call $append (i32.const 100) (i32.const 1)) (call $reply))
      (func (export "canister_query controls")
        (call $caller_copy (i32.const 32) (i32.const 0) (call $caller_size))
        (i32.store8 (i32.const 64) (call $is_controller (i32.const 32) (call $caller_size)))
        (call $append (i32.const 64) (i32.const 1)) (call $reply)))
    """

  private static let alice = "w7x7r-cok77-xa"
  private static let engine = ["--engine", "interpreter"]
  /// On which only the cycles that the canister burns are paid.
  private static let free = ["--subnet", "system"]

  private func inFolder(_ body: (Tinsmith) throws -> Void) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Self.burner), to: "burner.wasm")
      try body(tinsmith)
    }
  }

  private func call(_ tinsmith: Tinsmith, _ method: String, _ options: String...) throws -> String {
    let outcome = try tinsmith.run(
      ["call", "burner.wasm", method, "--output", "hex"] + options + Self.engine)
    #expect(outcome.isSuccess, "\(method): \(outcome.errorText.suffix(300))")
    return outcome.outputText
  }

  private func balance(_ tinsmith: Tinsmith) throws -> UInt64 {
    let digits = try call(tinsmith, "balance").dropLast().map(\.hexDigitValue)
    let bytes = stride(from: 0, to: 16, by: 2).map {
      UInt64((digits[$0] ?? 0) << 4 | (digits[$0 + 1] ?? 0))
    }
    return bytes.reversed().reduce(0) { $0 << 8 | $1 }
  }

  @Test func theBalanceOfCyclesStays() throws {
    try inFolder { tinsmith in
      #expect(try tinsmith.run(["install", "burner.wasm"] + Self.engine + Self.free).isSuccess)
      #expect(try balance(tinsmith) == 1_000_000_000_000_000)
      #expect(try call(tinsmith, "burn") == "e803000000000000\n")
      #expect(try balance(tinsmith) == 999_999_999_999_000)
      _ = try call(tinsmith, "burn")
      #expect(try tinsmith.run(["install", "burner.wasm"] + Self.engine).isSuccess)
      #expect(try balance(tinsmith) == 999_999_999_998_000)
      _ = try tinsmith.run("state", "burner.wasm", "--copy", "copy")
      #expect(try call(tinsmith, "balance", "--state", "copy") == "3078c6a47e8d0300\n")
    }
  }

  @Test func whoInstalledItControlsIt() throws {
    try inFolder { tinsmith in
      let install = ["install", "burner.wasm"] + Self.engine
      let reason = "Only the controllers of the canister"
      #expect(try tinsmith.run(install + ["--sender", Self.alice]).isSuccess)
      #expect(try call(tinsmith, "controls", "--sender", Self.alice) == "01\n")
      #expect(try call(tinsmith, "controls") == "00\n")
      let refusal = try tinsmith.run(install)
      #expect(refusal.status == 1 && refusal.errorText.contains(reason))
      // The settings are the controllers', too.
      let set = ["call", "burner.wasm", "number", "--env", "a=b"] + Self.engine
      let refused = try tinsmith.run(set)
      #expect(refused.status == 1 && refused.errorText.contains(reason))
      #expect(try tinsmith.run(set + ["--sender", Self.alice]).isSuccess)
      #expect(try call(tinsmith, "controls", "--sender", Self.alice) == "01\n")
      #expect(try call(tinsmith, "controls") == "00\n")
      #expect(try tinsmith.run(install + ["--sender", Self.alice]).isSuccess)
      let status = try tinsmith.run("status", "burner.wasm", "--json").outputText
      #expect(status.contains("\"a\" : \"b\""))
    }
  }

  /// The state is committed, and the record was not written: the state decides, and all else is as
  /// the record has it, from the last message that was over.
  @Test func aCrashBetweenStateAndRecordHeals() throws {
    try inFolder { tinsmith in
      let install = ["install", "burner.wasm", "--sender", Self.alice] + Self.engine + Self.free
      #expect(try tinsmith.run(install).isSuccess)
      _ = try call(tinsmith, "burn")
      let record = try tinsmith.read(".tinsmith/network.json")
      // It is killed while it shows what the canister has printed, to a pipe that is not read.
      let errors = Pipe()
      let process = try tinsmith.start(
        ["call", "burner.wasm", "burn_loudly"] + Self.engine, errors: errors)
      var waitingBytes: Int32 = 0
      for _ in 0..<3000 where waitingBytes == 0 {
        usleep(10_000)
        _ = ioctl(errors.fileHandleForReading.fileDescriptor, UInt(FIONREAD), &waitingBytes)
      }
      #expect(waitingBytes > 0 && process.isRunning)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(try tinsmith.read(".tinsmith/network.json") == record)

      #expect(try tinsmith.run("status", "burner.wasm").outputText.contains("Version: 2\n"))
      #expect(try call(tinsmith, "number", "--no-tasks") == "07\n")
      #expect(try balance(tinsmith) == 999_999_999_999_000)
      #expect(try call(tinsmith, "controls", "--sender", Self.alice) == "01\n")
      _ = try call(tinsmith, "burn")
      #expect(try balance(tinsmith) == 999_999_999_998_000)
      #expect(try tinsmith.run("status", "burner.wasm").outputText.contains("Version: 3\n"))
    }
  }
}
