import Foundation
import TestSupport
import Testing

/// All processes that run code of canisters or plain modules are confined.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct ConfinementTests {
  /// Waits for a process to run under so many filters of system calls; half a minute at most.
  private func isConfined(_ process: pid_t, filters: Int) -> Bool {
    for _ in 0..<3000 {
      let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
      if status.contains("\nSeccomp:\t2\n") && status.contains("\nNoNewPrivs:\t1\n")
        && status.contains("\nSeccomp_filters:\t\(filters)\n")
      {
        return true
      }
      usleep(10_000)
    }
    return false
  }

  /// Starts a program that never ends by itself, and looks.
  private func expectConfinement(of process: Process, ofChild: Bool = false) throws {
    defer {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    if ofChild {
      // One filter is its own, the other was there before its first instruction.
      let child = try #require(ProcessTable.busyChild(of: process.processIdentifier))
      #expect(isConfined(child, filters: 2))
    } else {
      #expect(isConfined(process.processIdentifier, filters: 1))
    }
  }

  @Test func programsAreConfined() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      #expect(try tinsmith.run("compile", "counter.wasm").isSuccess)
      #expect(try tinsmith.run("compile", "counter.wasm", "--emit", "object").isSuccess)
      let words = ["update", "hang", "--install", ""]
      let executable = Process()
      executable.executableURL = tinsmith.folder.appending(path: "counter")
      executable.arguments = words
      try executable.run()
      try expectConfinement(of: executable)
      try expectConfinement(of: try tinsmith.start(["load", "counter.o"] + words))
      try expectConfinement(of: try tinsmith.start(["interpret", "counter.wasm"] + words))
    }
  }

  @Test(arguments: [[], ["--loader", "memory"], ["--engine", "interpreter"]])
  func canistersOfCommandsAreConfined(engine: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      #expect(try tinsmith.run(["install", "counter.wasm"] + engine).isSuccess)
      let process = try tinsmith.start(["call", "counter.wasm", "hang"] + engine)
      try expectConfinement(of: process, ofChild: true)
    }
  }

  @Test(arguments: [[], ["--engine", "interpreter"]])
  func plainModulesAreConfined(engine: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      let module = """
        (module
          (memory 1)
          (func (export "grow") (result i32) (memory.grow (i32.const 100)))
          (func (export "spin") (loop $again (br $again))))
        """
      try tinsmith.write(try WasmTools.parse(module), to: "m.wasm")
      #expect(try tinsmith.run(["invoke", "m.wasm", "grow"] + engine).outputText == "1\n")
      try expectConfinement(of: try tinsmith.start(["invoke", "m.wasm", "spin"] + engine))
    }
  }
}
