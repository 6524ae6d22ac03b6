import Foundation
import TestSupport
import Testing

/// Where interfaces come from, and what is said of arguments and replies with and without them.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct InterfaceTests {
  /// `count` answers 5 : nat, `negate` its argument's bytes, `raw` no Candid.
  private static func module(_ extra: String = "") -> String {
    """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "msg_arg_data_size" (func $size (result i32)))
      (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
      (memory 1)
      (data (i32.const 16) "DIDL\\00\\01\\7d\\05")
      (data (i32.const 32) "\\ff\\00\\fe")
      (func (export "canister_query count")
        (call $append (i32.const 16) (i32.const 8)) (call $reply))
      (func (export "canister_query echo")
        (call $copy (i32.const 64) (i32.const 0) (call $size))
        (call $append (i32.const 64) (call $size)) (call $reply))
      (func (export "canister_query raw")
        (call $append (i32.const 32) (i32.const 3)) (call $reply))
      \(extra))
    """
  }

  private static let interface =
    "service : { count : () -> (nat) query; echo : (int) -> (int) query; raw : () -> (nat) query }"

  private func inFolder(_ extra: String = "", _ body: (Tinsmith) throws -> Void) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Self.module(extra)), to: "c.wasm")
      #expect(try run(tinsmith, "install", "c.wasm").isSuccess)
      try body(tinsmith)
    }
  }

  private func run(_ tinsmith: Tinsmith, _ arguments: String...) throws -> Subprocess.Outcome {
    try tinsmith.run(arguments + ["--engine", "interpreter"])
  }

  @Test func withoutInterface() throws {
    try inFolder { tinsmith in
      let echo = try run(tinsmith, "call", "c.wasm", "echo", "-5")
      #expect(echo.outputText == "(-5 : int)\n")
      #expect(
        echo.errorText
          == "warning: the canister has no interface: sending the types that the argument seems "
          + "to have\n")
      let raw = try run(tinsmith, "call", "c.wasm", "raw")
      #expect(raw.isSuccess && raw.outputText == "0xff00fe\n")
      #expect(raw.errorText.hasPrefix("note: the reply is not Candid (offset 0: no Candid message"))
      let explicit = try run(tinsmith, "call", "c.wasm", "raw", "--output", "pp")
      #expect(explicit.status == 1 && explicit.output.isEmpty)
    }
  }

  @Test func besideTheModule() throws {
    try inFolder { tinsmith in
      try tinsmith.write(Self.interface, to: "c.did")
      let echo = try run(tinsmith, "call", "c.wasm", "echo", "-1_000")
      #expect(echo.outputText == "(-1_000 : int)\n" && echo.errorText.isEmpty)
      let surplus = try run(tinsmith, "call", "c.wasm", "echo", "(1, 2, \"x\")")
      #expect(surplus.outputText == "(1 : int)\n")
      #expect(surplus.errorText == "warning: echo takes (int): the last 2 arguments are not sent\n")
      let none = try run(tinsmith, "call", "c.wasm", "count", "5")
      #expect(none.status == 2 && none.errorText.contains(": the method takes no arguments\n"))
      #expect(try run(tinsmith, "call", "c.wasm", "count", "()").outputText == "(5 : nat)\n")

      try tinsmith.write("service : { echo : (int) -> (text) query }", to: "c.did")
      let unknown = try run(tinsmith, "call", "c.wasm", "count", "5")
      #expect(unknown.errorText.hasPrefix("warning: the interface says nothing of count: "))
      let other = try run(tinsmith, "call", "c.wasm", "echo", "7")
      #expect(other.isSuccess && other.outputText == "(7 : int)\n")
      #expect(other.errorText.hasPrefix("note: the reply is not of the types that the interface"))
    }
  }

  @Test func rememberedFromTheInstallation() throws {
    try inFolder { tinsmith in
      try tinsmith.write(Self.interface, to: "other.did")
      #expect(try run(tinsmith, "install", "c.wasm", "--did", "other.did").isSuccess)
      #expect(try run(tinsmith, "install", "c.wasm").isSuccess)
      #expect(try run(tinsmith, "call", "c.wasm", "echo", "3").errorText.isEmpty)
      try FileManager.default.removeItem(at: tinsmith.folder.appending(path: "other.did"))
      let gone = try run(tinsmith, "call", "c.wasm", "echo", "3")
      #expect(gone.outputText == "(3 : int)\n")
      #expect(gone.errorText.contains("other.did, the interface that the canister was installed"))
    }
  }

  /// What older tools made has the interface as a method's answer.
  @Test func byQuery() throws {
    let text = "service:{echo:(nat8)->(nat8)query}"
    let hack = """
      (data (i32.const 256) "DIDL\\00\\01\\71\\\(String(text.utf8.count, radix: 16))\(text)")
      (func (export "canister_query __get_candid_interface_tmp_hack")
        (call $append (i32.const 256) (i32.const \(text.utf8.count + 8))) (call $reply))
      """
    try inFolder(hack) { tinsmith in
      let echo = try run(tinsmith, "call", "c.wasm", "echo", "200")
      #expect(echo.outputText == "(200 : nat8)\n" && echo.errorText.isEmpty)
      #expect(try run(tinsmith, "call", "c.wasm", "echo", "300").status == 2)
    }
  }

  @Test func otherModulesOnDisk() throws {
    try inFolder { tinsmith in
      #expect(try run(tinsmith, "call", "c.wasm", "count").errorText.isEmpty)
      try tinsmith.write(try WasmTools.parse(Self.module("(func)")), to: "c.wasm")
      let note = "note: c.wasm is not the installed module; `tinsmith install c.wasm` upgrades"
      #expect(try run(tinsmith, "call", "c.wasm", "count").errorText.hasPrefix(note))
      #expect(try run(tinsmith, "install", "c.wasm").isSuccess)
      #expect(try run(tinsmith, "call", "c.wasm", "count").errorText.isEmpty)
    }
  }

  @Test func mistakes() throws {
    try inFolder { tinsmith in
      for (arguments, text) in [
        (["call", "absent.wasm", "count"], "absent.wasm: there is no such file, and no canister"),
        (["call", "c.wasm", "echo", "--ouput"], "Unknown option '--ouput'"),
        (["call", "c.wasm", "echo", "-x"], "Unknown option '-x'"),
        (["call", "c.wasm", "echo", "1", "2"], "several values stand in parentheses"),
        (
          ["call", "c.wasm", "echo", "1", "--did", "no.did"], "no.did: can't be read: No such file"
        ),
      ] {
        let outcome = try tinsmith.run(arguments)
        #expect(outcome.status == 2 && outcome.errorText.contains(text), "\(outcome.errorText)")
      }
    }
  }

  @Test func validationGoesOn() throws {
    try inFolder { tinsmith in
      try tinsmith.write("no module", to: "bad.wasm")
      let outcome = try tinsmith.run("validate", "bad.wasm", "absent.wasm", "c.wasm", "bad.wasm")
      #expect(outcome.status == 1)
      let lines = outcome.errorText.split(separator: "\n")
      #expect(lines.count == 3 && lines.allSatisfy { $0.hasPrefix("error: ") })
      #expect(lines[1].contains("absent.wasm"))
      #expect(try tinsmith.run("validate", "c.wasm", "c.wasm").isSuccess)
    }
  }

  @Test func wasmToolsThatAreMissing() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write("(module)", to: "m.wat")
      let named = try tinsmith.run("invoke", "m.wat", environment: ["WASM_TOOLS": "/no/such"])
      #expect(named.status == 1 && named.errorText.contains("there is no program /no/such"))
    }
  }

  @Test func filesWithBlanksInScripts() throws {
    try inFolder { tinsmith in
      try tinsmith.write(try tinsmith.read("c.wasm"), to: "my \"c\".wasm")
      try tinsmith.write(
        #"install rwlgt-iiaaa-aaaaa-aaaaa-cai "my \"c\".wasm" 0x"# + "\n"
          + #"query rwlgt-iiaaa-aaaaa-aaaaa-cai "count" 0x"#, to: "c.drun")
      let outcome = try run(tinsmith, "run", "c.drun")
      #expect(outcome.outputText.hasSuffix("Ok: Reply: 0x4449444c00017d05\n"))
    }
  }
}
