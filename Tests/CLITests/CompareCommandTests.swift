import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct CompareCommandTests {
  static let script = """
    install $ID counter.wasm 0x
    ingress $ID inc 0x
    ingress $ID greet 0x
    ingress $ID trap 0x
    query $ID get 0x
    upgrade $ID counter.wasm 0x
    query $ID get 0x
    """.replacing("$ID", with: RunCommandTests.id)

  /// Runs the command beside the counter and its script.
  func compare(
    _ arguments: String..., check: (Tinsmith, Subprocess.Outcome) throws -> Void
  ) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      try tinsmith.write(Self.script, to: "counter.drun")
      try check(tinsmith, try tinsmith.run(["compare"] + arguments))
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }

  @Test(arguments: ["counter.drun", "counter.wasm"])
  func enginesAgree(path: String) throws {
    try compare(path, "--rounds", "2", "--html", "page.html") { tinsmith, outcome in
      #expect(outcome.status == 0 && outcome.errorText.isEmpty, "\(outcome.errorText)")
      let lines = outcome.outputText.split(separator: "\n")
      #expect(lines.count == 9 && lines[0].contains("interpreter ÷ inline"))
      #expect(lines[4].contains("update trap (IC0502)"))
      let page = String(decoding: try tinsmith.read("page.html"), as: UTF8.self)
      #expect(page.contains("All agree.") && page.contains("<h1>counter.drun</h1>"))
    }
  }

  @Test func objectsForPrograms() throws {
    try compare("counter.drun", "--json", "--rounds", "3", "--engines", "interpreter,call") {
      _, outcome in
      #expect(outcome.status == 0, "\(outcome.errorText)")
      let object = try JSONDecoder().decode(Object.self, from: Data(outcome.output))
      #expect(object.agree && object.engines == ["interpreter", "call"])
      #expect(object.messages.map(\.line) == [1, 2, 3, 4, 5, 6, 7])
      #expect(object.messages.map(\.result)[3...4] == ["IC0502", "reply"])
      for message in object.messages {
        #expect(message.nanoseconds.values.map(\.count) == [3, 3])
      }
    }
  }

  @Test func instructionsAreThoseOfEachWayToMeter() throws {
    let engines = ["interpreter", "inline", "call-reference", "inline-unmetered"]
    try compare("counter.drun", "--json", "--engines", engines.joined(separator: ",")) {
      _, outcome in
      #expect(outcome.status == 0, "\(outcome.errorText)")
      let object = try JSONDecoder().decode(Object.self, from: Data(outcome.output))
      #expect(object.engines == engines)
      let increment = object.messages[1].instructions
      #expect(engines.map { increment[$0] ?? 0 > 0 } == [true, true, true, false])
    }
  }

  /// Answers with what it has counted.
  static let observer = """
    (module
      (import "ic0" "performance_counter" (func $counter (param i32) (result i64)))
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (memory 1)
      (func (export "canister_query count")
        (i64.store (i32.const 0) (call $counter (i32.const 0)))
        (call $append (i32.const 0) (i32.const 8))
        (call $reply)))
    """

  @Test func disagreementIsReported() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Self.observer), to: "observer.wasm")
      let id = RunCommandTests.id
      try tinsmith.write(
        "install \(id) observer.wasm 0x\nquery \(id) count 0x", to: "observer.drun")
      let outcome = try tinsmith.run(
        "compare", "observer.drun", "--engines", "interpreter,interpreter-unmetered", "--json",
        "--html", "page.html")
      #expect(outcome.status == 1)
      #expect(
        outcome.errorText.hasPrefix(
          "mismatch: observer.drun:2: count: the replies differ from byte 0 on between interpreter "
            + "and interpreter-unmetered\n  interpreter            reply 0x"))
      #expect(
        outcome.errorText.contains(
          "\n  interpreter-unmetered  reply 0x0000000000000000\n"))
      #expect(
        outcome.errorText.hasSuffix(
          "\n  tinsmith run observer.drun --engine interpreter --metering off --state "
            + "interpreter-unmetered.state\n"))
      let object = try JSONDecoder().decode(Object.self, from: Data(outcome.output))
      #expect(!object.agree && object.messages.count == 1)
      let page = String(decoding: try tinsmith.read("page.html"), as: UTF8.self)
      #expect(page.contains("The engines do not agree.") && page.contains("from byte 0 on"))
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }

  private struct Object: Decodable {
    let agree: Bool
    let engines: [String]
    let messages: [Message]

    struct Message: Decodable {
      let line: Int
      let result: String
      let instructions: [String: UInt64]
      let nanoseconds: [String: [UInt64]]
    }
  }

  @Test(arguments: [
    (["other.wasm"], "there is no script other.drun"),
    (["missing.drun"], "missing.drun: can't be read"),
    (["counter.drun", "--rounds", "0"], "--rounds takes a number from 1"),
    (["counter.drun", "--engines", "inline,steam"], "inline,steam"),
    (["counter.drun", "--engines", "call,call"], "call,call"),
    (["counter.drun", "--engines", "interpreter-reference"], "interpreter-reference"),
  ])
  func mistakesAreNamed(arguments: [String], sentence: String) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(Self.script, to: "counter.drun")
      let outcome = try tinsmith.run(["compare"] + arguments)
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.errorText.contains(sentence), "\(outcome.errorText)")
    }
  }
}
