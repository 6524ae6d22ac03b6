import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct InterpretCommandTests {
  /// A program that is a canister: compiled, or this one with words for a start.
  struct Program {
    let url: URL
    var words: [String] = []

    func run(_ more: String...) throws -> Subprocess.Outcome {
      try Subprocess.run(url, words + more)
    }
  }

  /// Both kinds of program for a canister in text format.
  func withPrograms(
    _ text: String,
    _ body: (_ folder: URL, _ native: Program, _ interpreted: Program) throws -> Void
  ) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(text), to: "canister.wasm")
      let outcome = try tinsmith.run("compile", "canister.wasm", "-o", "native")
      try #require(outcome.isSuccess)
      let path = tinsmith.folder.appending(path: "canister.wasm").path
      try body(
        tinsmith.folder, Program(url: tinsmith.folder.appending(path: "native")),
        Program(url: Tinsmith.program, words: ["interpret", path]))
    }
  }

  @Test func wordsAreThoseOfExecutables() throws {
    try withPrograms(Modules.counter) { _, native, interpreted in
      let help = try interpreted.run("--help")
      #expect(help.status == 0 && help.outputText.hasPrefix("usage: tinsmith interpret /"))
      for (kind, method) in [
        ("update", "inc"), ("update", "trap"), ("update", "refuse"), ("query", "no"),
      ] {
        let expected = try native.run("--install", "", kind, method)
        let actual = try interpreted.run("--install", "", kind, method)
        #expect(actual.status == expected.status && actual.output == expected.output)
        #expect(actual.errorText == expected.errorText)
      }
      let mistake = try interpreted.run("dance")
      #expect(mistake.status == 2 && mistake.errorText.contains("dance"))
    }
  }

  @Test func enginesGoOnWithEachOthersState() throws {
    try withPrograms(Modules.counter) { folder, native, interpreted in
      let state = folder.appending(path: "state").path
      #expect(try native.run("install", "--state", state).isSuccess)
      for round in 0..<3 {
        for (index, program) in [native, interpreted].enumerated() {
          let outcome = try program.run("update", "inc", "--state", state)
          let expected: [UInt8] = [UInt8(2 * round + index + 1), 0, 0, 0]
          #expect(outcome.output == expected, "\(outcome.errorText)")
        }
      }
    }
  }

  @Test func enginesUpgradeFromEachOther() throws {
    try withPrograms(Modules.upgrader) { folder, native, interpreted in
      let state = folder.appending(path: "state").path
      #expect(try native.run("install", "--state", state).isSuccess)
      #expect(try native.run("update", "set", "--arg", "09", "--state", state).isSuccess)
      let upgrade = try interpreted.run("upgrade", "--from", native.url.path, "--state", state)
      #expect(upgrade.isSuccess, "\(upgrade.errorText)")
      #expect(try interpreted.run("query", "get", "--state", state).output == [9])
      #expect(try native.run("query", "get", "--state", state).output == [9])
    }
  }

  @Test func modulesThatAreNoCanistersAreRefused() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Modules.wasi), to: "wasi.wasm")
      let outcome = try tinsmith.run("interpret", "wasi.wasm", "methods")
      #expect(outcome.status == 1 && outcome.output.isEmpty)
      #expect(outcome.errorText.contains("wasi.wasm: ") && outcome.errorText.contains("wasi2ic"))
    }
  }

  /// What lasts for one message only, what ends one, and what lasts.
  static let edges = """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "stable64_grow" (func $grow (param i64) (result i64)))
      (import "ic0" "stable64_write" (func $write (param i64 i64 i64)))
      (import "ic0" "stable64_read" (func $read (param i64 i64 i64)))
      (memory 1)
      (global $narrow (mut i32) (i32.const 7))
      (global $wide (mut v128) (v128.const i64x2 1 2))
      (data $passive "abc")
      (func $answer (param i32) (call $append (i32.const 0) (local.get 0)) (call $reply))
      (func (export "canister_update segment")
        (memory.init $passive (i32.const 0) (i32.const 0) (i32.const 3))
        (data.drop $passive)
        (call $answer (i32.const 3)))
      (func (export "canister_update dropped")
        (data.drop $passive)
        (memory.init $passive (i32.const 0) (i32.const 0) (i32.const 3)))
      (func $recurse (call $recurse) (call $recurse))
      (func (export "canister_update recurse") (call $recurse))
      (func (export "canister_update deep") (call $down (i32.const 100000))
        (call $answer (i32.const 0)))
      (func $down (param i32)
        (if (local.get 0) (then (call $down (i32.sub (local.get 0) (i32.const 1))) (nop))))
      (func (export "canister_update globals")
        (global.set $narrow (i32.sub (global.get $narrow) (i32.const 8)))
        (global.set $wide (i64x2.add (global.get $wide) (v128.const i64x2 -2 5)))
        (i32.store (i32.const 0) (global.get $narrow))
        (v128.store (i32.const 4) (global.get $wide))
        (call $answer (i32.const 20)))
      (func (export "canister_update spoilt")
        (global.set $narrow (i32.const 99))
        (global.set $wide (v128.const i64x2 9 9))
        (drop (memory.grow (i32.const 3)))
        (drop (call $grow (i64.const 2)))
        (i32.store (i32.const 200000) (i32.const -1))
        (unreachable))
      (func (export "canister_update past")
        (drop (i32.load (i32.const 65533))))
      (func (export "canister_update stable") (local $n i64)
        (drop (call $grow (i64.const 1)))
        (call $write (i64.const 3) (i64.const 0) (i64.const 8))
        (call $read (i64.const 65530) (i64.const 0) (i64.const 8))))
    """

  @Test func edgesAreThoseOfNativeCode() throws {
    let methods = [
      "segment", "segment", "dropped", "segment", "recurse", "deep", "globals", "spoilt",
      "globals", "past", "stable", "globals",
    ]
    try withPrograms(Self.edges) { folder, native, interpreted in
      let answers = try [native, interpreted].map { program in
        let state = folder.appending(path: program.words.isEmpty ? "native" + ".state" : "state")
          .path
        #expect(try program.run("install", "--state", state).isSuccess)
        return try methods.map { method in
          let outcome = try program.run("update", method, "--state", state)
          return "\(method): \(outcome.status) \(outcome.output) \(outcome.errorText)"
        }
      }
      #expect(answers[0] == answers[1])
      let traps = answers[1].filter { $0.contains("IC0502: Canister trapped: ") }
      #expect(traps.count == 5, "\(traps)")
      #expect(answers[1][4].contains("stack overflow"))
      #expect(answers[1][5] == "deep: 0 [] ")
    }
  }
}
