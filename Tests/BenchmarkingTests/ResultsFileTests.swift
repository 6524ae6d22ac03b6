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
    "map::get", "vec<u8>", "path/to-a.b", "<<", "=", "a\n", "\n", " a\nb", "a \nb", "a\n\nb\n\n",
    "a\u{2028}b", "\u{1F600}", "\t", "a\r", String(repeating: "long ", count: 40) + ".",
    "? a", "---",
  ])
  func names(text: String) throws {
    let name = Name(text)
    let results = [name: Results.total(1, scopes: [name: Measurement(calls: 2)])]
    let written = ResultsFile(results: results).text
    #expect(try ResultsFile(text: written, path: "r.yml").results == results, "\(written)")
  }

  /// As canbench writes them: checked with its library, serde_yaml 0.9.34.
  @Test(arguments: [
    ("1. Encoding", "1. Encoding:"), ("1. Encoding:", "'1. Encoding:':"),
    ("with space", "with space:"), ("a:b", "a:b:"), ("map::get", "map::get:"), ("ü", "ü:"),
    ("<<", "<<:"), ("yes", "yes:"), ("a #b", "'a #b':"), ("a#b", "a#b:"), ("- a", "'- a':"),
    ("-a", "-a:"), ("?a", "?a:"), ("[a]", "'[a]':"), ("a[0]", "a[0]:"), ("a, b", "a, b:"),
    ("it's", "it's:"), ("'a'", "'''a''':"), ("1e3", "'1e3':"), ("0x1F", "'0x1F':"),
    ("007", "'007':"), ("1_000", "1_000:"), ("+.inf", "'+.inf':"), ("null", "'null':"), ("", "'':"),
    ("a\tb", "\"a\\tb\":"), ("\u{1B}[0m", "\"\\e[0m\":"), ("\u{7F}", "\"\\x7F\":"),
    ("\u{1F600}", "\u{1F600}:"), ("\u{FEFF}", "\"\\uFEFF\":"), (" a", "' a':"), ("a ", "'a ':"),
    ("--- a", "'--- a':"),
  ])
  func styles(name: String, key: String) throws {
    let text = ResultsFile(results: [Name(name): Results.total(1)]).text
    #expect(text.split(separator: "\n")[1] == "  \(key)")
  }

  /// Keys that are long, or take several lines, are marked; so are their values.
  @Test func longKeys() throws {
    let long = String(repeating: "x", count: 129)
    let text = ResultsFile(
      results: [Name(long): Results.total(1, scopes: ["a\n b": Measurement(calls: 2)])]
    ).text
    #expect(
      text == """
        benches:
          ? \(long)
          : total:
              calls: 1
              instructions: 1
              heap_increase: 0
              stable_memory_increase: 0
            scopes:
              ? |-
                a
                 b
              : calls: 2
                instructions: 0
                heap_increase: 0
                stable_memory_increase: 0
        version: 0.6.0

        """)
  }
}
