import Foundation
import TestSupport
import Testing

/// Installing a canister and calling it, in Candid.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct InstallCommandTests {
  static let interface =
    "type Pair = record { name : text; count : nat }; service : { echo : (Pair) -> (Pair) query; "
    + "size : () -> (nat32) query; keep : (blob) -> (blob); trap : () -> (); refuse : () -> () }"

  /// Answers its argument, keeps the size of the last one, and traps or rejects on request.
  static let echo = """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reject" (func $reject (param i32 i32)))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "msg_arg_data_size" (func $size (result i32)))
      (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
      (import "ic0" "debug_print" (func $print (param i32 i32)))
      (memory 1)
      (data (i32.const 16) "DIDL\\00\\01\\79")
      (data (i32.const 32) "hello")
      (func $echo
        (call $copy (i32.const 64) (i32.const 0) (call $size))
        (call $append (i32.const 64) (call $size))
        (call $reply))
      (func (export "canister_init") (i32.store (i32.const 24) (i32.const 7)))
      (func (export "canister_query echo") (call $echo))
      (func (export "canister_query size")
        (call $append (i32.const 16) (i32.const 7))
        (call $append (i32.const 24) (i32.const 4))
        (call $reply))
      (func (export "canister_update keep")
        (call $print (i32.const 32) (i32.const 5))
        (i32.store (i32.const 24) (call $size))
        (call $echo))
      (func (export "canister_update trap") (unreachable))
      (func (export "canister_update refuse") (call $reject (i32.const 32) (i32.const 5)))
      (@custom "icp:public candid:service" "\(interface)"))
    """

  func inFolder(_ body: (Tinsmith) throws -> Void) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Self.echo), to: "echo.wasm")
      try body(tinsmith)
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }

  /// The standard output of a command that must succeed.
  @discardableResult
  func output(_ tinsmith: Tinsmith, _ arguments: String..., input: String = "") throws -> String {
    let outcome = try tinsmith.run(arguments, input: input)
    #expect(outcome.status == 0, "\(arguments): \(outcome.errorText)")
    return outcome.outputText
  }

  @Test func stateIsKeptFromCallToCall() throws {
    try inFolder { tinsmith in
      #expect(try output(tinsmith, "install", "echo.wasm") == "")
      #expect(try output(tinsmith, "call", "echo.wasm", "size") == "(7 : nat32)\n")
      let kept = try tinsmith.run("call", "echo.wasm", "keep", "(blob \"\\01\\02\")")
      #expect(kept.outputText == "(blob \"\\01\\02\")\n")
      #expect(kept.errorText == "hello\n")
      #expect(try output(tinsmith, "call", "echo.wasm", "size") == "(12 : nat32)\n")
      #expect(try output(tinsmith, "logs", "echo.wasm").hasSuffix("Z]: hello\n"))
      #expect(try output(tinsmith, "status", "echo.wasm").contains("Version: 2\n"))

      #expect(try output(tinsmith, "install", "echo.wasm", "--mode", "reinstall") == "")
      #expect(try output(tinsmith, "call", "echo.wasm", "size") == "(7 : nat32)\n")
      #expect(try output(tinsmith, "state", "echo.wasm", "--copy", "before") == "")
      #expect(try output(tinsmith, "state", "echo.wasm", "--reset") == "")
      #expect(try tinsmith.run("call", "echo.wasm", "size").status == 2)
      #expect(
        try output(tinsmith, "call", "echo.wasm", "size", "--state", "before") == "(7 : nat32)\n")
    }
  }

  @Test func argumentsAndRepliesHaveManyForms() throws {
    try inFolder { tinsmith in
      _ = try output(tinsmith, "install", "echo.wasm")
      let argument = "(record { name = \"Ann\"; count = 1000 })"
      let pretty = "(record { name = \"Ann\"; count = 1_000 : nat })\n"
      try tinsmith.write(argument, to: "argument")
      let hex = "4449444c016c02cbe4fdc70471cf898dd3047d010003416e6ee807"
      for arguments in [
        [argument], [String(argument.dropFirst().dropLast())], ["--argument-file", "argument"],
        ["-"], [hex, "--hex"],
      ] {
        let outcome = try tinsmith.run(["call", "echo.wasm", "echo"] + arguments, input: argument)
        #expect(outcome.outputText == pretty, "\(arguments): \(outcome.errorText)")
      }
      let forms = [
        "idl": "(record { name = \"Ann\"; count = 1_000 : nat;})\n", "hex": "\(hex)\n",
        "json": "{\n  \"count\": \"1_000\",\n  \"name\": \"Ann\"\n}\n",
      ]
      for (form, expected) in forms {
        let reply = try output(
          tinsmith, "call", "echo.wasm", "echo", argument, "--output", form)
        #expect(reply == expected)
      }
    }
  }

  @Test(arguments: [
    (["call", "echo.wasm", "size"], 2, "`tinsmith install echo.wasm` does that"),
    (["install", "echo.wasm", "--mode", "upgrade"], 1, "IC0537: "),
    (["state", "echo.wasm", "--reset"], 2, "is not installed here"),
    (["metadata", "echo.wasm", "candid:servis"], 2, "did you mean candid:service?"),
    (["install", "absent.wasm"], 1, "absent.wasm"),
  ])
  func mistakesBeforeInstalling(arguments: [String], status: Int32, text: String) throws {
    try inFolder { tinsmith in
      let outcome = try tinsmith.run(arguments)
      #expect(outcome.status == status)
      #expect(outcome.errorText.contains(text), "\(outcome.errorText)")
      #expect(outcome.outputText.isEmpty)
    }
  }

  @Test func mistakesInCallsAreExplained() throws {
    try inFolder { tinsmith in
      _ = try output(tinsmith, "install", "echo.wasm")
      let cases: [(arguments: [String], status: Int32, text: String)] = [
        (["trap"], 1, "IC0502: Error from Canister rwlgt-iiaaa-aaaaa-aaaaa-cai: Canister trapped"),
        (["refuse"], 1, "error: IC0406: hello\n"),
        (["ech"], 2, "did you mean echo?\nThe methods are:\n  echo (query)\n  size (query)\n"),
        (["keep", "--query", "(blob \"\")"], 2, "is an update method, not a query method"),
        (["keep"], 2, "Expected arguments but found none: keep takes (blob)\n"),
        (["echo", "()"], 2, "(record { name : text; count : nat })"),
        (
          ["echo", "(record { name = 5; count = 1 })"], 2,
          "argument:1:18: the number 5 is not of type text"
        ),
        (["keep", "0", "--hex"], 2, "pairs of hexadecimal digits"),
        (["keep", "()", "--argument-file", "x"], 2, "there are two arguments"),
        (["keep", "00", "--hex", "--output", "pp"], 1, "the reply is not Candid"),
        (["size", "--sender", "nobody"], 2, "is not a principal"),
      ]
      for (arguments, status, text) in cases {
        let outcome = try tinsmith.run(["call", "echo.wasm"] + arguments)
        #expect(outcome.status == status, "\(arguments)")
        #expect(outcome.errorText.contains(text), "\(arguments): \(outcome.errorText)")
        #expect(outcome.outputText.isEmpty)
      }
      let logs = try output(tinsmith, "logs", "echo.wasm")
      #expect(logs.contains("Z]: [TRAP]: ") && !logs.contains("IC0"))
    }
  }

  @Test func logsAreKeptFromCallToCall() throws {
    try inFolder { tinsmith in
      func logs() throws -> [String] {
        try output(tinsmith, "logs", "echo.wasm", "--json").split(separator: "\n").map(String.init)
      }
      #expect(try output(tinsmith, "install", "echo.wasm") == "")
      #expect(try logs() == [])
      try output(tinsmith, "call", "echo.wasm", "keep", "(blob \"\")")
      try output(tinsmith, "call", "echo.wasm", "size")
      #expect(try tinsmith.run("call", "echo.wasm", "trap", "()").status == 1)
      #expect(try output(tinsmith, "install", "echo.wasm", "--mode", "upgrade") == "")
      let kept = try logs()
      try #require(kept.count == 2)
      #expect(kept[0].hasPrefix(#"{"content":"hello","index":0,"timestamp_nanoseconds":"#))
      #expect(kept[1].hasPrefix(#"{"content":"[TRAP]: unreachable","index":1,"#))
      #expect(try output(tinsmith, "install", "echo.wasm", "--mode", "reinstall") == "")
      try output(tinsmith, "call", "echo.wasm", "keep", "(blob \"\")")
      let anew = try logs()
      #expect(anew.count == 1 && anew[0].contains(#""index":2,"#))
    }
  }

  @Test(
    .enabled(if: Fixtures.isAvailable(Fixtures.ledger), Comment(rawValue: Fixtures.absence)))
  func theLedgerGoesFromInstallationToUpgrade() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(Fixtures.bytes(Fixtures.ledger) ?? [], to: "ledger.wasm")
      try tinsmith.write(Self.ledgerArgument, to: "init.args")
      func run(_ arguments: String...) throws -> String {
        // Its native code takes a while to compile, and is tested elsewhere.
        let outcome = try tinsmith.run(
          [arguments[0], "ledger.wasm"] + arguments.dropFirst() + ["--engine", "interpreter"])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        return outcome.outputText
      }
      let account = "(record { owner = principal \"2vxsx-fae\" })"
      _ = try run("install", "--argument-file", "init.args")
      #expect(try run("call", "icrc1_balance_of", account) == "(1_000_000_000 : nat)\n")
      #expect(
        try run(
          "call", "icrc1_transfer",
          "(record { to = record { owner = principal \"em77e-bvlzu-aq\" }; amount = 5 })")
          == "(variant { Ok = 1 : nat })\n")
      _ = try run("install", "(variant { Upgrade })")
      #expect(try run("call", "icrc1_balance_of", account) == "(999_989_995 : nat)\n")
    }
  }

  static let ledgerArgument = """
    (variant { Init = record {
      minting_account = record { owner = principal "aaaaa-aa" };
      transfer_fee = 10_000;
      token_symbol = "TIN"; token_name = "Tin"; metadata = vec {};
      initial_balances = vec { record { record { owner = principal "2vxsx-fae" }; 1_000_000_000 } };
      archive_options = record {
        num_blocks_to_archive = 1000; trigger_threshold = 2000;
        controller_id = principal "aaaaa-aa";
      };
    } })
    """
}
