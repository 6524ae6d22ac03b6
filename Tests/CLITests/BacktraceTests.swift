import Foundation
import TestSupport
import Testing

/// Backtraces of traps, in both engines and all forms of code.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct BacktraceTests {
  /// A canister that traps in every way there is, below functions that LLVM inlines.
  static let module = """
    (module
      (import "ic0" "trap" (func $ic0.trap (param i32 i32)))
      (import "ic0" "stable64_write" (func $stable64_write (param i64 i64 i64)))
      (import "ic0" "stable_size" (func $stable_size (result i32)))
      (import "ic0" "msg_cycles_available" (func $cycles (result i64)))
      (type $number (func (result i32)))
      (memory 1)
      (table 4 funcref)
      (elem (i32.const 0) $leaf)
      (data (i32.const 0) "uh oh")
      (func $leaf (result i32) unreachable)
      (func $_ZN3foo5inner17h05af221e174051e9E (param i32) (result i32)
        (if (i32.eqz (local.get 0))
          (then (drop (call_indirect (type $number) (i32.const 0)))))
        (i32.add (i32.const 1)
          (call $_ZN3foo5inner17h05af221e174051e9E (i32.sub (local.get 0) (i32.const 1)))))
      (func $_RNvCs1234_7mycrate3foo (param i32) (result i32)
        (i32.mul (i32.const 3)
          (call $_ZN3foo5inner17h05af221e174051e9E (local.get 0))))
      (func $load (param i32) (result i32) (i32.load (local.get 0)))
      (func $load_twice (param i32) (result i32)
        (i32.add (call $load (i32.const 0)) (call $load (local.get 0))))
      (func $divide (param i32) (result i32) (i32.div_u (i32.const 5) (local.get 0)))
      (func $fill (memory.fill (i32.const 65535) (i32.const 1) (i32.const 2)))
      (func $write (call $stable64_write (i64.const 100000) (i64.const 0) (i64.const 8)))
      (func $truncate (param f32) (result i32) (i32.trunc_f32_s (local.get 0)))
      (func $deep (param i32) (result i32)
        (i32.add (i32.const 1) (call $deep (i32.add (local.get 0) (i32.const 1)))))
      (func (export "canister_update nameless")
        (drop (call $_RNvCs1234_7mycrate3foo (i32.const 3))))
      (func $memory (export "canister_update memory")
        (drop (call $load_twice (i32.const 0x7fffffff))))
      (func $divides (export "canister_update divide") (drop (call $divide (i32.const 0))))
      (func $fills (export "canister_update fill") (call $fill))
      (func $trap (export "canister_update trap") (call $ic0.trap (i32.const 0) (i32.const 5)))
      (func $stable (export "canister_update stable") (call $write))
      (func $truncates (export "canister_update truncate")
        (drop (call $truncate (f32.const inf))))
      (func $null (export "canister_update null")
        (drop (call_indirect (type $number) (i32.const 1))))
      (func $overflow (export "canister_update overflow") (drop (call $deep (i32.const 0))))
      (func $mismatch (export "canister_update mismatch")
        (call_indirect (param i32) (i32.const 0) (i32.const 0)))
      (func $passes_on (result i32) (return_call $leaf))
      (func $passes_on_again (result i32) (return_call $passes_on))
      (func $tail (export "canister_update tail")
        (drop (i32.add (i32.const 1) (call $passes_on_again))))
      (func $gone (export "canister_update tail at once") (return_call $fill))
      (func $down (param i32)
        (if (local.get 0) (then (return_call $down (i32.sub (local.get 0) (i32.const 1)))))
        (call $fill))
      (func $passes_on_down (param i32) (return_call $down (local.get 0)))
      (func $loops (export "canister_update tails in a loop") (call $passes_on_down (i32.const 9))
        (i32.store (i32.const 0) (i32.const 0)))
      (func $one (call $down (i32.const 3)))
      (func $other (call $down (i32.const 3)))
      (func $one_of_two (export "canister_update one of two")
        (if (i32.load (i32.const 64)) (then (call $one)) (else (call $other))))
      (func $tail_or_not (param i32)
        (if (local.get 0) (then (return_call $down (i32.const 3))))
        (call $down (i32.const 3)))
      (func $tails (export "canister_update tail or not")
        (call $tail_or_not (i32.eqz (i32.load (i32.const 64))))
        (i32.store (i32.const 0) (i32.const 0)))
      (func $loads (export "canister_update load for another")
        (call $stable64_write
          (i64.extend_i32_u (i32.and (i32.load (i32.const 65535)) (i32.const 0x7ff8)))
          (i64.const 0) (i64.const 8))))
    """

  /// What follows the error of each method, but for the first line.
  static let frames = [
    "nameless": [
      "leaf", "foo::inner", "foo::inner", "foo::inner", "foo::inner", "mycrate::foo",
      "unknown function at index 14",
    ],
    "memory": ["load", "load_twice", "memory"],
    "divide": ["divide", "divides"],
    "fill": ["fill", "fills"],
    "trap": ["trap"],
    "stable": ["stable64_write", "write", "stable"],
    "truncate": ["truncate", "truncates"],
    "null": ["null"],
    "mismatch": [],
    // A tail call leaves no frame, whether or not LLVM has inlined it.
    "tail": ["leaf", "tail"],
    "tail at once": ["fill"],
    "tails in a loop": ["fill", "down", "loops"],
    // Calls that look the same stay two, and a load is not told of what uses its value.
    "one of two": ["fill", "down", "other", "one_of_two"],
    "tail or not": ["fill", "down", "tails"],
    "load for another": ["loads"],
  ]

  static let forms: [[String]] = [
    ["-O0"], ["-O1"], ["-O2"], ["-O3"], ["--stable", "call"], ["--metering", "off"],
    ["--metering", "reference"], ["--metering", "reference", "--page-charges", "tracker"],
  ]

  @Test(arguments: forms)
  func compiledCodeTellsItsFunctions(options: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(WasmTools.parse(Self.module), to: "t.wasm")
      #expect(try tinsmith.run(["compile", "t.wasm", "-o", "t"] + options).isSuccess)
      let program = tinsmith.folder.appending(path: "t")
      try expectFrames { method in
        try Subprocess.run(program, ["update", method, "--install", ""])
      }
    }
  }

  @Test(arguments: [["-O0"], ["-O2"]])
  func loadedCodeTellsTheSame(options: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(WasmTools.parse(Self.module), to: "t.wasm")
      let emission = try tinsmith.run(["compile", "t.wasm", "--emit", "object"] + options)
      #expect(emission.isSuccess)
      try expectFrames { method in
        try tinsmith.run("load", "t.o", "update", method, "--install", "")
      }
    }
  }

  @Test(arguments: [[], ["--stable", "call"], ["--metering", "off"]])
  func theInterpreterTellsTheSame(options: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(WasmTools.parse(Self.module), to: "t.wasm")
      try expectFrames { method in
        try tinsmith.run(["interpret"] + options + ["t.wasm", "update", method, "--install", ""])
      }
    }
  }

  private func expectFrames(of run: (String) throws -> Subprocess.Outcome) throws {
    for (method, frames) in Self.frames {
      let lines = try run(method).errorText.split(separator: "\n").map(String.init)
      let expected = frames.isEmpty ? [] : ["Canister Backtrace:"] + frames
      #expect(Array(lines.dropFirst()) == expected, "\(method): \(lines)")
    }
    // Both ends are there of what is too long to be shown.
    let overflow = try run("overflow").errorText.split(separator: "\n")
    try #require(overflow.count > 1000 && overflow.count < 5000)
    #expect(overflow[0] == "IC0502: Canister trapped: stack overflow")
    #expect(overflow[2..<overflow.count - 1].allSatisfy { $0 == "deep" })
    #expect(overflow.last == "overflow")
  }

  @Test(arguments: Tinsmith.engines)
  func usersSeeItWhereTheInternetComputerShowsIt(options: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(WasmTools.parse(Self.module), to: "t.wasm")
      let id = "rwlgt-iiaaa-aaaaa-aaaaa-cai"
      let script = """
        install \(id) t.wasm 0x
        ingress \(id) memory 0x
        caller aaaaa-aa
        caller 2vxsx-fae
        caller rrkah-fqaaa-aaaaa-aaaaq-cai
        ingress \(id) memory 0x
        """
      let outcome = try tinsmith.run(["run", "-"] + options, input: script)
      let (start, advice) = (
        "ingress Err: IC0502: Error from Canister \(id): Canister trapped: heap out of bounds",
        "Consider gracefully handling failures from this canister or altering the canister to "
          + "handle exceptions. See documentation: https://internetcomputer.org/docs/current/"
          + "references/execution-errors#trapped"
      )
      let backtrace = "Canister Backtrace:\nload\nload_twice\nmemory\n"
      // The second caller controls nothing, and so may not see the log.
      #expect(
        outcome.outputText.hasSuffix(
          "\(start)\n\(backtrace).\n\(advice)\n\(start).\n\(advice)\n"), "\(outcome.outputText)")
      let plain = try tinsmith.run(["run", "-", "--no-backtrace"] + options, input: script)
      #expect(plain.outputText.hasSuffix("\(start).\n\(advice)\n\(start).\n\(advice)\n"))
    }
  }

  /// Parts of a large module have tables of their own, which become one.
  @Test func largeModulesTellTheirFunctions() throws {
    let last = 120
    let work = String(
      repeating: "(global.set $g (i32.add (global.get $g) (i32.const 3)))", count: 250)
    let functions = (0..<last).map { number in
      "(func $large\(number) \(work) (call $small\(number)))"
        + "(func $small\(number) (call $large\(number + 1)))"
    }
    let module = """
      (module (memory 1) (global $g (mut i32) (i32.const 0))
        \(functions.joined(separator: "\n"))
        (func $large\(last) (unreachable))
        (func $go (export "canister_update go") (call $large0)))
      """
    let frames =
      ["large\(last)"] + (0..<last).reversed().flatMap { ["small\($0)", "large\($0)"] } + ["go"]
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(WasmTools.parse(module), to: "large.wasm")
      #expect(try tinsmith.run("compile", "large.wasm", "-o", "large").isSuccess)
      let program = tinsmith.folder.appending(path: "large")
      let lines = try Subprocess.run(program, ["update", "go", "--install", ""]).errorText
        .split(separator: "\n").map(String.init)
      #expect(
        lines == ["IC0502: Canister trapped: unreachable", "Canister Backtrace:"] + frames)
    }
  }

  /// Without names there is no backtrace.
  @Test(arguments: [["-O2"], ["-O0"]])
  func namelessModulesHaveNone(options: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      let module = """
        (module (memory 1)
          (func (export "canister_update trap") unreachable))
        """
      try tinsmith.write(WasmTools.parse(module), to: "t.wasm")
      #expect(try tinsmith.run(["compile", "t.wasm", "-o", "t"] + options).isSuccess)
      let program = tinsmith.folder.appending(path: "t")
      let text = "IC0502: Canister trapped: unreachable\n"
      #expect(
        try Subprocess.run(program, ["update", "trap", "--install", ""]).errorText == text)
      #expect(
        try tinsmith.run("interpret", "t.wasm", "update", "trap", "--install", "").errorText
          == text)
    }
  }
}
