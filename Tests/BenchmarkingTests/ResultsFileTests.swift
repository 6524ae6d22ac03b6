import Benchmarking
import Testing

struct ResultsFileTests {
  static let text = """
    benches:
      vec_get_blob_128:
        total:
          calls: 1
          instructions: 18706659
          heap_increase: 0
          stable_memory_increase: 2
        scopes: {}
      with_scope:
        total:
          calls: 1
          instructions: 3834
          heap_increase: 0
          stable_memory_increase: 0
        scopes:
          scope_1:
            calls: 1
            instructions: 970
            heap_increase: 0
            stable_memory_increase: 0
    version: 0.6.0

    """

  static let results: [Name: BenchmarkResult] = [
    "vec_get_blob_128": Results.total(18_706_659, stable: 2),
    "with_scope": Results.total(
      3834, scopes: ["scope_1": Measurement(calls: 1, instructions: 970)]),
  ]

  @Test func layout() throws {
    #expect(ResultsFile(results: Self.results).text == Self.text)
    #expect(try ResultsFile(text: Self.text, path: "r.yml").results == Self.results)
  }

  @Test func withoutBenchmarks() throws {
    let text = ResultsFile(results: [:]).text
    #expect(text == "benches: {}\nversion: 0.6.0\n")
    #expect(try ResultsFile(text: text, path: "r.yml").results.isEmpty)
    #expect(try ResultsFile(path: "/nowhere/r.yml").results.isEmpty)
  }

  /// Files of older versions lack some numbers, and have others.
  @Test func whatIsMissingIsZero() throws {
    let file = try ResultsFile(
      text: """
        # A comment.
        benches:
          a:
            total:
              heap_delta: 5
              instructions: 207
          # Another one.
          b:
            total:
              instructions: 1
            scopes:
              s:
                calls: 3
        version: 0.1.15
        """, path: "r.yml")
    #expect(
      file.results == [
        "a": BenchmarkResult(total: Measurement(instructions: 207)),
        "b": BenchmarkResult(
          total: Measurement(instructions: 1), scopes: ["s": Measurement(calls: 3)]),
      ])
  }

  @Test(arguments: ["0.6.1", "0.10.0", "99.0.0"])
  func newerVersions(version: String) {
    let error = #expect(throws: BenchmarkingError.resultsNewer(version: version)) {
      try ResultsFile(text: "version: \(version) # high\nbenches: {}", path: "r.yml")
    }
    #expect(
      error?.description == "canbench is at version 0.6.0 while the results were generated with "
        + "version \(version). Please upgrade canbench.")
  }

  @Test(arguments: [
    "benches: {}", "version: 0.6.0", "benches: {}\nversion: new", "benches: {}\nversion: 1.2",
    "benches: {a: 1}\nversion: 0.6.0", "benches: {a: {total: {calls: -1}}}\nversion: 0.6.0", "[",
  ])
  func malformedFiles(text: String) {
    let error = #expect(throws: BenchmarkingError.self) {
      try ResultsFile(text: text, path: "r.yml")
    }
    guard case .invalidFile(path: "r.yml", _)? = error else {
      Issue.record("\(error as Any)")
      return
    }
  }

  /// Names are the canister's: none may be taken for something else when it is read again.
  @Test(arguments: [
    "true", "No", "null", "~", "", "12", "1e3", "- a", "a: b", "a #b", "'", "\"", "\\", "a\nb",
    "\u{7F}", "é", "e\u{301}", "[x]", "{x}", "&a", "*a", "!a", "%a", "@a", "`a", "a ", " a", "nan",
    "map::get", "vec<u8>", "path/to-a.b",
  ])
  func names(text: String) throws {
    let name = Name(text)
    let results = [name: Results.total(1, scopes: [name: Measurement(calls: 2)])]
    let written = ResultsFile(results: results).text
    #expect(try ResultsFile(text: written, path: "r.yml").results == results, "\(written)")
  }
}
