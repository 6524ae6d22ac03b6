import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: WasmTools.isAvailable, Comment(rawValue: WasmTools.absence)))
struct InvokeCommandTests {
  private static let module = """
    (module
      (memory 1)
      (func (export "gcd") (param $a i32) (param $b i32) (result i32)
        (if (result i32) (i32.eqz (local.get $b)) (then (local.get $a))
          (else (return_call 0 (local.get $b) (i32.rem_s (local.get $a) (local.get $b))))))
      (func (export "i32") (param i32) (result i32) (local.get 0))
      (func (export "i64") (param i64) (result i64) (local.get 0))
      (func (export "f32") (param f32) (result f32) (local.get 0))
      (func (export "f64") (param f64) (result f64) (local.get 0))
      (func (export "double") (param v128) (result v128)
        (i8x16.add (local.get 0) (local.get 0)))
      (func (export "refs") (param funcref externref) (result externref funcref)
        (local.get 1) (local.get 0))
      (func (export "divide") (param i64 i64) (result i64)
        (i64.div_s (local.get 0) (local.get 1)))
      (func $recurse (export "recurse") (result i32) (i32.add (call $recurse) (i32.const 1)))
      (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
      (func (export "spin") (loop $again (br $again)))
      (func (export "nothing")))
    """

  private static let forms = [
    [], ["--base", "parameter", "-O0"], ["--engine", "interpreter"],
  ]

  private func withModule(
    _ text: String = Self.module, _ body: (Tinsmith) throws -> Void
  ) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(text), to: "m.wasm")
      try body(tinsmith)
      #expect(try tinsmith.files() == ["m.wasm"] && tinsmith.leftovers().isEmpty)
    }
  }

  @Test(arguments: forms)
  func resultsAreShown(form: [String]) throws {
    try withModule { tinsmith in
      for (words, expected) in [
        (["gcd", "48", "-18"], "-6\n"), (["refs", "null", "null"], "null\nnull\n"),
        (["nothing"], ""),
        (["double", "0x000102030405060708090a0b0c0d0eff"], "0x00020406080a0c0e10121416181a1cfe\n"),
      ] {
        let outcome = try tinsmith.run(["invoke", "m.wasm"] + words + form)
        #expect(outcome.isSuccess && outcome.errorText.isEmpty, "\(outcome.errorText)")
        #expect(outcome.outputText == expected)
      }
    }
  }

  @Test(arguments: [
    ("i32", "-2147483648", "-2147483648"), ("i32", "4294967295", "-1"), ("i32", "0xff", "255"),
    ("i32", "-0x80000000", "-2147483648"), ("i64", "18446744073709551615", "-1"),
    ("i64", "+7", "7"), ("f32", "0.1", "0.1"), ("f32", "-0", "-0.0"), ("f32", "0x1.8p3", "12.0"),
    ("f32", "-inf", "-inf"), ("f32", "nan", "nan"), ("f32", "-nan:0x400001", "-nan:0x400001"),
    ("f64", "-1e-3", "-0.001"), ("f64", "5e-324", "5e-324"), ("f64", "nan:0x1", "nan:0x1"),
  ])
  func argumentsAreRead(function: String, argument: String, expected: String) throws {
    try withModule { tinsmith in
      for words in [[argument], [expected]] {
        let outcome = try tinsmith.run(
          ["invoke", "m.wasm", function] + words + ["--engine", "interpreter"])
        #expect(outcome.outputText == expected + "\n", "\(outcome.errorText)")
      }
    }
  }

  @Test(arguments: [
    ("i32", "4294967296"), ("i32", "-2147483649"), ("i32", "1.5"), ("i32", ""), ("i32", "--1"),
    ("i32", "0x"), ("i32", "+-1"), ("i64", "18446744073709551616"), ("f32", "1e39"),
    ("f32", "nan:0x0"), ("f32", "nan:0x800000"), ("f64", "nan(1)"), ("f64", "1e5x"),
    ("double", "0x00"), ("double", "0x+00102030405060708090a0b0c0d0eff"), ("refs", "7"),
  ])
  func argumentsThatAreNoneAreRefused(function: String, argument: String) throws {
    try withModule { tinsmith in
      let rest = function == "refs" ? ["null"] : []
      let outcome = try tinsmith.run(["invoke", "m.wasm", function, argument] + rest)
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(
        outcome.errorText.contains(argument == "--1" ? "Unknown option" : "argument 1 of"))
    }
  }

  @Test(arguments: forms)
  func trapsAreNamed(form: [String]) throws {
    try withModule { tinsmith in
      for (words, trap) in [
        (["divide", "7", "0"], "integer divide by zero"),
        (["divide", "-9223372036854775808", "-1"], "integer overflow"),
        (["recurse"], "call stack exhausted"), (["load", "65533"], "out of bounds memory access"),
      ] {
        let outcome = try tinsmith.run(["invoke", "m.wasm", "--json"] + words + form)
        #expect(outcome.status == 1 && outcome.outputText == "{\"trap\":\"\(trap)\"}\n")
        #expect(outcome.errorText == "error: m.wasm: \(words[0]): trap: \(trap)\n")
      }
    }
  }

  @Test func resultsForPrograms() throws {
    try withModule { tinsmith in
      let outcome = try tinsmith.run("invoke", "m.wasm", "f64", "nan", "--json")
      #expect(outcome.outputText == #"{"results":[{"type":"f64","value":"nan"}]}"# + "\n")
    }
  }

  @Test func functionsAreListed() throws {
    try withModule { tinsmith in
      let outcome = try tinsmith.run("invoke", "m.wasm")
      #expect(outcome.outputText.hasPrefix("gcd [i32 i32] -> [i32]\ni32 [i32] -> [i32]\n"))
    }
  }

  @Test(arguments: [
    (["dividee", "1", "2"], 2, "exports no function dividee; did you mean divide?"),
    (["gcd", "1"], 2, "takes 2 arguments, not 1: gcd [i32 i32] -> [i32]"),
    (["i32", "1", "2"], 2, "takes 1 argument, not 2"),
    (["gcd", "1", "2", "--jsn"], 2, "Unknown option '--jsn'"),
  ])
  func mistakesAreNamed(words: [String], status: Int32, message: String) throws {
    try withModule { tinsmith in
      let outcome = try tinsmith.run(["invoke", "m.wasm"] + words)
      #expect(outcome.status == status && outcome.output.isEmpty)
      #expect(outcome.errorText.contains(message), "\(outcome.errorText)")
    }
  }

  @Test func functionsOfSmallModulesAreNamed() throws {
    try withModule(#"(module (func (export "one") (result f32) (f32.const 1)))"#) { tinsmith in
      let outcome = try tinsmith.run("invoke", "m.wasm", "zero")
      #expect(outcome.errorText.hasSuffix("zero\nThe functions are:\n  one [] -> [f32]\n"))
    }
  }

  @Test(arguments: [
    (#"(module (import "env" "now" (func)) (func (export "f")))"#, #"unknown import: "env" "now""#),
    (#"(module (import "ic0" "trap" (func)) (func (export "f")))"#, "`tinsmith interpret`"),
    (#"(module (func (export "f") (result i32)))"#, "function 0, offset 0x1f: type mismatch"),
    (#"(module (func $s unreachable) (start $s) (func (export "f")))"#, "trap: unreachable"),
  ])
  func modulesThatCannotRunAreRefused(text: String, message: String) throws {
    try withModule(text) { tinsmith in
      for form in Self.forms {
        let outcome = try tinsmith.run(["invoke", "m.wasm", "f"] + form)
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        #expect(outcome.errorText.contains(message), "\(outcome.errorText)")
      }
    }
  }

  @Test func textIsRead() throws {
    try Tinsmith.inFolder { tinsmith in
      let variables = ["WASM_TOOLS": try #require(WasmTools.program).path]
      try tinsmith.write(Self.module, to: "m.wat")
      let outcome = try tinsmith.run("invoke", "m.wat", "gcd", "9", "6", environment: variables)
      #expect(outcome.outputText == "3\n")
      try tinsmith.write("(module (func (resul i32)))", to: "bad.wat")
      let refusal = try tinsmith.run("invoke", "bad.wat", environment: variables)
      #expect(refusal.status == 1 && refusal.errorText.contains("bad.wat:1:16"))
      let absence = try tinsmith.run("invoke", "absent.wat", environment: variables)
      #expect(absence.status == 1 && absence.errorText.contains("No such file"))
    }
  }

  @Test(arguments: [[], ["--engine", "interpreter"]])
  func endlessFunctionsCanBeEnded(form: [String]) throws {
    try withModule { tinsmith in
      let process = Process()
      process.executableURL = Tinsmith.program
      process.arguments = ["invoke", "m.wasm", "spin"] + form
      process.currentDirectoryURL = tinsmith.folder
      try process.run()
      usleep(300_000)
      #expect(process.isRunning)
      kill(process.processIdentifier, SIGINT)
      for _ in 0..<500 where process.isRunning { usleep(10_000) }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGINT)
    }
  }
}
