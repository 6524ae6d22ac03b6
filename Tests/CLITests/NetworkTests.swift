import Foundation
import TestSupport
import Testing

/// Several canisters that are installed on this machine make up a network.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct NetworkTests {
  static let engine = ["--engine", "interpreter"]

  /// Calls the body in a folder where two canisters are installed, the first of which calls the
  /// second one.
  private func inNetwork(_ body: (Tinsmith) throws -> Void) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Modules.caller), to: "caller.wasm")
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      try output(tinsmith, ["install", "caller.wasm", "counter.wasm"])
      try body(tinsmith)
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }

  /// The standard output of a command that must succeed.
  @discardableResult
  private func output(_ tinsmith: Tinsmith, _ arguments: [String]) throws -> String {
    let outcome = try tinsmith.run(arguments + Self.engine)
    #expect(outcome.status == 0, "\(arguments): \(outcome.errorText)")
    return outcome.outputText
  }

  private func count(_ tinsmith: Tinsmith, _ canister: String) throws -> String {
    try output(tinsmith, ["call", canister, "get", "--output", "hex"])
  }

  private static let callInc = ["call", "caller", "go", "696e63", "--hex", "--output", "hex"]

  @Test func canistersCallEachOther() throws {
    try inNetwork { tinsmith in
      try output(tinsmith, Self.callInc)
      #expect(try output(tinsmith, Self.callInc) == "02000000\n")
      for name in ["counter", "counter.wasm", "rrkah-fqaaa-aaaaa-aaaaq-cai"] {
        #expect(try count(tinsmith, name) == "02000000\n")
      }
      #expect(try output(tinsmith, ["status", "caller"]).contains("rwlgt-iiaaa-aaaaa-aaaaa-cai"))
      // What the callee does with it, its log has.
      let trap = ["call", "caller", "go", "74726170", "--hex", "--output", "hex"]
      #expect(try output(tinsmith, trap).hasPrefix("494330353032"))
      #expect(try tinsmith.run("logs", "counter").outputText.contains("[TRAP]"))
      #expect(try tinsmith.run("logs", "caller").outputText.isEmpty)
    }
  }

  /// A program that is killed while it loads a snapshot has put the state aside; it comes back.
  @Test(arguments: [false, true])
  func interruptedSnapshotsLeaveTheState(isHalfWritten: Bool) throws {
    try inNetwork { tinsmith in
      try output(tinsmith, Self.callInc)
      let state = tinsmith.folder.appending(path: ".tinsmith/state/rrkah-fqaaa-aaaaa-aaaaq-cai")
      let aside = state.deletingLastPathComponent()
        .appending(path: "rrkah-fqaaa-aaaaa-aaaaq-cai.aside")
      try FileManager.default.moveItem(at: state, to: aside)
      if isHalfWritten {
        try FileManager.default.createDirectory(at: state, withIntermediateDirectories: false)
      }
      try tinsmith.write("rrkah-fqaaa-aaaaa-aaaaq-cai\n", to: ".tinsmith/uses")
      #expect(try output(tinsmith, Self.callInc) == "02000000\n")
      #expect(!FileManager.default.fileExists(atPath: aside.path))
    }
  }

  /// Whose state was used is known only as long as the record may lack something of it.
  @Test func usesAreNotedUntilTheEnd() throws {
    try inNetwork { tinsmith in
      let uses = tinsmith.folder.appending(path: ".tinsmith/uses")
      #expect(!FileManager.default.fileExists(atPath: uses.path))
      let process = try tinsmith.start(
        ["call", "counter", "hang", "--metering", "off"] + Self.engine)
      _ = try #require(ProcessTable.busyChild(of: process.processIdentifier))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(try tinsmith.read(".tinsmith/uses") == Array("rrkah-fqaaa-aaaaa-aaaaq-cai\n".utf8))
      try output(tinsmith, Self.callInc)
      #expect(!FileManager.default.fileExists(atPath: uses.path))
    }
  }

  /// Canisters of different subnets call each other; what the management canister is asked about
  /// one of them goes to its subnet.
  @Test func networksHaveSeveralSubnets() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Modules.caller), to: "caller.wasm")
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let added = try tinsmith.run("network", "subnet", "add", "--kind", "system")
      #expect(added.isSuccess && added.errorText == "")
      let subnet = added.outputText.filter { !$0.isNewline }
      try output(
        tinsmith, ["install", "counter.wasm", "--canister", "rrkah-fqaaa-aaaaa-aaaaq-cai"])
      try output(tinsmith, ["canister", "create", "caller", "--subnet", subnet])
      try output(tinsmith, ["install", "caller.wasm"])
      try output(tinsmith, Self.callInc)
      #expect(try output(tinsmith, Self.callInc) == "02000000\n")
      #expect(try count(tinsmith, "counter") == "02000000\n")
      let status = try tinsmith.run("network", "status").outputText
      #expect(status.contains("Subnet: system, \(subnet)\n"))
      #expect(status.contains("Subnet: application, "))
      try output(tinsmith, ["canister", "stop", "caller"])
      #expect(try tinsmith.run("network", "status").outputText.contains("caller   stopped"))
      try output(tinsmith, ["canister", "delete", "caller"])
      let elsewhere = try tinsmith.run(
        ["canister", "create", "other", "--subnet", "aaaaa-aa"] + Self.engine)
      #expect(elsewhere.status == 2)
      #expect(elsewhere.errorText.contains("the network has no such subnet; there are: "))
      #expect(elsewhere.errorText.contains(subnet))
    }
  }

  /// Only canisters with something to execute need a process.
  @Test func theOthersSleep() throws {
    try inNetwork { tinsmith in
      let hang = ["call", "counter", "hang", "--metering", "off"] + Self.engine
      let process = try tinsmith.start(hang)
      defer { kill(process.processIdentifier, SIGKILL) }
      let canister = try #require(ProcessTable.busyChild(of: process.processIdentifier))
      #expect(ProcessTable.children(of: process.processIdentifier) == [canister])
    }
  }

  @Test func theNearestNetworkCounts() throws {
    try inNetwork { tinsmith in
      let below = tinsmith.folder.appending(path: "below/it")
      try FileManager.default.createDirectory(at: below, withIntermediateDirectories: true)
      try tinsmith.write(try Modules.counterBytes(), to: "below/it/third.wasm")
      let inner = Tinsmith(folder: below)
      func output(_ arguments: [String]) throws -> String {
        let outcome = try Subprocess.run(
          Tinsmith.program, arguments + Self.engine, environment: tinsmith.environment,
          directory: inner.folder)
        #expect(outcome.isSuccess, "\(outcome.errorText)")
        return outcome.outputText
      }
      #expect(try output(["install", "third.wasm"]) == "")
      #expect(try output(["call", "counter", "get", "--output", "hex"]) == "00000000\n")
      #expect(try output(["status", "third"]).contains("ryjl3-tyaaa-aaaaa-aaaba-cai"))
      #expect(try inner.files() == ["third.wasm"])
      // Another network is another world.
      #expect(try output(["install", "third.wasm", "--network", "own"]) == "")
      #expect(
        try output(["status", "third", "--network", "own"]).contains("rwlgt-iiaaa-aaaaa-aaaaa-cai"))
    }
  }

  @Test func namesAreChosen() throws {
    try inNetwork { tinsmith in
      try output(tinsmith, ["install", "counter.wasm", "--canister", "second"])
      try output(tinsmith, ["call", "second", "inc"])
      #expect(try count(tinsmith, "second") == "01000000\n")
      #expect(try count(tinsmith, "counter") == "00000000\n")
      let id = "r7inp-6aaaa-aaaaa-aaabq-cai"
      try output(tinsmith, ["install", "counter.wasm", "--canister", id])
      #expect(try count(tinsmith, id) == "00000000\n")
      #expect(try tinsmith.run("state", "second", "--reset").isSuccess)
      let outcome = try tinsmith.run(["call", "second", "get"] + Self.engine)
      #expect(outcome.status == 2 && outcome.errorText.contains("; there are: caller, counter\n"))
      #expect(try count(tinsmith, "counter") == "00000000\n")
    }
  }

  @Test(arguments: [
    (["install", "caller.wasm", "counter.wasm", "--did", "x"], "without argument"),
    (["install", "caller.wasm", "./caller.wasm"], "the same name"),
    (["install", "caller.wasm", "--canister", "2vxsx-fae"], "no canister can have this id"),
    (["install", "caller.wasm", "absent.wasm", "(1)"], "Unexpected argument"),
  ])
  func mistakesAreExplained(arguments: [String], reason: String) throws {
    try inNetwork { tinsmith in
      let outcome = try tinsmith.run(arguments)
      #expect(outcome.status == 2 && outcome.errorText.contains(reason), "\(outcome.errorText)")
    }
  }
}
