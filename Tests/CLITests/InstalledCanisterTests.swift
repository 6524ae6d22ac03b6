import Foundation
import TestSupport
import Testing

/// Canisters that are known by an executable, and records that a crash has left behind.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct InstalledCanisterTests {
  /// Answers with its number, and prints more than a pipe holds when it gets its code.
  private static func loud(_ number: Int) -> String {
    """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "debug_print" (func $print (param i32 i32)))
      (memory 4)
      (data (i32.const 0) "DIDL\\00\\01\\7b\\0\(number)")
      (func $part (call $print (i32.const 65536) (i32.const 30000)))
      (func $shout (call $part) (call $part) (call $part))
      (func (export "canister_init") (call $shout))
      (func (export "canister_post_upgrade") (call $shout))
      (func (export "canister_query number")
        (call $append (i32.const 0) (i32.const 8)) (call $reply))
      (func (export "canister_update number_\(number)")
        (call $append (i32.const 0) (i32.const 8)) (call $reply)))
    """
  }

  /// The standard output of a command that must succeed.
  private func output(_ tinsmith: Tinsmith, _ arguments: [String]) throws -> String {
    let outcome = try tinsmith.run(arguments)
    #expect(outcome.isSuccess, "\(arguments): \(outcome.errorText.suffix(500))")
    return outcome.outputText
  }

  /// Waits for a condition, or half a minute, and kills the process.
  private func kill(_ process: Process, when condition: () -> Bool) {
    var isTrue = condition()
    for _ in 0..<3000 where !isTrue {
      usleep(10_000)
      isTrue = condition()
    }
    #expect(isTrue && process.isRunning)
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Runs an installation and kills the program when the state is committed and the record is not
  /// written: at that time it shows what the canister printed, to a pipe that is not read.
  private func installAndCrash(_ tinsmith: Tinsmith, _ arguments: [String]) throws {
    let errors = Pipe()
    let process = try tinsmith.start(["install"] + arguments, errors: errors)
    kill(process) {
      var waitingBytes: Int32 = 0
      _ = ioctl(errors.fileHandleForReading.fileDescriptor, UInt(FIONREAD), &waitingBytes)
      return waitingBytes > 0
    }
  }

  private func write(_ numbers: ClosedRange<Int>, _ tinsmith: Tinsmith) throws {
    for number in numbers {
      try tinsmith.write(try WasmTools.parse(Self.loud(number)), to: "\(number).wasm")
    }
  }

  private static let engines = [[], ["--engine", "interpreter"]]

  @Test(arguments: engines)
  func aCrashAfterAnUpgradeHeals(engine: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      try write(1...2, tinsmith)
      let state = ["--state", "state"] + engine
      #expect(try tinsmith.run(["install", "1.wasm"] + state).isSuccess)
      let old = try tinsmith.read("state/network.json")
      try installAndCrash(tinsmith, ["2.wasm", "--canister", "1"] + state)
      // The record still has the old module.
      #expect(try tinsmith.read("state/network.json") == old)
      let outcome = try tinsmith.run(["call", "1.wasm", "number_2"] + state)
      #expect(outcome.outputText == "(2 : nat8)\n", "\(outcome.errorText)")
      #expect(try tinsmith.read("state/network.json") != old)
      #expect(try tinsmith.run(["install", "1.wasm"] + state).isSuccess)
      #expect(try tinsmith.run(["call", "1.wasm", "number"] + state).outputText == "(1 : nat8)\n")
      let files = try FileManager.default.contentsOfDirectory(
        atPath: tinsmith.folder.appending(path: "state/code").path)
      #expect(files.count { $0.hasSuffix(".wasm") } == 1)
    }
  }

  /// Nothing but the state knows of the new module; without a copy of it that is told.
  @Test func aStateWithoutItsModuleIsNamed() throws {
    try Tinsmith.inFolder { tinsmith in
      try write(1...2, tinsmith)
      let state = ["--state", "state", "--engine", "interpreter"]
      #expect(try tinsmith.run(["install", "1.wasm"] + state).isSuccess)
      let old = try tinsmith.read("state/network.json")
      let copy = try #require(
        try FileManager.default.contentsOfDirectory(
          atPath: tinsmith.folder.appending(path: "state/code").path
        ).first { $0.hasSuffix(".wasm") })
      let bytes = try tinsmith.read("state/code/\(copy)")
      #expect(try tinsmith.run(["install", "2.wasm", "--canister", "1"] + state).isSuccess)
      let status = try output(tinsmith, ["status", "1.wasm"] + state)
      let hash = status.split(separator: "\n")[1].dropFirst("Module hash: ".count)
      try tinsmith.write(old, to: "state/network.json")
      try tinsmith.write(bytes, to: "state/code/\(copy)")
      try FileManager.default.removeItem(
        at: tinsmith.folder.appending(path: "state/code/\(hash.dropFirst(2)).wasm"))
      #expect(try output(tinsmith, ["status", "1.wasm"] + state) == status)
      let outcome = try tinsmith.run(["call", "1.wasm", "number"] + state)
      #expect(outcome.status == 1 && outcome.output.isEmpty)
      #expect(outcome.errorText.contains("to the module \(hash), of which there is no copy"))
    }
  }

  @Test func aCrashAfterTheFirstInstallationHeals() throws {
    try Tinsmith.inFolder { tinsmith in
      try write(1...1, tinsmith)
      let state = ["--state", "state", "--engine", "interpreter"]
      try installAndCrash(tinsmith, ["1.wasm"] + state)
      let outcome = try tinsmith.run(["call", "1.wasm", "number"] + state)
      #expect(outcome.outputText == "(1 : nat8)\n", "\(outcome.errorText)")
    }
  }

  /// Code that never got to the state is not installed, and other code can be.
  @Test func aCrashDuringTheFirstInstallationLeavesNothing() throws {
    try Tinsmith.inFolder { tinsmith in
      let hanging = #"(module (func (export "canister_init") (loop $again (br $again))))"#
      try tinsmith.write(try WasmTools.parse(hanging), to: "hanging.wasm")
      try write(1...1, tinsmith)
      let state = ["--state", "state", "--engine", "interpreter"]
      let process = try tinsmith.start(
        ["install", "hanging.wasm", "--metering", "off"] + state, errors: Pipe())
      kill(process) {
        let record = (try? tinsmith.read("state/network.json")) ?? []
        return String(decoding: record, as: UTF8.self).contains("hanging")
      }
      let outcome = try tinsmith.run(["status", "hanging.wasm"] + state)
      #expect(outcome.isSuccess && outcome.outputText.contains("Module hash: none\n"))
      let call = try tinsmith.run(["call", "hanging.wasm", "number"] + state)
      #expect(call.status == 2 && call.errorText.contains("the canister has no code"))
      #expect(try tinsmith.run(["install", "1.wasm", "--canister", "hanging"] + state).isSuccess)
      #expect(try output(tinsmith, ["call", "hanging", "number"] + state) == "(1 : nat8)\n")
    }
  }

  @Test func executablesAreCanisters() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(InstallCommandTests.echo), to: "echo.wasm")
      try write(2...2, tinsmith)
      #expect(try output(tinsmith, ["compile", "echo.wasm", "-O0"]) == "")
      #expect(try output(tinsmith, ["compile", "2.wasm", "-o", "two"]) == "")
      #expect(
        try output(tinsmith, ["metadata", "echo"]) == output(tinsmith, ["metadata", "echo.wasm"]))
      #expect(
        try output(tinsmith, ["metadata", "echo", "candid:service"])
          == InstallCommandTests.interface)
      _ = try output(tinsmith, ["install", "echo"])
      // What is installed is a copy, and bound to the module, not to its file.
      #expect(try output(tinsmith, ["compile", "2.wasm", "-o", "echo"]) == "")
      #expect(try output(tinsmith, ["call", "echo", "size"]) == "(7 : nat32)\n")
      #expect(try output(tinsmith, ["call", "echo", "keep", "blob \"\""]) == "(blob \"\")\n")
      let status = try output(tinsmith, ["status", "echo.wasm"])
      #expect(status == (try output(tinsmith, ["status", "echo"])))
      // From the executable to its module, which can be interpreted, and to another executable.
      _ = try output(tinsmith, ["install", "echo.wasm", "--engine", "interpreter"])
      #expect(
        try output(tinsmith, ["call", "echo", "size", "--engine", "interpreter"])
          == "(0 : nat32)\n")
      _ = try output(tinsmith, ["install", "two", "--canister", "echo"])
      #expect(try output(tinsmith, ["call", "echo", "number"]) == "(2 : nat8)\n")
      let copies = try FileManager.default.contentsOfDirectory(
        atPath: tinsmith.folder.appending(path: ".tinsmith/code").path)
      #expect(copies.count { $0.hasSuffix(".exe") || $0.hasSuffix(".wasm") } == 1)
    }
  }

  @Test func whatCannotBeDoneWithExecutablesIsSaid() throws {
    try Tinsmith.inFolder { tinsmith in
      try write(1...1, tinsmith)
      #expect(try output(tinsmith, ["compile", "1.wasm", "-o", "one"]) == "")
      for (arguments, status, message) in [
        (["install", "one", "--engine", "interpreter"], 2, "was chosen when it was compiled"),
        (["install", "one", "-O3"], 2, "was chosen when it was compiled"),
        (["compare", "one"], 2, "one engine only"),
        (["validate", "one"], 1, "name the module that it was compiled from"),
        (["install", "/proc/self/exe"], 2, "`tinsmith compile` did not make"),
        (["metadata", "/proc/self/exe"], 2, "`tinsmith compile` did not make"),
        (["install", "/proc/self/status"], 1, "unsupported canister module format"),
      ] as [([String], Int32, String)] {
        let outcome = try tinsmith.run(arguments)
        #expect(outcome.status == status && outcome.output.isEmpty, "\(arguments)")
        #expect(outcome.errorText.contains(message), "\(outcome.errorText)")
      }
      #expect(try !tinsmith.files().contains(".tinsmith"))
    }
  }
}
