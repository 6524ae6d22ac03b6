import Admission
import Candid
import Subnet
import Testing

@testable import Scripts

struct DrunScriptTests {
  static let first = Principal(canisterIndex: 0)

  @Test func everyCommand() throws {
    let script = try DrunScript(
      parsing: """
        # a comment

          create
        install rwlgt-iiaaa-aaaaa-aaaaa-cai counter.wasm 0x
        reinstall rwlgt-iiaaa-aaaaa-aaaaa-cai a/b.wasm.gz ""
        \tupgrade\trwlgt-iiaaa-aaaaa-aaaaa-cai  counter.wasm   0x4449444c0000\t
        ingress RWLGT-IIAAA-AAAAA-AAAAA-CAI inc 0xAbCd
        query aaaaa-aa read "say \\"hi\\""
        time 1_620_328_630_000_000_001
        caller 2vxsx-fae
        timer
        """, name: "a.drun")
    let expected: [DrunCommand.Action] = [
      .create,
      .install(.install, canister: Self.first, wasmFile: "counter.wasm", argument: []),
      .install(.reinstall, canister: Self.first, wasmFile: "a/b.wasm.gz", argument: []),
      .install(
        .upgrade, canister: Self.first, wasmFile: "counter.wasm",
        argument: Array("DIDL".utf8) + [0, 0]),
      .ingress(canister: Self.first, method: "inc", argument: [0xAB, 0xCD]),
      .query(canister: .management, method: "read", argument: Array("say \"hi\"".utf8)),
      .time(1_620_328_630_000_000_001), .caller(.anonymous), .timer,
    ]
    #expect(script.commands.map(\.action) == expected)
    #expect(script.commands.map(\.line) == Array(3...11))
  }

  /// What the management canister is asked for, in words of its own.
  @Test func commandsOfManagement() throws {
    let id = "rwlgt-iiaaa-aaaaa-aaaaa-cai"
    let script = try DrunScript(
      parsing: """
        tick
        tick 1_000
        subnet system
        stop \(id)
        settings \(id) record { controllers = opt vec { principal "aaaaa-aa" } }
        snapshot \(id) load 00ff
        """, name: "a.drun")
    let named: [(String, CandidValue)] = [("canister_id", .principal(Self.first))]
    func manage(
      _ word: String, _ method: String, _ fields: [(String, CandidValue)] = []
    ) -> DrunCommand.Action {
      let record = CandidValue.record(Dictionary(named + fields) { first, _ in first })
      return .manage(
        word: word, canister: Self.first, method: method,
        argument: ManagementInterface.encode(arguments: [record], of: method))
    }
    let actions = script.commands.map(\.action)
    #expect(actions.prefix(3) == [.tick(rounds: 1), .tick(rounds: 1000), .subnet(.system)])
    #expect(actions[3] == manage("stop", "stop_canister"))
    guard case .manage("settings", Self.first, "update_settings", let argument) = actions[4] else {
      Issue.record("\(actions[4])")
      return
    }
    let value = try #require(try CandidMessage(decoding: argument).values.first)
    let settings = value["settings"]
    #expect(settings["controllers"].content?.elements == [.principal(.management)])
    #expect(
      actions[5]
        == manage("snapshot", "load_canister_snapshot", [("snapshot_id", .blob([0, 0xFF]))]))
  }

  @Test(arguments: [
    ("tick 0", "not a number of rounds"),
    ("subnet x", "there are application, system, benchmarking"),
    ("stop", "write stop CANISTER_ID"), ("snapshot aaaaa-aa burn", "take, list, load or delete"),
    ("snapshot aaaaa-aa load", "SNAPSHOT_ID] is missing"),
    ("settings aaaaa-aa", "RECORD is missing"), ("settings aaaaa-aa 5", "these are not settings"),
    ("settings aaaaa-aa record { controllers = 5 }", "these are not settings"),
  ])
  func mistakesInCommandsOfManagement(line: String, reason: String) {
    #expect {
      try DrunScript(parsing: line, name: "a.drun")
    } throws: { error in
      "\(error)".contains(reason)
    }
  }

  @Test func upgradesHaveOptions() throws {
    let script = try DrunScript(
      parsing: """
        upgrade aaaaa-aa f --keep-heap 0x01
        upgrade aaaaa-aa f --skip-pre-upgrade --replace-heap "--x"
        upgrade aaaaa-aa --keep-heap 0x
        """, name: "a.drun")
    let expected: [DrunCommand.Action] = [
      .install(
        .upgrade, canister: .management, wasmFile: "f", argument: [1],
        options: .init(keepsHeap: true)),
      .install(
        .upgrade, canister: .management, wasmFile: "f", argument: Array("--x".utf8),
        options: .init(skipsPreUpgrade: true, keepsHeap: false)),
      .install(.upgrade, canister: .management, wasmFile: "--keep-heap", argument: []),
    ]
    #expect(script.commands.map(\.action) == expected)
  }

  @Test func linesMayEndAsOnWindows() throws {
    let script = try DrunScript(parsing: "create\r\n\r\ntimer\r\n", name: "a.drun")
    #expect(script.commands.map(\.line) == [1, 3])
  }

  @Test(
    arguments: [
      ("0x", []),
      ("\"\"", []),
      ("0x00ff", [0x00, 0xFF]),
      (#""a b  c""#, Array("a b  c".utf8)),
      (#""\x00\xfF\\\"""#, [0x00, 0xFF, 0x5C, 0x22]),
      (#""\b10000001\b00000000""#, [0x81, 0x00]),
      (##""# no comment""##, Array("# no comment".utf8)),
    ] as [(String, [UInt8])])
  func payloads(text: String, bytes: [UInt8]) throws {
    #expect(try DrunPayload.parse(text) == bytes)
    let script = try DrunScript(parsing: "query aaaaa-aa m \(text)  ", name: "a.drun")
    #expect(
      script.commands.map(\.action) == [
        .query(canister: .management, method: "m", argument: bytes)
      ])
  }

  @Test(arguments: [
    ("instal x", DrunError.Kind.unknownCommand("instal")),
    ("create x", .extraWord("x", after: "create")),
    ("install", .missingOperand("CANISTER_ID", of: "install")),
    ("install aaaaa-aa", .missingOperand("WASM_FILE", of: "install")),
    ("install aaaaa-aa f", .missingOperand("PAYLOAD", of: "install")),
    ("upgrade aaaaa-aa f --keep-heap", .missingOperand("PAYLOAD", of: "upgrade")),
    ("upgrade aaaaa-aa f --heap 0x", .unknownOption("--heap")),
    ("install aaaaa-aa f --keep-heap 0x", .invalidPayload("--keep-heap 0x")),
    ("ingress aaaaa-aa", .missingOperand("METHOD", of: "ingress")),
    ("query aaaaa-aa m", .missingOperand("PAYLOAD", of: "query")),
    ("query xyz m 0x", .invalidPrincipal(.tooShort("xyz"))),
    ("caller", .missingOperand("PRINCIPAL", of: "caller")),
    ("time soon", .invalidTime("soon")),
    ("time -1", .invalidTime("-1")),
    ("time 18446744073709551616", .invalidTime("18446744073709551616")),
    ("query aaaaa-aa m abc", .invalidPayload("abc")),
    ("query aaaaa-aa m 0x0", .oddHexDigits(1)),
    ("query aaaaa-aa m 0x0g", .invalidHexDigit("g")),
    ("query aaaaa-aa m 0x00 0x00", .invalidHexDigit(" ")),
    (#"query aaaaa-aa m "a"#, .missingQuote),
    (#"query aaaaa-aa m "a\"#, .missingQuote),
    (#"query aaaaa-aa m "a" b"#, .textAfterQuote(" b")),
    (#"query aaaaa-aa m "\n""#, .invalidEscape(#"\n"#)),
    (#"query aaaaa-aa m "\x0""#, .invalidEscape(#"\x0""#)),
    (#"query aaaaa-aa m "\b00000002""#, .invalidEscape(#"\b00000002"#)),
    (#"install aaaaa-aa "a b 0x"#, .missingQuote),
    (#"install aaaaa-aa "a"b 0x"#, .textAfterQuote("b")),
    (#"query aaaaa-aa m "ä""#, .unprintableByte(0xC3)),
  ])
  func errorsTellTheLine(line: String, kind: DrunError.Kind) {
    #expect(throws: DrunError(kind: kind, script: "a.drun", line: 3)) {
      try DrunScript(parsing: "create\n\n\(line)\ncreate", name: "a.drun")
    }
  }

  @Test func bytesThatAreNoTextAreNoScript() {
    let error = DrunError(kind: .notText, script: "a.drun")
    #expect(throws: error) { try DrunScript(parsing: [0xFF], path: "a.drun") }
    #expect(error.description == "a.drun: is not a script: it is not text in UTF-8")
  }

  @Test func errorsTellTheRemedy() throws {
    let error = try #require(throws: DrunError.self) {
      try DrunScript(parsing: "query aaaaa-aa", name: "a.drun")
    }
    #expect(
      error.description
        == "a.drun:1: METHOD is missing: write query CANISTER_ID METHOD PAYLOAD")
  }
}
