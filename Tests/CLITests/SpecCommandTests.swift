import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: WasmTools.isAvailable, Comment(rawValue: WasmTools.absence)))
struct SpecCommandTests {
  private static let script = """
    (module (func (export "one") (result i32) (i32.const 1)))
    (assert_return (invoke "one") (i32.const 1))
    (assert_malformed (module quote "(func") "unexpected token")
    """
  private static let wrong = "\n(assert_return (invoke \"one\") (i32.const 2))"

  private var environment: [String: String] {
    ["WASM_TOOLS": WasmTools.program?.path(percentEncoded: false) ?? ""]
  }

  @Test(arguments: [
    [], ["--engine", "interpreter"], ["--base", "constant"], ["--no-strict", "-O2"],
  ])
  func counts(options: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(Self.script, to: "a.wast")
      try tinsmith.write(Self.script + Self.wrong, to: "b.wast")
      let good = try tinsmith.run(["spec", "a.wast"] + options, environment: environment)
      #expect(good.status == 0, "\(good.errorText)")
      #expect(good.outputText == "2 passed, 0 failed, 1 skipped\n")
      let bad = try tinsmith.run(["spec", "."] + options, environment: environment)
      #expect(bad.status == 1)
      #expect(
        bad.outputText.contains("b.wast:4: expected one to return [i32:0x2], found [i32:0x1]"))
      #expect(bad.outputText.hasSuffix("\n4 passed, 1 failed, 2 skipped\n"))
    }
  }

  @Test func writesJSON() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(Self.script + Self.wrong, to: "b.wast")
      let outcome = try tinsmith.run(["spec", "b.wast", "--json"], environment: environment)
      #expect(outcome.status == 1)
      let object = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
      #expect(object?["script"] as? String == "b.wast")
      #expect(object?["passed"] as? Int == 2 && object?["failed"] as? Int == 1)
      #expect((object?["failures"] as? [String])?.count == 1)
    }
  }

  @Test func textThatIsNoScriptFails() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write("(modul", to: "c.wast")
      let outcome = try tinsmith.run(["spec", "c.wast"], environment: environment)
      #expect(outcome.status == 1)
      #expect(outcome.outputText.hasPrefix("c.wast: "))
      #expect(outcome.outputText.hasSuffix("0 passed, 1 failed, 0 skipped\n"))
    }
  }
}
