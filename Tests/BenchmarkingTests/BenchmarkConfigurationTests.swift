import Benchmarking
import Testing

struct BenchmarkConfigurationTests {
  @Test func everything() throws {
    let configuration = try BenchmarkConfiguration(
      text: """
        # A comment.
        build_cmd: cargo build --release
        wasm_path:
          ./bench.wasm.gz
        results_path: results.yml
        csv_results_path: results.csv
        init_args:
          hex: 4449444c0001710568656c6c6f
        stable_memory:
          file: stable.bin
        env_vars:
          file: env.csv
        something_else: [1, 2]
        """, path: "canbench.yml")
    #expect(configuration.buildCommand == "cargo build --release")
    #expect(configuration.modulePath == "./bench.wasm.gz")
    #expect(configuration.resultsPath == "results.yml")
    #expect(configuration.csvPath == "results.csv")
    #expect(configuration.initArguments == Array("DIDL\0\u{1}\u{71}\u{5}hello".utf8))
    #expect(configuration.stableMemoryPath == "stable.bin")
    #expect(configuration.variablesPath == "env.csv")
  }

  @Test func defaults() throws {
    let configuration = try BenchmarkConfiguration(text: "wasm_path: b.wasm", path: "canbench.yml")
    #expect(configuration.buildCommand == nil && configuration.initArguments.isEmpty)
    #expect(configuration.resultsPath == "canbench_results.yml")
    #expect(configuration.csvPath == "canbench_results.csv")
    #expect(configuration.stableMemoryPath == nil && configuration.variablesPath == nil)
  }

  @Test(arguments: [
    ("build_cmd: make", "c.yml: the key wasm_path is missing"),
    ("wasm_path: [a]", "c.yml: wasm_path: not a value of the type that belongs there"),
    ("wasm_path: a\nstable_memory: b", "c.yml: stable_memory: not a value of the type"),
    ("wasm_path: a\ninit_args:\n  text: b", "c.yml: init_args: the key hex is missing"),
    ("wasm_path: a\ninit_args: {hex: 4}", "c.yml: init_args.hex: must be bytes"),
    ("wasm_path: a\ninit_args: {hex: 4g}", "c.yml: init_args.hex: must be bytes"),
    ("wasm_path: a\ninit_args: {hex: '+1'}", "c.yml: init_args.hex: must be bytes"),
    ("wasm_path: {a", "c.yml: no YAML: "),
    ("", "c.yml: "),
  ])
  func mistakes(text: String, expected: String) {
    let error = #expect(throws: BenchmarkingError.self) {
      try BenchmarkConfiguration(text: text, path: "c.yml")
    }
    #expect(error.map { "\($0)".hasPrefix(expected) } == true, "\(error as Any)")
  }

  @Test func missingFiles() {
    #expect(throws: BenchmarkingError.configurationNotFound(path: "/nowhere/c.yml")) {
      try BenchmarkConfiguration(path: "/nowhere/c.yml")
    }
  }
}
