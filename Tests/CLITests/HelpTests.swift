import TestSupport
import Testing

struct HelpTests {
  @Test(arguments: [
    (["--help"], "tinsmith compile ledger.wasm -o ledger"),
    (["compile", "--help"], "-O3 --cpu native"),
    (["inspect", "--help"], "jq .methods.update"),
    (["run", "--help"], "install CANISTER_ID WASM_FILE PAYLOAD"),
    (["help", "run"], "timer"),
    (["compare", "--help"], "--engines call,inline"),
    (["interpret", "--help"], "interpret kv.wasm query len"),
    (["bench", "--help"], "tinsmith bench btree --persist"),
    (["spec", "--help"], "tinsmith spec testsuite --base constant -O3 --strict"),
  ])
  func helpTeaches(arguments: [String], example: String) throws {
    try Tinsmith.inFolder { tinsmith in
      let outcome = try tinsmith.run(arguments)
      #expect(outcome.status == 0 && outcome.errorText.isEmpty)
      #expect(outcome.outputText.contains(example))
    }
  }

  @Test func version() throws {
    try Tinsmith.inFolder { tinsmith in
      let outcome = try tinsmith.run("--version")
      #expect(outcome.outputText.hasPrefix("tinsmith 0."))
    }
  }

  @Test(arguments: [
    (["compil"], "compil"),
    (["compile"], "<module>"),
    (["compile", "a.wasm", "-O4"], "-O"),
    (["compile", "a.wasm", "--cpu", "z80"], "z80"),
    (["compile", "a.wasm", "--emit", "paper"], "llvm-ir"),
    (["compile", "a.wasm", "--stable", "maybe"], "inline"),
    (["run", "--fast", "a.drun"], "--fast"),
    (["run", "a.drun", "--engine", "steam"], "interpreter"),
    (["interpret"], "module"),
    (["spec", "absent"], "absent: there is no script"),
    (["spec", "a.wast", "--base", "none"], "constant"),
  ])
  func mistakesAreNamed(arguments: [String], word: String) throws {
    try Tinsmith.inFolder { tinsmith in
      let outcome = try tinsmith.run(arguments)
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.errorText.contains(word))
    }
  }
}
