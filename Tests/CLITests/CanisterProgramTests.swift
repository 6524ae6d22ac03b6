import Foundation
import TestSupport
import Testing

/// The three kinds of program that are a canister answer the same words in the same way.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct CanisterProgramTests {
  /// A program that is a canister: an executable, or this one with words for a start.
  struct Program {
    let url: URL
    var words: [String] = []
    var environment: [String: String] = [:]

    func run(_ more: String...) throws -> Subprocess.Outcome {
      try Subprocess.run(url, words + more, environment: environment)
    }
  }

  /// The programs for a canister in text format: linked, loaded, and interpreted.
  func withPrograms(
    _ text: String, _ body: (_ folder: URL, _ programs: [Program]) throws -> Void
  ) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(text), to: "canister.wasm")
      for words in [["-o", "linked"], ["--emit", "object"]] {
        let outcome = try tinsmith.run(["compile", "canister.wasm"] + words)
        try #require(outcome.isSuccess, "\(outcome.errorText)")
      }
      let path = tinsmith.folder.appending(path: "canister").path
      try body(
        tinsmith.folder,
        [
          Program(url: tinsmith.folder.appending(path: "linked")),
          Program(
            url: Tinsmith.program, words: ["load", "\(path).o"], environment: tinsmith.environment),
          Program(url: Tinsmith.program, words: ["interpret", "\(path).wasm"]),
        ])
    }
  }

  @Test func helpNamesTheProgram() throws {
    try withPrograms(Modules.counter) { folder, programs in
      for (program, name) in zip(programs, ["\(folder.path)/linked", "tinsmith load", "tinsmith"]) {
        let help = try program.run("--help")
        #expect(help.status == 0 && help.outputText.hasPrefix("usage: \(name)"))
      }
    }
  }

  @Test func wordsAreThoseOfExecutables() throws {
    try withPrograms(Modules.counter) { _, programs in
      for program in programs.dropFirst() {
        for (kind, method) in [
          ("update", "inc"), ("update", "trap"), ("update", "refuse"), ("query", "no"),
        ] {
          let expected = try programs[0].run("--install", "", kind, method)
          let actual = try program.run("--install", "", kind, method)
          #expect(actual.status == expected.status && actual.output == expected.output)
          #expect(actual.errorText == expected.errorText)
        }
        let mistake = try program.run("dance")
        #expect(mistake.status == 2 && mistake.errorText.contains("dance"))
      }
    }
  }

  @Test func eachGoesOnWithTheOthersState() throws {
    try withPrograms(Modules.counter) { folder, programs in
      let state = folder.appending(path: "state").path
      #expect(try programs[0].run("install", "--state", state).isSuccess)
      for round in 0..<3 {
        for (index, program) in programs.enumerated() {
          let outcome = try program.run("update", "inc", "--state", state)
          let expected: [UInt8] = [UInt8(programs.count * round + index + 1), 0, 0, 0]
          #expect(outcome.output == expected, "\(outcome.errorText)")
        }
      }
    }
  }

  @Test func eachUpgradesFromAnExecutable() throws {
    try withPrograms(Modules.upgrader) { folder, programs in
      for (index, program) in programs.enumerated() {
        let state = folder.appending(path: "\(index).state").path
        #expect(try programs[0].run("install", "--state", state).isSuccess)
        #expect(try programs[0].run("update", "set", "--arg", "09", "--state", state).isSuccess)
        let upgrade = try program.run("upgrade", "--from", programs[0].url.path, "--state", state)
        #expect(upgrade.isSuccess, "\(upgrade.errorText)")
        for reader in programs {
          #expect(try reader.run("query", "get", "--state", state).output == [9])
        }
      }
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
    try withPrograms(Self.edges) { folder, programs in
      let answers = try programs.enumerated().map { index, program in
        let state = folder.appending(path: "\(index).state").path
        #expect(try program.run("install", "--state", state).isSuccess)
        return try methods.map { method in
          let outcome = try program.run("update", method, "--state", state)
          return "\(method): \(outcome.status) \(outcome.output) \(outcome.errorText)"
        }
      }
      #expect(answers[1] == answers[0] && answers[2] == answers[0])
      let traps = answers[1].filter { $0.contains("IC0502: Canister trapped: ") }
      #expect(traps.count == 5, "\(traps)")
      #expect(answers[1][4].contains("stack overflow"))
      #expect(answers[1][5] == "deep: 0 [] ")
    }
  }
}
