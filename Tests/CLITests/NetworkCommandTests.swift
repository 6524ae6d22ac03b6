import Foundation
import TestSupport
import Testing

/// Looking at a network as a whole, letting time pass there, and removing it.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct NetworkCommandTests {
  /// The standard output of a command that must succeed.
  @discardableResult
  private func output(_ tinsmith: Tinsmith, _ arguments: String...) throws -> String {
    let outcome = try tinsmith.run(arguments)
    #expect(outcome.status == 0, "\(arguments): \(outcome.errorText)")
    return outcome.outputText
  }

  private func inFolder(_ body: (Tinsmith) throws -> Void) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(CanisterSettingsTests.clock), to: "clock.wasm")
      try output(tinsmith, "install", "clock.wasm", "--engine", "interpreter")
      try body(tinsmith)
    }
  }

  private func seconds(_ tinsmith: Tinsmith) throws -> Double {
    let status = try JSONSerialization.jsonObject(
      with: Data(output(tinsmith, "network", "status", "--json").utf8))
    let time = try #require((status as? [String: Any])?["time"] as? NSNumber)
    return time.doubleValue / 1e9
  }

  /// There is nothing above it to look for a network in.
  @Test(arguments: [["call", "counter", "get"], ["network", "status"], ["status", "counter"]])
  func theCurrentFolderMayBeGone(words: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      let script = "mkdir gone && cd gone && rmdir ../gone && exec \"$@\""
      let outcome = try Subprocess.run(
        URL(filePath: "/bin/sh"), ["-c", script, "sh", Tinsmith.program.path] + words,
        directory: tinsmith.folder)
      #expect(outcome.status == 2 && outcome.errorText.contains("error: "), "\(outcome)")
    }
  }

  @Test func canistersAreListed() throws {
    try inFolder { tinsmith in
      let text = try output(tinsmith, "network", "status")
      #expect(text.hasPrefix("Network: .tinsmith\nSubnet: application, "))
      #expect(text.contains("\n  rwlgt-iiaaa-aaaaa-aaaaa-cai  clock  running  0x"))
      #expect(
        try output(tinsmith, "canister", "id", "clock") == "rwlgt-iiaaa-aaaaa-aaaaa-cai\n")
    }
  }

  @Test func timeGoesAhead() throws {
    try inFolder { tinsmith in
      let now = Date().timeIntervalSince1970
      #expect(abs(try seconds(tinsmith) - now) < 600)
      try output(tinsmith, "network", "time", "--advance", "2d")
      try output(tinsmith, "network", "time", "--advance", "1h")
      let later = try seconds(tinsmith) - now
      #expect((176_400..<177_000).contains(later), "\(later)")
      #expect(try output(tinsmith, "network", "time").hasSuffix(" UTC\n"))
      // A heartbeat runs in each round.
      try output(tinsmith, "tick", "--rounds", "2", "--engine", "interpreter")
      let get = try output(
        tinsmith, "call", "clock", "get", "--no-tasks", "--output", "hex", "--engine",
        "interpreter")
      #expect(get == "0200\n")
      for (time, reason) in [("3 parsecs", "'3 parsecs' is invalid"), ("100000d", "200 years")] {
        let outcome = try tinsmith.run("network", "time", "--advance", time)
        #expect(outcome.status == 2 && outcome.errorText.contains(reason), "\(outcome.errorText)")
      }
    }
  }

  @Test func nothingIsLeft() throws {
    try inFolder { tinsmith in
      try output(tinsmith, "network", "reset")
      #expect(try !tinsmith.files().contains(".tinsmith"))
      for command in [
        ["network", "status"], ["network", "time"], ["network", "time", "--advance", "1d"],
        ["network", "reset"], ["tick"], ["call", "aaaaa-aa", "start_canister"],
      ] {
        let outcome = try tinsmith.run(command)
        #expect(outcome.status == 2 && outcome.errorText.contains("there is no network"))
      }
      #expect(try !tinsmith.files().contains(".tinsmith"))
    }
  }
}
