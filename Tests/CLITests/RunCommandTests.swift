import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct RunCommandTests {
  static let id = "rwlgt-iiaaa-aaaaa-aaaaa-cai"
  static let created =
    "ingress Completed: Reply: 0x4449444c016c01b3c4b1f204680100010a00000000000000000101\n"
  static let installed = "ingress Completed: Reply: 0x4449444c0000\n"

  /// Runs a script on the counter, whose module is beside it.
  func run(
    _ script: String, _ options: [String] = [], check: (Subprocess.Outcome) throws -> Void
  ) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      try tinsmith.write(script.replacing("$ID", with: Self.id), to: "script.drun")
      try check(try tinsmith.run(["run", "script.drun"] + options))
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }

  @Test(arguments: Tinsmith.engines)
  func outputIsThatOfDrun(engine: [String]) throws {
    let script = """
      install $ID counter.wasm 0x
      ingress $ID inc 0x
      ingress $ID trap ""
      ingress $ID refuse 0x
      ingress $ID greet 0x
      query $ID get 0x
      query $ID inc 0x
      """
    let frame = "Error from Canister \(Self.id): "
    let documentation =
      "See documentation: https://internetcomputer.org/docs/current/references/execution-errors#"
    let expected =
      Self.created + Self.installed + """
        ingress Completed: Reply: 0x01000000
        ingress Err: IC0502: \(frame)Canister trapped: unreachable.
        Consider gracefully handling failures from this canister or altering the canister to \
        handle exceptions. \(documentation)trapped
        ingress Err: IC0406: hello
        2021-05-06 19:17:10 UTC: [Canister \(Self.id)] hello
        ingress Completed: Reply: 0x
        Ok: Reply: 0x01000000
        Err: IC0536: \(frame)Canister has no query method 'inc'..
        Check that the method being called is exported by the target canister. \
        \(documentation)method-not-found

        """
    try run(script, engine) { outcome in
      #expect(outcome.status == 0 && outcome.errorText.isEmpty)
      #expect(outcome.outputText == expected)
    }
  }

  @Test func canistersAreStoppedAndTimePasses() throws {
    let script = """
      install $ID counter.wasm 0x
      ingress $ID wait 0x
      query $ID get 0x
      tick 20
      query $ID get 0x
      stop $ID
      query $ID get 0x
      start $ID
      query $ID get 0x
      """
    let expected =
      Self.created + Self.installed + """
        ingress Completed: Reply: 0x
        Ok: Reply: 0x00000000
        Ok: Reply: 0x01000000
        ingress Completed: Reply: 0x4449444c0000
        Err: IC0508: Canister \(Self.id) is not running
        ingress Completed: Reply: 0x4449444c0000
        Ok: Reply: 0x01000000

        """
    try run(script, ["--engine", "interpreter"]) { outcome in
      #expect(outcome.status == 0 && outcome.errorText.isEmpty)
      #expect(outcome.outputText == expected)
    }
  }

  @Test func phasesTellOfTheCache() throws {
    struct Phases: Decodable {
      struct Phase: Decodable {
        let name: String
        let nanoseconds: UInt64
      }
      let phases: [Phase]
      let cache: [String: Int]
    }
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      try tinsmith.write("install \(Self.id) counter.wasm 0x\n", to: "script.drun")
      let admission = ["reading", "decoding", "validating", "checking", "caching"]
      let compilation = ["instrumenting", "lowering", "optimizing", "generating", "linking"]
      for (isHit, words) in [(false, []), (true, []), (false, ["--no-cache"])] {
        let outcome = try tinsmith.run(["run", "script.drun", "--json", "--time-phases"] + words)
        #expect(outcome.status == 0)
        let phases = try JSONDecoder().decode(Phases.self, from: Data(outcome.errorText.utf8))
        #expect(phases.phases.map(\.name) == admission + (isHit ? [] : compilation))
        #expect(phases.phases.allSatisfy { $0.nanoseconds > 0 })
        #expect(phases.cache == ["hits": isHit ? 1 : 0, "misses": isHit ? 0 : 1])
      }
    }
  }

  @Test func codeComesAndGoes() throws {
    let script = """
      create
      install $ID counter.wasm 0x
      install $ID counter.wasm 0x
      ingress $ID inc 0x
      upgrade $ID counter.wasm 0x
      ingress $ID inc 0x
      reinstall $ID counter.wasm 0x
      query $ID get 0x
      """
    try run(script) { outcome in
      #expect(outcome.status == 0)
      let counted = "ingress Completed: Reply: 0x01000000\n"
      #expect(
        outcome.outputText == Self.created + Self.installed
          + "ingress Err: IC0514: Canister \(Self.id) cannot be installed because the canister is "
          + "not empty. Try installing with mode='reinstall' instead.\nCheck that you want to "
          + "overwrite the canister and, if so, use mode='reinstall'. See documentation: "
          + "https://internetcomputer.org/docs/current/references/execution-errors#"
          + "canister-not-empty\n" + counted
          + Self.installed + counted + Self.installed + "Ok: Reply: 0x00000000\n")
    }
  }

  @Test(arguments: Tinsmith.engines)
  func canistersCallEachOther(engine: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Modules.caller), to: "caller.wasm")
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let second = "rrkah-fqaaa-aaaaa-aaaaq-cai"
      let script = """
        create
        create
        install \(Self.id) caller.wasm 0x
        install \(second) counter.wasm 0x
        ingress \(Self.id) go "inc"
        ingress \(Self.id) go "inc"
        ingress \(Self.id) go "refuse"
        ingress \(Self.id) go "trap"
        ingress \(Self.id) go "stay"
        query \(second) get 0x
        """
      let outcome = try tinsmith.run(["run", "-", "--json"] + engine, input: script)
      let texts = try outcome.outputText.split(separator: "\n").dropFirst(4).map {
        try #require(try JSONDecoder().decode(Reply.self, from: Data($0.utf8)).text)
      }
      #expect(texts.count == 6)
      #expect(texts[0] == "\u{1}\0\0\0" && texts[1] == "\u{2}\0\0\0" && texts[2] == "hello")
      #expect(texts[3].hasPrefix("IC0502: Error from Canister \(second): Canister trapped: "))
      #expect(texts[4].hasPrefix("IC0536: Error from Canister \(second): Canister has no update"))
      #expect(texts[5] == "\u{2}\0\0\0")
    }
  }

  private struct Reply: Decodable {
    let hex: String?

    var text: String? {
      guard let hex else { return nil }
      let digits = Array(hex)
      let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
        UInt8(String(digits[$0...$0 + 1]), radix: 16)
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  @Test(arguments: Tinsmith.engines)
  func failedUpgradesLeaveEverythingAsItWas(engine: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Modules.upgrader), to: "upgrader.wasm")
      var script = "install $ID upgrader.wasm 0x\n"
      for value in ["07", "01", "02", "09"] {
        script += "ingress $ID set 0x\(value)\nupgrade $ID upgrader.wasm 0x\nquery $ID get 0x\n"
      }
      let outcome = try tinsmith.run(
        ["run", "-"] + engine, input: script.replacing("$ID", with: Self.id))
      #expect(outcome.status == 0, "\(outcome.errorText)")
      let results = outcome.outputText.split(separator: "\n")
        .filter { $0.hasPrefix("ingress ") || $0.hasPrefix("Ok: ") }.dropFirst(2)
        .map { $0.hasPrefix("ingress Err: ") ? "trap" : String($0.suffix(2)) }
      #expect(
        results == [
          "0x", "00", "07", "0x", "trap", "01", "0x", "trap", "02", "0x", "00", "09",
        ])
    }
  }

  /// Each message but a query has at least one round, in which the heartbeat runs and the timer
  /// fires that the message before has set.
  @Test(arguments: Tinsmith.engines)
  func eachMessageHasARound(engine: [String]) throws {
    let script = """
      install $ID clock.wasm 0x
      query $ID get 0x
      ingress $ID arm 0x
      query $ID get 0x
      ingress $ID arm 0x
      query $ID get 0x
      """
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(CanisterSettingsTests.clock), to: "clock.wasm")
      try tinsmith.write(script.replacing("$ID", with: Self.id), to: "clock.drun")
      let outcome = try tinsmith.run(["run", "clock.drun"] + engine)
      let replies = outcome.outputText.split(separator: "\n").filter { $0.hasPrefix("Ok") }
      #expect(replies.map { $0.suffix(6) } == ["0x0100", "0x0200", "0x0301"])
    }
  }

  @Test func timersFireWhenTold() throws {
    let script = """
      install $ID counter.wasm 0x
      time 1000
      ingress $ID wait 0x
      timer
      query $ID get 0x
      time 1010
      timer
      timer
      query $ID get 0x
      """
    try run(script) { outcome in
      #expect(outcome.outputText.hasSuffix("Ok: Reply: 0x00000000\nOk: Reply: 0x01000000\n"))
    }
  }

  @Test func objectsForPrograms() throws {
    let script = """
      install $ID counter.wasm 0x
      ingress $ID greet 0x
      ingress $ID trap 0x
      ingress $ID refuse 0x
      query $ID get 0x
      timer
      """
    try run(script, ["--json"]) { outcome in
      #expect(outcome.status == 0)
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      let records = try outcome.outputText.split(separator: "\n").map {
        try decoder.decode(Record.self, from: Data($0.utf8))
      }
      #expect(records.map(\.line) == [1, 1, 2, 3, 4, 5, 6])
      #expect(
        records.map(\.kind) == [
          "create", "install", "ingress", "ingress", "ingress", "query", "timer",
        ])
      #expect(records.map(\.method) == ["", "", "greet", "trap", "refuse", "get", ""])
      #expect(
        records.map(\.result) == ["reply", "reply", "reply", "trap", "reject", "reply", "ok"])
      #expect(records[3].code == "IC0502" && records[4].code == "IC0406")
      #expect(records[4].text == "hello" && records[5].hex == "00000000")
      #expect(records[2].debugPrints.map(\.text) == ["hello"])
    }
  }

  private struct Record: Decodable {
    let line: Int
    let kind: String
    let method: String
    let result: String
    let hex: String?
    let code: String?
    let text: String?
    let debugPrints: [Print]

    struct Print: Decodable { let text: String }
  }

  @Test func scriptsComeFromStandardInputToo() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let outcome = try tinsmith.run(
        "run", "-", input: "install \(Self.id) counter.wasm 0x\nquery \(Self.id) get 0x")
      #expect(outcome.outputText.hasSuffix("Ok: Reply: 0x00000000\n"))
    }
  }

  @Test func modulesAreCompiledOnce() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let script = "install \(Self.id) counter.wasm 0x\nreinstall \(Self.id) counter.wasm 0x"
      // Beside them are modules and their names, for the interpreter to repeat messages that end
      // with a fault.
      func compiled() throws -> [String] {
        try FileManager.default.contentsOfDirectory(
          atPath: tinsmith.folder.appending(path: "cache").path
        ).filter { !$0.hasSuffix(".wasm") && !$0.hasSuffix(".names") }
      }
      try tinsmith.run("run", "-", input: script)
      let first = try compiled()
      try tinsmith.run("run", "-", input: script)
      #expect(first.count == 1)
      #expect(try compiled() == first)
      try tinsmith.run("run", "-", "--stable", "call", input: script)
      #expect(try compiled().count == 2)
    }
  }

  @Test func filesAreFoundBesideTheScript() throws {
    try Tinsmith.inFolder { tinsmith in
      let folder = tinsmith.folder.appending(path: "scripts")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
      try tinsmith.write(try Modules.counterBytes(), to: "scripts/counter.wasm")
      try tinsmith.write("install \(Self.id) counter.wasm 0x", to: "scripts/script.drun")
      let outcome = try tinsmith.run("run", "scripts/script.drun")
      #expect(outcome.outputText == Self.created + Self.installed)
    }
  }

  @Test func stateCanBeKept() throws {
    try run("install $ID counter.wasm 0x\ningress $ID inc 0x", ["--state", "state"]) { outcome in
      #expect(outcome.status == 0)
    }
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let script = "install \(Self.id) counter.wasm 0x\ningress \(Self.id) inc 0x\n"
      let first = try tinsmith.run("run", "-", "--state", "state", input: script)
      #expect(first.status == 0)
      let memory = try tinsmith.read("state/\(Self.id)/wasm_memory.bin")
      #expect(memory.starts(with: [1, 0, 0, 0]))
      let second = try tinsmith.run("run", "-", "--state", "state", input: script)
      #expect(second.status == 2 && second.output.isEmpty)
      #expect(second.errorText.hasPrefix("error: state: "))
    }
  }

  @Test func modulesThatAreNoCanistersAreResults() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write("no module", to: "text.wasm")
      let outcome = try tinsmith.run("run", "-", input: "install \(Self.id) text.wasm 0x")
      #expect(outcome.status == 0)
      #expect(
        outcome.outputText.hasPrefix(
          Self.created + "ingress Err: IC0505: Error from Canister \(Self.id): "
            + "Canister's Wasm module is not valid: "))
    }
  }

  @Test(arguments: [
    ("create\ninstal x", "script.drun:2: unknown command \"instal\""),
    ("query aaaaa-ab m 0x", "script.drun:1: \"aaaaa-ab\" is not a principal"),
    ("create\n\ninstall $ID nothing.wasm 0x", "script.drun:3: there is no file nothing.wasm in "),
  ])
  func mistakesInScriptsAreFoundBeforeAnythingRuns(script: String, sentence: String) throws {
    try run(script) { outcome in
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.errorText.hasPrefix("error: \(sentence)"), "\(outcome.errorText)")
    }
  }

  @Test func scriptsThatCannotBeRead() throws {
    try Tinsmith.inFolder { tinsmith in
      let missing = try tinsmith.run("run", "missing.drun")
      #expect(missing.status == 2)
      #expect(missing.errorText.hasPrefix("error: missing.drun: can't be read: No such file"))
      try tinsmith.write([0xFF, 0xFE], to: "binary.drun")
      let binary = try tinsmith.run("run", "binary.drun")
      #expect(binary.status == 2 && binary.errorText.contains("UTF-8"))
    }
  }
}
