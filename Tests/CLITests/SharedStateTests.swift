import Foundation
import Synchronization
import TestSupport
import Testing

/// Programs that want the same state at the same time.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct SharedStateTests {
  /// The second command, of any kind, waits, or names the one that it would have to wait for;
  /// nothing of the first is disturbed, and when it has ended, however suddenly, the second has its
  /// turn.
  @Test(arguments: [["--loader", "linked"], ["--loader", "memory"], ["--engine", "interpreter"]])
  func theSecondWaits(engine: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let options = ["--metering", "off"] + engine
      #expect(try tinsmith.run(["install", "counter.wasm"] + options).isSuccess)
      let count = ["call", "counter.wasm", "inc", "--output", "hex"] + options
      #expect(try tinsmith.run(count).outputText == "01000000\n")
      let first = try tinsmith.start(["call", "counter.wasm", "hang"] + options)
      defer { kill(first.processIdentifier, SIGKILL) }
      let canister = try #require(ProcessTable.busyChild(of: first.processIdentifier))
      for arguments in [
        ["call", "counter.wasm", "inc"], ["call", "counter.wasm", "get"],
        ["install", "counter.wasm"], ["install", "counter.wasm", "--mode", "reinstall"],
      ] {
        let second = try tinsmith.run(arguments + options + ["--wait", "0"])
        #expect(second.status == 1 && second.output.isEmpty, "\(arguments)")
        let reason = "is in use by process \(first.processIdentifier) ("
        #expect(second.errorText.contains(reason), "\(second.errorText)")
      }
      for arguments in [["--copy", "copy"], ["--export", "copy"], ["--reset"]] {
        let second = try tinsmith.run(["state", "counter.wasm", "--wait", "0"] + arguments)
        #expect(second.status == 1 && second.errorText.contains(" is in use by process "))
      }
      #expect(try !tinsmith.files().contains("copy"))
      // Commands that only read see what is committed, at once.
      let status = try tinsmith.run("status", "counter.wasm", "--json")
      #expect(status.isSuccess && status.outputText.contains("\"version\" : 2"))
      #expect(try tinsmith.run("logs", "counter.wasm").isSuccess)
      #expect(first.isRunning && ProcessTable.children(of: first.processIdentifier) == [canister])

      let output = Pipe()
      let second = try tinsmith.start(count, output: output)
      usleep(300_000)
      #expect(second.isRunning)
      kill(first.processIdentifier, SIGKILL)
      first.waitUntilExit()
      second.waitUntilExit()
      #expect(ProcessTable.hasEnded(canister))
      let reply = output.fileHandleForReading.readDataToEndOfFile()
      #expect(String(decoding: reply, as: UTF8.self) == "02000000\n")
    }
  }

  /// A program that has the state by itself is waited for, too.
  @Test func executablesAreWaitedFor() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      #expect(try tinsmith.run("compile", "counter.wasm", "--metering", "off").isSuccess)
      #expect(try tinsmith.run("install", "counter").isSuccess)
      let process = Process()
      process.executableURL = tinsmith.folder.appending(path: "counter")
      let state = ".tinsmith/state/\(RunCommandTests.id)"
      process.arguments = ["update", "hang", "--state", state]
      process.currentDirectoryURL = tinsmith.folder
      try process.run()
      defer { kill(process.processIdentifier, SIGKILL) }
      let lock = "\(process.processIdentifier)\n"
      for _ in 0..<3000 where try tinsmith.read("\(state)/lock") != [UInt8](lock.utf8) {
        usleep(10_000)
      }
      let refused = try tinsmith.run("call", "counter", "inc", "--wait", "0")
      let reason = "is in use by another process (\(process.processIdentifier))"
      #expect(refused.status == 1 && refused.errorText.contains(reason), "\(refused.errorText)")
      #expect(try tinsmith.run("status", "counter").isSuccess)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let call = ["call", "counter", "get", "--output", "hex"]
      #expect(try tinsmith.run(call).outputText == "00000000\n")
    }
  }

  /// Each call has its turn, and what it notes beside the canister's memories stays.
  @Test func allOfManyCallsSucceed() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      #expect(try tinsmith.run("install", "counter.wasm").isSuccess)
      let failures = Counter()
      DispatchQueue.concurrentPerform(iterations: 4) { _ in
        for index in 0..<10 {
          let method = index % 2 == 0 ? "inc" : "greet"
          let outcome = try? tinsmith.run("call", "counter.wasm", method, "--output", "hex")
          if outcome?.isSuccess != true { failures.increment() }
        }
      }
      #expect(failures.value == 0)
      let count = try tinsmith.run("call", "counter.wasm", "get", "--output", "hex")
      #expect(count.outputText == "14000000\n")
      let logs = try tinsmith.run("logs", "counter.wasm").outputText
      #expect(logs.split(separator: "\n").count == 20 && logs.contains("[19. "))
      #expect(try tinsmith.run("status", "counter.wasm").outputText.contains("Version: 41\n"))
    }
  }

  private final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func increment() { count.withLock { $0 += 1 } }
  }
}
