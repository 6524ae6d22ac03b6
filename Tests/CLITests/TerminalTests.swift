import Foundation
import TestSupport
import Testing

/// What canisters and their authors choose reaches a terminal without what steers it, and all else
/// as it is.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct TerminalTests {
  /// Bytes that are no text, and text with an escape sequence, a C1 control character, a return and
  /// a character that turns the order of letters around.
  private static let module = """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "debug_print" (func $print (param i32 i32)))
      (import "ic0" "trap" (func $trap (param i32 i32)))
      (memory 1)
      (data (i32.const 0) "\\ff\\00\\fe")
      (data (i32.const 16) "a\\1b[2Jb\\c2\\9bc\\e2\\80\\aed\\0de")
      (func (export "canister_update print")
        (call $print (i32.const 0) (i32.const 3)) (call $print (i32.const 16) (i32.const 15))
        (call $append (i32.const 16) (i32.const 15)) (call $reply))
      (func (export "canister_update trap") (call $trap (i32.const 16) (i32.const 15)))
      (func (export "canister_query \\1b[31mred") (call $reply))
      (@custom "icp:public \\1b[1mbold" "x\\1b[1m"))
    """
  private static let visible = "a\\u{1b}[2Jb\\u{9b}c\\u{202e}d\\u{d}e"
  private static let original = "a\u{1B}[2Jb\u{9B}c\u{202E}d\re"
  private static let interpreter = ["--engine", "interpreter"]

  private func inFolder(_ body: (Tinsmith) throws -> Void) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Self.module), to: "c.wasm")
      try body(tinsmith)
    }
  }

  /// What the program shows on a terminal, without colours of its own.
  private func shown(_ tinsmith: Tinsmith, _ arguments: [String]) throws -> String {
    try Pseudoterminal.run(
      Tinsmith.program, arguments,
      environment: tinsmith.environment.merging(["NO_COLOR": "1"]) { $1 },
      directory: tinsmith.folder)
  }

  @Test func installedCanisters() throws {
    try inFolder { tinsmith in
      #expect(try tinsmith.run(["install", "c.wasm"] + Self.interpreter).isSuccess)
      let call = ["call", "c.wasm", "print", "--output", "raw"] + Self.interpreter
      let piped = try tinsmith.run(call)
      #expect(piped.errorOutput == [0xFF, 0, 0xFE, 0x0A] + Array("\(Self.original)\n".utf8))
      let onTerminal = try shown(tinsmith, call)
      #expect(onTerminal.hasPrefix("\\xff\\u{0}\\xfe\n\(Self.visible)\n"), "\(onTerminal)")

      let trap = try shown(tinsmith, ["call", "c.wasm", "trap"] + Self.interpreter)
      #expect(trap.contains("with message: '\(Self.visible)'"), "\(trap)")
      let unknown = try shown(tinsmith, ["call", "c.wasm", "print2"] + Self.interpreter)
      #expect(unknown.contains("\\u{1b}[31mred (query)"), "\(unknown)")
      for arguments in [["metadata", "c.wasm"], ["inspect", "c.wasm"]] {
        #expect(try shown(tinsmith, arguments).contains("\\u{1b}[1mbold"))
        #expect(try tinsmith.run(arguments).outputText.contains("\u{1B}[1mbold"))
      }
      #expect(try shown(tinsmith, ["metadata", "c.wasm", "\u{1B}[1mbold"]) == "x\\u{1b}[1m")
    }
  }

  /// The log keeps bytes, from one call to the next.
  @Test func logs() throws {
    try inFolder { tinsmith in
      #expect(try tinsmith.run(["install", "c.wasm"] + Self.interpreter).isSuccess)
      for _ in 0..<2 {
        #expect(
          try tinsmith.run(["call", "c.wasm", "print", "--output", "raw"] + Self.interpreter)
            .isSuccess)
      }
      let lines = try tinsmith.run("logs", "c.wasm", "--json").outputText.split(separator: "\n")
      struct Record: Decodable {
        let content: String
        let hex: String?
      }
      let records = try lines.map { try JSONDecoder().decode(Record.self, from: Data($0.utf8)) }
      #expect(records.map(\.hex) == ["ff00fe", nil, "ff00fe", nil])
      #expect(records[1].content == Self.original)
      #expect(try tinsmith.run("logs", "c.wasm").outputText.contains("]: (bytes) 0xff00fe\n"))
      let onTerminal = try shown(tinsmith, ["logs", "c.wasm", "--json"])
      #expect(!onTerminal.contains("\u{9B}") && onTerminal.contains("\\u009b"))
    }
  }

  @Test func scripts() throws {
    try inFolder { tinsmith in
      let canister = "rwlgt-iiaaa-aaaaa-aaaaa-cai"
      try tinsmith.write(
        "install \(canister) c.wasm 0x\ningress \(canister) print 0x\n", to: "c.drun")
      let run = ["run", "c.drun"] + Self.interpreter
      let piped = try tinsmith.run(run).output
      let line = Array("[Canister \(canister)] ".utf8)
      for content in [[0xFF, 0, 0xFE], Array(Self.original.utf8)] {
        let bytes = line + content + [0x0A]
        #expect(piped.indices.contains { piped[$0...].starts(with: bytes) })
      }
      let onTerminal = try shown(tinsmith, run)
      #expect(onTerminal.contains("] \\xff\\u{0}\\xfe\n"))
      #expect(onTerminal.contains("] \(Self.visible)\n"))
      let json = try tinsmith.run(run + ["--json"]).outputText
      #expect(json.contains(#""hex":"ff00fe""#))
      #expect(try shown(tinsmith, run + ["--json"]).contains("\\u001b[2Jb\\u009bc\\u202ed\\re"))
    }
  }

  /// The same of a canister that is a program by itself; and its answers are digits there.
  @Test func programs() throws {
    try inFolder { tinsmith in
      let words = ["interpret", "c.wasm", "update", "print", "--install", ""]
      let piped = try tinsmith.run(words)
      #expect(piped.output == Array(Self.original.utf8))
      #expect(piped.errorOutput.starts(with: [0xFF, 0, 0xFE, 0x0A]))
      let digits = Self.original.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      #expect(
        try shown(tinsmith, words) == "\\xff\\u{0}\\xfe\n\(Self.visible)\n\(digits)\n")
      #expect(
        try shown(tinsmith, ["interpret", "c.wasm", "methods"]).contains("query \\u{1b}[31mred\n"))
      let trap = try shown(tinsmith, ["interpret", "c.wasm", "update", "trap", "--install", ""])
      #expect(trap.contains("message: '\(Self.visible)'"), "\(trap)")
    }
  }

  /// Styles are this program's own: other text has none.
  @Test func errorsAreStyled() throws {
    try inFolder { tinsmith in
      let text = try Pseudoterminal.run(
        URL(filePath: "/usr/bin/env"),
        ["-u", "NO_COLOR", Tinsmith.program.path, "call", "\u{1B}[1mx.wasm", "m"],
        directory: tinsmith.folder)
      #expect(text.hasPrefix("\u{1B}[1;31merror: \u{1B}[0m\\u{1b}[1mx.wasm"), "\(text)")
    }
  }
}
