import TestSupport
import Testing

struct HelpTests {
  @Test(arguments: [
    (["--help"], "tinsmith compile ledger.wasm -o ledger"),
    (["compile", "--help"], "-O3 --cpu native"),
    (["inspect", "--help"], "jq .methods.update"),
    (["run", "--help"], "install CANISTER_ID WASM_FILE PAYLOAD"),
    (["help", "run"], "timer"),
    (["replay", "--help"], "replay test.recording --engine interpreter"),
    (["compare", "--help"], "--engines call,inline"),
    (["invoke", "--help"], "invoke math.wasm gcd 48 -18"),
    (["interpret", "--help"], "interpret kv.wasm query len"),
    (["install", "--help"], "--argument-file init.args --mode reinstall"),
    (["call", "--help"], "call ledger.wasm icrc1_balance_of"),
    (["tick", "--help"], "tick clock.wasm --rounds 10"),
    (["status", "--help"], "jq .stable_memory_size"), (["logs", "--help"], "newest 4 KiB"),
    (["metadata", "--help"], "candid:service > kv.did"), (["state", "--help"], "--copy before"),
    (["canister", "--help"], "canister settings update ledger --freezing-threshold 7776000"),
    (["canister", "snapshot", "--help"], "snapshot list ledger"),
    (["network", "--help"], "network time --advance 7d && tinsmith tick"),
    (["validate", "--help"], "validate ledger.wasm.gz"),
    (["bench", "--help"], "tinsmith bench btree --persist"),
    (["spec", "--help"], "tinsmith spec testsuite --base constant -O3 --no-strict"),
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
    (["compil"], "there is no command compil; did you mean compile?"),
    (["publish"], "there is no command publish; `tinsmith --help` lists them"),
    (["compile"], "<module>"),
    (["compile", "a.wasm", "-O4"], "-O"),
    (["compile", "a.wasm", "--cpu", "z80"], "z80"),
    (["compile", "a.wasm", "--emit", "paper"], "llvm-ir"),
    (["compile", "a.wasm", "--stable", "maybe"], "inline"),
    (["install", "a.wasm", "--mode", "slowly"], "reinstall"),
    (["call", "a.wasm"], "<method>"), (["call", "a.wasm", "m", "--output", "xml"], "json"),
    (["state", "a.wasm", "--reset", "--copy", "b"], "--copy"),
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
