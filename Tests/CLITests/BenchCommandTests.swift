import Foundation
import TestSupport
import Testing

/// Benchmarks of a canister that answers what it was given: instructions are the first byte of its
/// argument, calls that of the variable `A`, heap pages that of stable memory.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct BenchCommandTests {
  static let canister = #"""
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
      (import "ic0" "msg_arg_data_size" (func $size (result i32)))
      (import "ic0" "debug_print" (func $print (param i32 i32)))
      (import "ic0" "stable64_size" (func $pages (result i64)))
      (import "ic0" "stable64_grow" (func $grow (param i64) (result i64)))
      (import "ic0" "stable64_read" (func $load (param i64 i64 i64)))
      (import "ic0" "env_var_value_copy" (func $variable (param i32 i32 i32 i32 i32)))
      (import "ic0" "env_var_count" (func $variables (result i32)))
      (memory 1)
      (data (i32.const 0) "DIDL\04"
        "\6c\04\bc\be\f1\9b\01\78\95\e4\ed\88\04\78\f5\88\8e\99\05\78\a5\ad\fe\e9\06\78"
        "\6c\02\00\71\01\00\6d\01\6c\02\c4\a7\c9\a1\01\00\df\e0\a7\ab\04\02\01\03")
      (data (i32.const 100) "hello A")
      (global $given (mut i32) (i32.const 0))
      (func (export "canister_init")
        (if (call $size) (then
          (call $copy (i32.const 200) (i32.const 0) (i32.const 1))
          (global.set $given (i32.load8_u (i32.const 200)))))
        (i32.store (i32.const 200) (i32.const 0))
        (call $print (i32.const 100) (i32.const 5)))
      (func $answer
        (call $append (i32.const 0) (i32.const 55))
        (call $append (i32.const 200) (i32.const 33))
        (call $reply))
      (func (export "canister_query __canbench__given")
        (i64.store (i32.const 200) (call $pages))
        (if (call $variables) (then
          (call $variable
            (i32.const 106) (i32.const 1) (i32.const 208) (i32.const 0) (i32.const 1))))
        (if (i64.ne (call $pages) (i64.const 0)) (then
          (call $load (i64.const 216) (i64.const 0) (i64.const 1))))
        (i64.store (i32.const 224) (i64.extend_i32_u (global.get $given)))
        (call $answer))
      (func (export "canister_query __canbench__growing")
        (drop (call $grow (i64.const 3)))
        (i64.store (i32.const 200) (call $pages))
        (call $print (i32.const 100) (i32.const 5))
        (call $answer))
      (func (export "canister_query __canbench__broken"))
      (func (export "canister_query __canbench__strange")
        (call $append (i32.const 0) (i32.const 5)) (call $reply))
      (func (export "canister_query other"))
      (func (export "canister_update __canbench__update")))
    """#

  static func inFolder(
    _ configuration: String = "wasm_path: bench.wasm\n", _ body: (Tinsmith) throws -> Void
  ) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(canister), to: "bench.wasm")
      try tinsmith.write(configuration, to: "canbench.yml")
      try body(tinsmith)
    }
  }

  /// As on the subnets of canbench, whose names of benchmarks may be longer than elsewhere.
  @Test func namesMayBeLong() throws {
    try Self.inFolder { tinsmith in
      let name = String(repeating: "n", count: 21_752)
      let text = Self.canister.replacing("query other", with: "query \(name)")
      try tinsmith.write(try WasmTools.parse(text), to: "bench.wasm")
      let outcome = try tinsmith.run("bench", "growing")
      #expect(outcome.status == 0, "\(outcome.errorText)")
    }
  }

  @Test func resultsAreComparedAndKept() throws {
    try Self.inFolder { tinsmith in
      let first = try tinsmith.run("bench", "growing", "--persist", "--csv")
      #expect(first.isSuccess && first.errorText.isEmpty, "\(first.errorText)")
      #expect(
        first.outputText.hasPrefix(
          """
          ---------------------------------------------------

          Benchmark: growing (new)
            total:
              instructions: 0 (new)
              heap_increase: 0 pages (new)
              stable_memory_increase: 3 pages (new)

          ---------------------------------------------------

          Summary:
          """))
      #expect(
        first.outputText.hasSuffix(
          """

          ---------------------------------------------------
          CSV results saved to canbench_results.csv
          Successfully persisted results to canbench_results.yml

          """))
      #expect(
        String(decoding: try tinsmith.read("canbench_results.yml"), as: UTF8.self) == """
          benches:
            growing:
              total:
                calls: 0
                instructions: 0
                heap_increase: 0
                stable_memory_increase: 3
              scopes: {}
          version: 0.6.0

          """)
      let csv = String(decoding: try tinsmith.read("canbench_results.csv"), as: UTF8.self)
      #expect(csv.hasSuffix("\nnew,growing,,,,0,,,0,,,3,,\n"))
      let second = try tinsmith.run("bench", "growing")
      #expect(second.outputText.contains("stable_memory_increase: 3 pages (no change)"))
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }

  @Test func programsReadAnObjectForEachBenchmark() throws {
    try Self.inFolder { tinsmith in
      let first = try tinsmith.run("bench", "growing", "--persist", "--json")
      let now =
        #"{"calls":0,"heap_increase":0,"instructions":0,"stable_memory_increase":3}"#
      #expect(
        first.outputText
          == #"{"change":"new","name":"growing","now":\#(now),"scopes":[]}"# + "\n")
      let second = try tinsmith.run("bench", "growing", "--json", "--native", "--runs", "2")
      #expect(
        second.outputText.hasPrefix(
          #"{"before":\#(now),"change":"unchanged","name":"growing","native":{"#
            + #""heap_pages_changed":"#))
      #expect(second.outputText.contains(#""nanoseconds":["#))
    }
  }

  @Test func canistersGetWhatTheConfigurationSays() throws {
    let configuration = """
      build_cmd: mv made.wasm bench.wasm.gz
      wasm_path: bench.wasm.gz
      results_path: r.yml
      init_args: {hex: 2A}
      stable_memory: {file: stable.bin}
      env_vars: {file: env.csv}
      """
    try Self.inFolder(configuration) { tinsmith in
      try tinsmith.write(try tinsmith.read("bench.wasm"), to: "made.wasm")
      try tinsmith.write([7] + [UInt8](repeating: 0, count: 65_536), to: "stable.bin")
      try tinsmith.write("A,\u{9}x\n", to: "env.csv")
      let outcome = try tinsmith.run(
        "bench", "given", "--persist", "--hide-results", "--html", "b.html")
      #expect(outcome.isSuccess, "\(outcome.errorText)")
      let page = String(decoding: try tinsmith.read("b.html"), as: UTF8.self)
      #expect(page.contains("<h1>bench.wasm.gz</h1>") && page.contains("given, now: 42 instr"))
      #expect(!outcome.outputText.contains("Benchmark:"))
      let results = String(decoding: try tinsmith.read("r.yml"), as: UTF8.self)
      #expect(
        results.contains(
          """
              calls: \(UInt8(ascii: "x"))
                instructions: 42
                heap_increase: 7
                stable_memory_increase: 2

          """.dropLast()), "\(results)")
    }
  }

  @Test func whatIsPrinted() throws {
    try Self.inFolder { tinsmith in
      let short = try tinsmith.run("bench", "growing", "--less-verbose", "--hide-results")
      #expect(short.outputText == String(repeating: "-", count: 51) + "\n")
      let summary = try tinsmith.run(
        "bench", "growing", "--less-verbose", "--show-summary", "--show-canister-output",
        "--no-runtime-integrity-check", "--runtime-path", "x")
      #expect(summary.outputText.contains("\nSummary:\n"))
      #expect(
        summary.errorText.split(separator: "\n").filter {
          $0.hasSuffix(" UTC: [Canister lxzze-o7777-77777-aaaaa-cai] hello")
        }.count == 2)
      let timed = try tinsmith.run("bench", "growing", "--native", "--runs", "3")
      #expect(timed.outputText.contains("s (median of 3 runs)\n"))
      #expect(
        timed.outputText.contains(
          "\n    dirty heap: 1 pages of 4 KiB\n    dirty stable memory: 0 pages of 4 KiB\n"))
    }
  }

  /// The other benchmarks, of which two fail, are not run.
  @Test func benchmarksThatFail() throws {
    try Self.inFolder { tinsmith in
      let broken = try tinsmith.run("bench")
      #expect(broken.status == 1)
      #expect(broken.outputText.contains("Benchmark: growing (new)"))
      #expect(
        broken.errorText == """
          Error executing benchmark broken. Error:
          IC0506: Canister lxzze-o7777-77777-aaaaa-cai did not produce a response

          """)
      let strange = try tinsmith.run("bench", "strange")
      #expect(strange.status == 1)
      #expect(
        strange.errorText == """
          Error executing benchmark strange. Error:
          its reply is not the result of a benchmark: offset 5: the message ends in the middle of \
          something

          """)
      let none = try tinsmith.run("bench", "growin_")
      #expect(none.status == 1 && none.output.isEmpty)
      #expect(
        none.errorText == "there is no benchmark with growin_ in its name; did you mean growing?\n")
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }

  @Test(arguments: [
    ("wasm_path: no.wasm", "Couldn't read file at no.wasm. Are you sure the file exists?\n"),
    (
      "wasm_path: bench.wasm\nstable_memory: {file: no.bin}",
      "Error reading stable memory file no.bin\nError: No such file or directory\n"
    ),
    (
      "wasm_path: bench.wasm\nenv_vars: {file: no.csv}",
      "Error reading environment variables file no.csv\nError: No such file or directory\n"
    ),
    (
      "wasm_path: bench.wasm\nbuild_cmd: exit 3",
      "the build command failed, it ended with status 3: exit 3\n"
    ),
    ("wasm_path: canbench.yml", "error: canbench.yml: "),
  ])
  func mistakes(configuration: String, expected: String) throws {
    try Self.inFolder(configuration) { tinsmith in
      let outcome = try tinsmith.run("bench")
      #expect(outcome.status == 1)
      #expect(outcome.errorText.hasPrefix(expected), "\(outcome.errorText)")
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }

  @Test func configurationsHaveTheirPlace() throws {
    try Self.inFolder { tinsmith in
      let absent = try tinsmith.run("bench", environment: ["CANBENCH_CFG_FILE": "other.yml"])
      #expect(absent.status == 1)
      #expect(absent.errorText == "configuration file not found: 'other.yml'\n")
      try tinsmith.write("wasm_path: bench.wasm", to: "other.yml")
      let found = try tinsmith.run(
        "bench", "growing", environment: ["CANBENCH_CFG_FILE": "other.yml"])
      #expect(found.isSuccess)
    }
  }

  /// A picture beside the results for benchmarks of any name, each of its own calls.
  @Test(arguments: [[], ["--engine", "interpreter"]])
  func callsAreDrawn(engine: [String]) throws {
    let long = String(repeating: "x", count: 300)
    let calls = """
      (func $leaf (nop))
      (func $twice (call $leaf) (call $leaf))
      (func (export "canister_query __canbench__../a/<b>") (call $twice) (call $answer))
      (func (export "canister_query __canbench__../a\u{2FA}") (call $leaf) (call $answer))
      (func (export "canister_query __canbench__../a\(long)") (call $answer))
      (func (export "canister_query other"))
      """
    try Self.inFolder("wasm_path: bench.wasm\nresults_path: kept/results.yml\n") { tinsmith in
      let text = Self.canister.replacing(
        #"(func (export "canister_query other"))"#, with: calls)
      try tinsmith.write(try WasmTools.parse(text), to: "bench.wasm")
      let kept = tinsmith.folder.appending(path: "kept")
      try FileManager.default.createDirectory(at: kept, withIntermediateDirectories: false)
      let before = try tinsmith.files()
      let outcome = try tinsmith.run(["bench", "../a", "--instruction-tracing"] + engine)
      #expect(outcome.isSuccess, "\(outcome.errorText)")
      let names = try FileManager.default.contentsOfDirectory(atPath: kept.path).sorted()
      try #require(names.count == 3)
      #expect(names[0] == "%2E.%2Fa%2F%3Cb%3E.svg" && names[1] == "%2E.%2Fa%CB%BA.svg")
      #expect(names[2].hasPrefix("%2E.%2Faxxxx") && names[2].utf8.count == 204)
      let path = kept.appending(path: names[0])
      #expect(outcome.outputText.contains("Instruction traces written to \(path.path)\n\n"))
      let pictures = try names.map {
        try String(contentsOf: kept.appending(path: $0), encoding: .utf8)
      }
      #expect(pictures[0].contains(">../a/&lt;b&gt;</text>"))
      for (picture, functions) in zip(pictures, [["twice", "leaf"], ["leaf"], []]) {
        for name in ["twice", "leaf", "answer"] {
          let isThere = picture.contains("<title>\(name) (")
          #expect(isThere == (functions + ["answer"]).contains(name), "\(name): \(picture)")
        }
        #expect(picture.contains("<title>func_"))
      }
      #expect(try tinsmith.files() == before && tinsmith.leftovers().isEmpty)
    }
  }

  @Test(arguments: [["--noise-threshold", "-1"], ["--runs", "0"]])
  func optionsThatMakeNoSense(options: [String]) throws {
    try Self.inFolder { tinsmith in
      let outcome = try tinsmith.run(["bench"] + options)
      #expect(outcome.status == 2)
    }
  }
}
