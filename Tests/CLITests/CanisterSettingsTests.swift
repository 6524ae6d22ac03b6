import Foundation
import TestSupport
import Testing

/// What stays of an installed canister beside its code and state, and what time does to it.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct CanisterSettingsTests {
  /// Counts its heartbeats and timers, and tells a variable of its environment.
  static let clock = """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "time" (func $time (result i64)))
      (import "ic0" "global_timer_set" (func $set_timer (param i64) (result i64)))
      (import "ic0" "env_var_count" (func $variables (result i32)))
      (import "ic0" "env_var_value_size" (func $size (param i32 i32) (result i32)))
      (import "ic0" "env_var_value_copy" (func $copy (param i32 i32 i32 i32 i32)))
      (memory 1)
      (data (i32.const 16) "myName")
      (func $count (param i32)
        (i32.store8 (local.get 0) (i32.add (i32.load8_u (local.get 0)) (i32.const 1))))
      (func (export "canister_heartbeat") (call $count (i32.const 0)))
      (func (export "canister_global_timer") (call $count (i32.const 1)))
      (func (export "canister_query get") (call $append (i32.const 0) (i32.const 2)) (call $reply))
      (func (export "canister_update arm") (drop (call $set_timer (call $time))) (call $reply))
      (func (export "canister_update grow")
        (drop (memory.grow (i32.const 2))) (i32.store8 (i32.const 131072) (i32.const 1))
        (call $reply))
      (func (export "canister_query variable")
        (i32.store8 (i32.const 64) (call $variables))
        (call $copy (i32.const 16) (i32.const 6) (i32.const 65) (i32.const 0)
          (call $size (i32.const 16) (i32.const 6)))
        (call $append
          (i32.const 64) (i32.add (i32.const 1) (call $size (i32.const 16) (i32.const 6))))
        (call $reply)))
    """

  func inFolder(_ body: (Tinsmith) throws -> Void) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Self.clock), to: "clock.wasm")
      try body(tinsmith)
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }

  /// The standard output of a command about the canister, interpreted.
  @discardableResult
  func output(_ tinsmith: Tinsmith, _ command: String, _ arguments: String...) throws -> String {
    let outcome = try tinsmith.run(
      [command, "clock.wasm"] + arguments + ["--engine", "interpreter"])
    #expect(outcome.status == 0, "\(command) \(arguments): \(outcome.errorText)")
    return outcome.outputText
  }

  func reply(_ tinsmith: Tinsmith, _ method: String, _ options: String...) throws -> String {
    let words = ["call", "clock.wasm", method, "--output", "hex", "--engine", "interpreter"]
    return try tinsmith.run(words + options).outputText
  }

  @Test func timePasses() throws {
    try inFolder { tinsmith in
      try output(tinsmith, "install")
      #expect(try reply(tinsmith, "get", "--no-tasks") == "0000\n")
      #expect(try reply(tinsmith, "get") == "0100\n")
      // An update is a round, too; the timer is due from then on.
      _ = try reply(tinsmith, "arm")
      #expect(try output(tinsmith, "status").contains(#/Global timer: 20..-..-.. ..:.*UTC\n/#))
      #expect(try output(tinsmith, "status", "--json").contains(#/"global_timer" : 1[0-9]{18},/#))
      #expect(try reply(tinsmith, "get", "--no-tasks") == "0200\n")
      try output(tinsmith, "tick", "--rounds", "3")
      #expect(try reply(tinsmith, "get", "--no-tasks") == "0501\n")
      #expect(try output(tinsmith, "status").contains("Global timer: off\n"))
      #expect(try reply(tinsmith, "get") == "0601\n")
      try output(tinsmith, "install", "--mode", "upgrade")
      #expect(try reply(tinsmith, "get", "--no-tasks") == "0000\n")
    }
  }

  @Test func settingsStay() throws {
    try inFolder { tinsmith in
      try output(
        tinsmith, "install", "--env", "myName=ab", "--env", "other=", "--wasm-memory-limit",
        "128 KiB", "--wasm-memory-threshold", "1_000")
      #expect(try reply(tinsmith, "variable", "--no-tasks") == "026162\n")
      #expect(try reply(tinsmith, "variable", "--env", "myName=c=d", "--no-tasks") == "02633d64\n")
      #expect(try reply(tinsmith, "variable", "--env", "other", "--no-tasks") == "01633d64\n")
      let status = try output(tinsmith, "status", "--json")
      #expect(status.contains(#/"environment_variables" : {\s*"myName" : "c=d"\s*},/#))
      #expect(status.contains("\"wasm_memory_limit\" : 131072,"))
      #expect(status.contains("\"wasm_memory_threshold\" : 1000"))
      #expect(try reply(tinsmith, "grow") == "")
      _ = try reply(tinsmith, "variable", "--wasm-memory-limit", "0")
      #expect(try reply(tinsmith, "grow") == "\n")
      #expect(try output(tinsmith, "status").contains("Wasm memory limit: none\n"))
    }
  }

  @Test(arguments: [["native"], ["native", "--loader", "memory"], ["interpreter"]])
  func heapsGrowUpToTheirLimit(engine: [String]) throws {
    try inFolder { tinsmith in
      let script = """
        install \(RunCommandTests.id) clock.wasm 0x
        settings \(RunCommandTests.id) record { wasm_memory_limit = opt 131_072 }
        ingress \(RunCommandTests.id) grow 0x
        """
      try tinsmith.write(script, to: "script.drun")
      let outcome = try tinsmith.run(["run", "script.drun", "--engine"] + engine)
      let refusal = "IC0539: Error from Canister \(RunCommandTests.id): Canister exceeded its "
      #expect(outcome.outputText.contains("ingress Err: \(refusal)"), "\(outcome)")
    }
  }

  @Test(arguments: [
    ["--env", "=x"], ["--env", "A=" + String(repeating: "x", count: 129)],
    ["--wasm-memory-limit", "lots"], ["--wasm-memory-limit", "-1"],
    ["--wasm-memory-limit", "257 TiB"], ["--wasm-memory-threshold", "1 parsec"],
    ["--subnet", "secret"],
    (0...20).flatMap { ["--env", "V\($0)=x"] },
  ])
  func settingsThatCannotBeAreRefused(options: [String]) throws {
    try inFolder { tinsmith in
      let outcome = try tinsmith.run(
        ["install", "clock.wasm", "--engine", "interpreter"] + options)
      #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome.errorText)")
      #expect(try tinsmith.run("status", "clock.wasm").errorText.contains("is not installed here"))
    }
  }

  /// What one kind of subnet has, another refuses; the canister stays on its kind.
  @Test func subnetsDiffer() throws {
    try inFolder { tinsmith in
      let name = String(repeating: "n", count: 20_001)
      let text = Self.clock.dropLast().appending("(func (export \"canister_update \(name)\")))")
      try tinsmith.write(try WasmTools.parse(text), to: "clock.wasm")
      for command in ["install", "validate"] {
        let refusal = try tinsmith.run(command, "clock.wasm")
        #expect(refusal.status == 1 && refusal.errorText.contains("exceeds 20000"))
      }
      #expect(try tinsmith.run("validate", "clock.wasm", "--subnet", "benchmarking").status == 0)
      try output(tinsmith, "install", "--subnet", "benchmarking")
      #expect(try reply(tinsmith, "get", "--no-tasks") == "0000\n")
      #expect(try output(tinsmith, "status").contains("Subnet: benchmarking\n"))
    }
  }
}
