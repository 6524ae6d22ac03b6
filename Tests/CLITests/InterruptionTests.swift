import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct InterruptionTests {
  /// A script whose canister hangs is ended by a signal, and takes the canister with it.
  @Test(
    arguments: [SIGINT, SIGTERM, SIGHUP],
    [["--loader", "linked"], ["--loader", "memory"], ["--engine", "interpreter"]])
  func nothingIsLeftBehind(signal: Int32, engine: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let id = RunCommandTests.id
      try tinsmith.write(
        "install \(id) counter.wasm 0x\ningress \(id) hang 0x", to: "script.drun")
      let process = Process()
      process.executableURL = Tinsmith.program
      process.arguments = ["run", "script.drun"] + engine
      process.currentDirectoryURL = tinsmith.folder
      process.environment = ProcessInfo.processInfo.environment
        .merging(tinsmith.environment) { $1 }
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      // The second line comes when the canister is installed; then it hangs.
      var text = ""
      while text.split(separator: "\n").count < 2 {
        let data = output.fileHandleForReading.availableData
        if data.isEmpty { break }
        text += String(decoding: data, as: UTF8.self)
      }
      let canisters = children(of: process.processIdentifier)
      #expect(canisters.count == 1)
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
      for canister in canisters { #expect(hasEnded(canister)) }
      #expect(try tinsmith.leftovers().isEmpty)
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
      let process = Process()
      process.executableURL = Tinsmith.program
      process.arguments = ["bench"]
      process.currentDirectoryURL = tinsmith.folder
      process.environment = ProcessInfo.processInfo.environment
        .merging(tinsmith.environment) { $1 }
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
      let sleeper = try #require(pid_t(line.trimmingCharacters(in: .whitespacesAndNewlines)))
      defer { kill(sleeper, SIGKILL) }
      let builds = children(of: process.processIdentifier)
      #expect(builds.count == 1 && kill(sleeper, 0) == 0)
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
      for process in builds + [sleeper] { #expect(hasEnded(process)) }
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }

  private func children(of process: pid_t) -> [pid_t] {
    let path = "/proc/\(process)/task/\(process)/children"
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: " ").compactMap { pid_t($0) }
  }

  /// Whether a process is gone within a second: who inherits it has to take note first.
  private func hasEnded(_ process: pid_t) -> Bool {
    for _ in 0..<100 {
      let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
      guard let status, !status.contains(") Z ") else { return true }
      usleep(10_000)
    }
    return false
  }
}
