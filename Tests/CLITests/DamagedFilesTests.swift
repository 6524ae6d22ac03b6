import Foundation
import TestSupport
import Testing

/// Files of an installed canister that are damaged.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct DamagedFilesTests {
  /// Where acknowledged messages are, nothing is done with it until it is repaired on request.
  @Test func aJournalIsRepairedOnRequest() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let options = ["--engine", "interpreter", "--metering", "off"]
      #expect(try tinsmith.run(["install", "counter.wasm"] + options).isSuccess)
      let state = ".tinsmith/state/\(RunCommandTests.id)"
      try leaveJournal(at: state, options, tinsmith)
      var journal = try tinsmith.read("\(state)/journal")
      journal[journal.count / 2] ^= 1
      try tinsmith.write(journal, to: "\(state)/journal")

      let get = ["call", "counter.wasm", "get", "--output", "hex"] + options
      for command in [get, ["status", "counter.wasm"], ["install", "counter.wasm"] + options] {
        let refused = try tinsmith.run(command)
        #expect(refused.status == 1 && refused.output.isEmpty)
        #expect(refused.errorText.contains("\(state)/journal is damaged at byte "))
        #expect(refused.errorText.contains("tinsmith state CODE --repair"))
      }
      #expect(try tinsmith.read("\(state)/journal") == journal)
      #expect(try tinsmith.run("state", "counter.wasm", "--repair").isSuccess)
      #expect(try tinsmith.run(get).outputText == "04000000\n")
      #expect(try tinsmith.read("\(state)/journal").isEmpty)
    }
  }

  /// What network.json has, the state knows, too, but for the log and the cycles.
  @Test func theRecordIsMadeAnew() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let options = ["--engine", "interpreter"]
      #expect(try tinsmith.run(["install", "counter.wasm"] + options).isSuccess)
      let status = try tinsmith.run("status", "counter.wasm").outputText
      try tinsmith.write("{", to: ".tinsmith/network.json")
      for command in [["status", "counter.wasm"], ["call", "counter.wasm", "get"] + options] {
        let refused = try tinsmith.run(command)
        #expect(refused.status == 1 && refused.errorText.contains("network.json is damaged"))
        #expect(refused.errorText.contains("tinsmith state CODE --repair"))
      }
      #expect(try tinsmith.run("state", "counter.wasm", "--repair").isSuccess)
      #expect(try tinsmith.run("status", "counter.wasm").outputText == status)
      let get = ["call", "counter.wasm", "get", "--output", "hex"] + options
      #expect(try tinsmith.run(get).outputText == "00000000\n")
    }
  }

  /// Puts the state of a script in place that was killed after four messages.
  private func leaveJournal(at state: String, _ options: [String], _ tinsmith: Tinsmith) throws {
    let id = RunCommandTests.id
    let inc = "ingress \(id) inc 0x\n"
    try tinsmith.write(
      "install \(id) counter.wasm 0x\n\(inc)\(inc)\(inc)\(inc)ingress \(id) hang 0x\n",
      to: "script.drun")
    let script = try tinsmith.start(["run", "script.drun", "--state", "killed"] + options)
    let canister = try #require(ProcessTable.busyChild(of: script.processIdentifier))
    kill(script.processIdentifier, SIGKILL)
    script.waitUntilExit()
    #expect(ProcessTable.hasEnded(canister))
    let manager = FileManager.default
    let place = tinsmith.folder.appending(path: state)
    try manager.removeItem(at: place)
    try manager.copyItem(at: tinsmith.folder.appending(path: "killed/\(id)"), to: place)
  }
}
