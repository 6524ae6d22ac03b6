import Foundation
import TestSupport
import Testing

/// Two programs that want the same state at the same time.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct SharedStateTests {
  /// The second is told so at once, whatever it wants to do; nothing of the first is disturbed,
  /// and when it has ended the state answers again.
  @Test(arguments: [["--loader", "linked"], ["--loader", "memory"], ["--engine", "interpreter"]])
  func theSecondIsRefused(engine: [String]) throws {
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
        let second = try tinsmith.run(arguments + options)
        #expect(second.status == 1 && second.output.isEmpty, "\(arguments)")
        #expect(second.errorText.contains("is in use by another process"), "\(second.errorText)")
      }
      #expect(first.isRunning && ProcessTable.children(of: first.processIdentifier) == [canister])
      kill(first.processIdentifier, SIGKILL)
      first.waitUntilExit()
      #expect(ProcessTable.hasEnded(canister))
      let call = ["call", "counter.wasm", "get", "--output", "hex"] + options
      #expect(try tinsmith.run(call).outputText == "01000000\n")
    }
  }
}
