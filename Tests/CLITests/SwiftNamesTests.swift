import Foundation
import TestSupport
import Testing

/// Names of Swift in backtraces, in both engines.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct SwiftNamesTests {
  /// Names that swiftc 6.3 made, and what its `swift demangle -simplified` prints.
  static let names = [
    ("$e4main10incAndTrapyyF", "incAndTrap()"),
    ("$e4main3incyyFTm", "inc()"),
    ("_$s4main1fyyF", "f()"),
    ("$S4main1fyyF", "f()"),
    ("$s4main3useySbAA4KeptCKF", "use(_:)"),
    ("$s4main4KeptC5laterSiyYaKF", "Kept.later()"),
    ("$s4main4KeptC5namesSaySSGvM.resume.0", "Kept.names.modify"),
    ("$s4main5PointV1poiyACyxGAE_AEtFZ", "static Point.+ infix(_:_:)"),
    ("$s4main5PointV4areaySSqd__SQRd__lF", "Point.area<A>(_:)"),
    ("$s4main5PointVyxSicisTf4ndn_n", "specialized Point.subscript.setter"),
    ("$sSa4mainAA4KeptCRszlE9firstName2orS2SyXK_tF", "Array<A>.firstName(or:)"),
    ("$s4main009Gre_GkaIiOMa", "type metadata accessor for Größe"),
    (
      "$s4main009Gre_GkaIiOs5ErrorAAsADP7_domainSSvgTW",
      "protocol witness for Error._domain.getter in conformance Größe"
    ),
    (nested(3), "type metadata for P<P<P<Int, Int>, P<Int, Int>>, P<P<Int, Int>, P<Int, Int>>>"),
  ]

  /// Names that are left as they are: of nothing, with more behind, too long, of too long a text.
  static let refused = [
    "$s", "$sgarbage", "$s4main1fyyF\u{7F}", "$s4main1fyyF g", "$s4main1fyyé", "$t4main1fyyF",
    "$s4main1fyySi" + String(repeating: "Sg", count: 600) + "F",
    "$s" + String(repeating: "m", count: 3_000), nested(10),
  ]

  /// A name with a type of 2^depth parts, since each level has the one below twice.
  private static func nested(_ depth: Int) -> String {
    let again = (0..<depth - 1).map { "A" + letters[$0] + "G" }
    let first = String(repeating: "ACy", count: depth - 1) + "S2iG"
    return "$s4main1PVy" + first + again.joined() + "N"
  }

  private static let letters =
    "DEFGHIJKLMNOPQRSTUVWXYZ".map(String.init) + ["_"] + (0..<40).map { "\($0)_" }

  /// A canister that traps below functions with these names, the first innermost.
  private static func module(_ names: [String]) throws -> [UInt8] {
    let functions = names.enumerated().map { index, name in
      let text = name.utf8.map { byte in
        let digits = String(byte, radix: 16)
        return byte < 16 ? "\\0\(digits)" : "\\\(digits)"
      }
      let body = index == 0 ? "unreachable" : "(call \(index - 1)) (call $next)"
      return "(func (@name \"\(text.joined())\") \(body))"
    }
    return try WasmTools.parse(
      """
      (module (memory 1)
        \(functions.joined(separator: "\n"))
        (func $go (export "canister_update go") (call \(names.count - 1)) (call $next))
        (func $next (i32.store (i32.const 0) (i32.const 1))))
      """)
  }

  private static let id = "rwlgt-iiaaa-aaaaa-aaaaa-cai"
  private static let script = "install \(id) t.wasm 0x\ningress \(id) go 0x\n"

  private func expect(_ frames: [String], of outcome: Subprocess.Outcome) {
    let backtrace = "Canister Backtrace:\n" + (frames + ["go\n"]).joined(separator: "\n")
    let text = outcome.outputText + outcome.errorText
    #expect(text.contains(backtrace), "\(text)")
  }

  @Test(arguments: Tinsmith.engines)
  func allEnginesShowWhatTheyStandFor(options: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      let names = Self.names + Self.refused.map { ($0, $0) }
      try tinsmith.write(Self.module(names.map(\.0)), to: "t.wasm")
      for _ in 1...2 {  // What is in the cache is taken from there.
        let outcome = try tinsmith.run(["run", "-"] + options, input: Self.script)
        expect(names.map(\.1), of: outcome)
      }
    }
  }

  @Test func soDoExecutablesAndTheInterpreterAlone() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(Self.module(Self.names.map(\.0)), to: "t.wasm")
      let words = ["update", "go", "--install", ""]
      try expect(
        Self.names.map(\.1), of: tinsmith.run(["interpret", "t.wasm"] + words))
      #expect(try tinsmith.run("compile", "t.wasm", "-o", "t").isSuccess)
      let program = tinsmith.folder.appending(path: "t")
      try expect(Self.names.map(\.1), of: Subprocess.run(program, words))
    }
  }

  /// The demangler ends at a name that stands for more than a memory holds.
  @Test(arguments: [["--loader", "memory"], ["--engine", "interpreter"]])
  func namesFromWhereItEndsStayAsTheyAre(options: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      let names = ["$s4main1fyyF", Self.nested(60), "$s4main1gyyF"]
      try tinsmith.write(Self.module(names), to: "t.wasm")
      let outcome = try tinsmith.run(["run", "-"] + options, input: Self.script)
      expect(["f()"] + names.dropFirst(), of: outcome)
      #expect(outcome.errorText.isEmpty)
    }
  }
}
