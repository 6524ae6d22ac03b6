import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct InterruptionTests {
  /// A script whose canister hangs is ended by a signal, and takes the canister with it.
  ///
  /// One that can't be caught leaves its files, but no process.
  @Test(
    arguments: [SIGINT, SIGTERM, SIGHUP, SIGKILL],
    [["--loader", "linked"], ["--loader", "memory"], ["--engine", "interpreter"]])
  func nothingIsLeftBehind(signal: Int32, engine: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let id = RunCommandTests.id
      try tinsmith.write(
        "install \(id) counter.wasm 0x\ningress \(id) hang 0x", to: "script.drun")
      let output = Pipe()
      let process = try tinsmith.start(["run", "script.drun"] + engine, output: output)
      // The second line comes when the canister is installed; then it hangs.
      var text = ""
      while text.split(separator: "\n").count < 2 {
        let data = output.fileHandleForReading.availableData
        if data.isEmpty { break }
        text += String(decoding: data, as: UTF8.self)
      }
      let canisters = ProcessTable.children(of: process.processIdentifier)
      #expect(canisters.count == 1)
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
      for canister in canisters { #expect(ProcessTable.hasEnded(canister)) }
      #expect(try tinsmith.leftovers().isEmpty == (signal != SIGKILL))
    }
  }

  /// A build that a benchmark has asked for ends with the program, and so does what it has started.
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func buildsEndToo(signal: Int32) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(
        """
        build_cmd: "sleep 600 & echo $! ; wait"
        wasm_path: bench.wasm
        """, to: "canbench.yml")
      let output = Pipe()
      let process = try tinsmith.start(["bench"], output: output)
      let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
      let sleeper = try #require(pid_t(line.trimmingCharacters(in: .whitespacesAndNewlines)))
      defer { kill(sleeper, SIGKILL) }
      let builds = ProcessTable.children(of: process.processIdentifier)
      #expect(builds.count == 1 && kill(sleeper, 0) == 0)
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
      for process in builds + [sleeper] { #expect(ProcessTable.hasEnded(process)) }
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }

  /// The same for a call; and the canister can be called again.
  @Test func callsLeaveNothingBehind() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let options = ["--engine", "interpreter", "--metering", "off"]
      #expect(try tinsmith.run(["install", "counter.wasm"] + options).isSuccess)
      let process = try tinsmith.start(["call", "counter.wasm", "hang"] + options)
      let canister = try #require(ProcessTable.busyChild(of: process.processIdentifier))
      kill(process.processIdentifier, SIGTERM)
      process.waitUntilExit()
      #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGTERM)
      #expect(ProcessTable.hasEnded(canister))
      #expect(try tinsmith.leftovers().isEmpty)
      let call = ["call", "counter.wasm", "get", "--output", "hex"]
      #expect(try tinsmith.run(call + options).outputText == "00000000\n")
    }
  }

  /// What is linked when the signal comes is there afterwards, and complete.
  @Test func compilationsLeaveNothingUnfinished() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let linker = tinsmith.folder.appending(path: "linker")
      try tinsmith.write("#!/bin/sh\ntouch started; sleep 1; exec clang \"$@\"\n", to: "linker")
      chmod(linker.path, 0o755)
      let process = try tinsmith.start(
        ["compile", "counter.wasm", "-o", "counter"], ["TINSMITH_LINKER": linker.path])
      for _ in 0..<3000 where try !tinsmith.files().contains("started") { usleep(10_000) }
      kill(process.processIdentifier, SIGINT)
      process.waitUntilExit()
      #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGINT)
      #expect(try tinsmith.leftovers().isEmpty)
      #expect(try tinsmith.files() == ["counter.wasm", "counter", "linker", "started"])
      #expect(try tinsmith.run("metadata", "counter").isSuccess)
    }
  }
}
