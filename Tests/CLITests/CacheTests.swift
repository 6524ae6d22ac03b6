import Foundation
import TestSupport
import Testing

/// Where compiled code is kept, and what happens where it can't be.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct CacheTests {
  @Test(arguments: [[], ["--loader", "memory"], ["--engine", "interpreter"]])
  func commandsGoOnWithoutACache(engine: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let nowhere = ["TINSMITH_CACHE": "/dev/null/cache"]
      for words in [["install"], ["call", "inc", "--output", "hex"]] {
        let outcome = try tinsmith.run(
          [words[0], "counter.wasm"] + words.dropFirst() + engine, environment: nowhere)
        #expect(outcome.isSuccess, "\(outcome.errorText)")
        let notes = outcome.errorText.split(separator: "\n").filter { $0.hasPrefix("note: ") }
        #expect(notes.count == 1, "\(outcome.errorText)")
        #expect(notes.allSatisfy { $0.hasSuffix("; name another folder in TINSMITH_CACHE") })
      }
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }

  @Test func compilingNeedsNone() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let nowhere = ["TINSMITH_CACHE": "/dev/null/cache"]
      #expect(try tinsmith.run("compile", "counter.wasm", environment: nowhere).isSuccess)
      let outcome = try tinsmith.run("install", "counter", "--trust", environment: nowhere)
      #expect(outcome.isSuccess, "\(outcome.errorText)")
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }

  @Test func homeIsThatOfTheEnvironment() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let outcome = try tinsmith.run(
        "install", "counter.wasm", "--engine", "interpreter",
        environment: [
          "TINSMITH_CACHE": "", "XDG_CACHE_HOME": "",
          "HOME": tinsmith.folder.appending(path: "home").path,
        ])
      #expect(outcome.isSuccess && outcome.errorText.isEmpty, "\(outcome.errorText)")
      let cache = tinsmith.folder.appending(path: "home/.cache/tinsmith").path
      #expect(try !FileManager.default.contentsOfDirectory(atPath: cache).isEmpty)
    }
  }

  /// The folder that took the cache's place goes with the program.
  @Test func nothingIsLeftByAnInterruption() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let nowhere = ["TINSMITH_CACHE": "/dev/null/cache"]
      #expect(try tinsmith.run("install", "counter.wasm", environment: nowhere).isSuccess)
      let process = try tinsmith.start(["call", "counter.wasm", "hang"], nowhere, errors: Pipe())
      #expect(ProcessTable.busyChild(of: process.processIdentifier) != nil)
      kill(process.processIdentifier, SIGTERM)
      process.waitUntilExit()
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }
}
