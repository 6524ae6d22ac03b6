import Candid
import Foundation
import TestSupport
import Testing

/// What users ask of the management canister, and what canisters do.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct CanisterCommandTests {
  private static let alice = "w7x7r-cok77-xa"

  /// The standard output of a command that must succeed.
  @discardableResult
  private func output(_ tinsmith: Tinsmith, _ arguments: String...) throws -> String {
    let outcome = try tinsmith.run(arguments)
    #expect(outcome.status == 0, "\(arguments): \(outcome.errorText)")
    return outcome.outputText
  }

  private func inFolder(_ body: (Tinsmith) throws -> Void) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      try body(tinsmith)
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }

  private func install(_ tinsmith: Tinsmith, _ name: String) throws {
    try output(
      tinsmith, "install", "counter.wasm", "--canister", name, "--engine", "interpreter")
  }

  @Test func aCanisterLivesAndDies() throws {
    try inFolder { tinsmith in
      let id = "ryjl3-tyaaa-aaaaa-aaaba-cai"
      let created = try output(
        tinsmith, "canister", "create", "ledger", "--specified-id", id, "--with-cycles", "1.5t",
        "--freezing-threshold", "90d")
      #expect(created == "Created canister ledger with id: \(id)\n")
      #expect(try output(tinsmith, "canister", "id", "ledger") == "\(id)\n")
      #expect(try output(tinsmith, "status", "ledger").contains("Module hash: none\n"))
      let empty = try tinsmith.run("call", "ledger", "get")
      #expect(empty.status == 2 && empty.errorText.contains("the canister has no code"))
      try install(tinsmith, "ledger")
      let status = try output(tinsmith, "canister", "status", "ledger")
      #expect(status.hasPrefix("Canister Id: \(id)\nCanister Name: ledger\n"))
      for line in [
        "Status: Running", "Controllers: 2vxsx-fae", "Freezing threshold: 7_776_000",
        "Log visibility: Controllers", "Environment Variables: N/A", "Module hash: 0x",
      ] {
        #expect(status.contains("\n  \(line)"), "\(line)")
      }
      let early = try tinsmith.run("canister", "delete", "ledger")
      #expect(early.status == 1 && early.errorText.contains("IC0510: "))
      try output(tinsmith, "canister", "stop", "ledger")
      let stopped = try tinsmith.run("call", "ledger", "get", "--engine", "interpreter")
      #expect(stopped.status == 1 && stopped.errorText.contains("IC0508: "))
      try output(tinsmith, "canister", "start", "ledger")
      try output(tinsmith, "canister", "uninstall-code", "ledger")
      #expect(try output(tinsmith, "canister", "status", "ledger").contains("hash: <none>"))
      try output(tinsmith, "canister", "stop", "ledger")
      try output(tinsmith, "canister", "delete", "ledger")
      #expect(try tinsmith.run("canister", "status", "ledger").status == 2)
      #expect(try output(tinsmith, "network", "status").hasSuffix("Canisters: none\n"))
    }
  }

  @Test func settingsAreTheControllers() throws {
    try inFolder { tinsmith in
      try output(tinsmith, "canister", "create", "c", "--env", "A=1", "--env", "B=\"2\"")
      try output(
        tinsmith, "canister", "settings", "update", "c", "--add-controller", Self.alice,
        "--memory-allocation", "2GiB", "--env", "A", "--log-visibility", "public")
      let settings = try output(tinsmith, "canister", "settings", "show", "c")
      for line in [
        "Controllers: 2vxsx-fae, \(Self.alice)", "Memory allocation: 2_147_483_648",
        "Log visibility: Public", "Environment Variables:\n  Name: B, Value: \"2\"",
      ] {
        #expect(settings.contains(line + "\n"), "\(settings)")
      }
      try output(
        tinsmith, "canister", "settings", "update", "c", "--remove-controller", "2vxsx-fae")
      let refused = try tinsmith.run("canister", "top-up", "c", "--amount", "1m")
      #expect(refused.status == 0)
      let foreign = try tinsmith.run("canister", "settings", "show", "c", "--json")
      #expect(foreign.status == 1 && foreign.errorText.contains("IC0542: Caller 2vxsx-fae is not"))
      let own = try output(
        tinsmith, "canister", "settings", "show", "c", "--json", "--sender", Self.alice)
      #expect(own.contains("\"controllers\":[\"\(Self.alice)\"]"))
    }
  }

  /// A snapshot stays from command to command, with the code that it was taken with.
  @Test func snapshotsAreComeBackTo() throws {
    try inFolder { tinsmith in
      let engine = ["--engine", "interpreter"]
      func run(_ arguments: [String]) throws -> String {
        let outcome = try tinsmith.run(arguments + engine)
        #expect(outcome.isSuccess, "\(arguments): \(outcome.errorText)")
        return outcome.outputText
      }
      let snapshot = ["canister", "snapshot"]
      try install(tinsmith, "c")
      _ = try run(["call", "c", "inc"])
      _ = try run(["canister", "stop", "c"])
      let id = try run(snapshot + ["create", "c"]).split(separator: "\n").joined()
      #expect(id.count == 36)
      _ = try run(["canister", "start", "c"])
      #expect(try run(["call", "c", "inc", "--output", "hex"]) == "02000000\n")
      // Code that only the snapshot has.
      try tinsmith.write(try WasmTools.parse(Modules.upgrader), to: "upgrader.wasm")
      _ = try run(["install", "upgrader.wasm", "--canister", "c", "--mode", "reinstall"])
      _ = try run(["canister", "stop", "c"])
      #expect(try run(snapshot + ["list", "c"]).hasPrefix("\(id): "))
      _ = try run(snapshot + ["restore", "c", id])
      _ = try run(["canister", "start", "c"])
      #expect(try run(["call", "c", "get", "--output", "hex"]) == "01000000\n")
      let list = try run(snapshot + ["list", "c", "--json"])
      #expect(list.contains("\"id\":\"\(id)\"") && list.contains("\"total_size\":"))
      _ = try run(snapshot + ["delete", "c", id])
      #expect(try run(snapshot + ["list", "c"]) == "")
      let gone = try tinsmith.run(snapshot + ["restore", "c", id] + engine)
      #expect(gone.status == 1 && gone.errorText.contains("Could not find the snapshot"))
    }
  }

  @Test(arguments: [
    (["create", "c"], "there is a canister c already"),
    (["settings", "update", "c"], "no setting is given"),
    (["settings", "update", "c", "--compute-allocation", "101"], "IC0504: "),
    (["create", "d", "--controller", "aaaaa-aa", "--add-controller", "aaaaa-aa"], "names all"),
    (["create", "d", "--with-cycles", "many"], "'many' is invalid"),
    (["top-up", "absent", "--amount", "1"], "; there are: c"),
    (["snapshot", "delete", "c", "xyz"], "'xyz' is invalid"),
  ])
  func mistakesAreExplained(arguments: [String], reason: String) throws {
    try inFolder { tinsmith in
      try output(tinsmith, "canister", "create", "c")
      let outcome = try tinsmith.run(["canister"] + arguments)
      #expect(outcome.status != 0 && outcome.output.isEmpty)
      #expect(outcome.errorText.contains(reason), "\(outcome.errorText)")
    }
  }

  /// A canister makes another one, which is there at the next command, with its code.
  @Test func canistersMakeCanisters() throws {
    try inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Modules.manager), to: "manager.wasm")
      try output(tinsmith, "install", "manager.wasm", "--engine", "interpreter")
      let created = try manage(tinsmith, "create_canister", "record {}")
      let reply = try CandidMessage(decoding: created)
      guard case .record(let fields) = reply.values.first, case .principal(let id) = fields[0].value
      else {
        Issue.record("\(reply)")
        return
      }
      let module = try tinsmith.read("counter.wasm").map { "\\" + hexadecimal($0) }.joined()
      let installed = try manage(
        tinsmith, "install_code",
        "record { mode = variant { install }; canister_id = principal \"\(id)\"; arg = blob \"\"; "
          + "wasm_module = blob \"\(module)\" }")
      #expect(installed == Array("DIDL\0\0".utf8))
      for count in 1...2 {
        let inc = try output(
          tinsmith, "call", "\(id)", "inc", "--output", "hex", "--engine", "interpreter")
        #expect(inc == "0\(count)000000\n")
      }
      #expect(try output(tinsmith, "network", "status").contains("\n  \(id)  -        running  0x"))
      let copies = try FileManager.default.contentsOfDirectory(
        atPath: tinsmith.folder.appending(path: ".tinsmith/code").path)
      #expect(copies.count == 2)
      // Only its maker controls it.
      let refused = try tinsmith.run("canister", "stop", "\(id)")
      #expect(refused.status == 1 && refused.errorText.contains("IC0512: "))
    }
  }

  private func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  /// The manager's answer when it calls a method of the management canister.
  private func manage(
    _ tinsmith: Tinsmith, _ method: String, _ argument: String
  ) throws -> [UInt8] {
    let payload = try ArgumentText.encodeInferring(
      CandidSource(name: method, text: "(\(argument))"))
    let bytes = [UInt8(method.utf8.count)] + method.utf8 + payload
    let digits = bytes.map(hexadecimal).joined()
    let answer = try output(
      tinsmith, "call", "manager", "go", digits, "--hex", "--output", "hex", "--engine",
      "interpreter")
    return stride(from: 0, to: answer.count - 1, by: 2).compactMap { index in
      let start = answer.index(answer.startIndex, offsetBy: index)
      return UInt8(answer[start..<answer.index(start, offsetBy: 2)], radix: 16)
    }
  }
}
