import Benchmarking
import Testing

struct ReportTests {
  static func text(
    new: [Name: BenchmarkResult], old: [Name: BenchmarkResult], noiseThreshold: Double = 2
  ) -> String {
    Report(new: new, old: old, noiseThreshold: noiseThreshold).lines.joined(separator: "\n")
  }

  @Test func scopesInAnOldBenchmark() {
    let text = Self.text(
      new: ["bench_scope_exists": Results.newScoped], old: ["bench_scope_exists": Results.oldScoped]
    )
    #expect(
      text == """

        Summary:
          instructions:
            status:   Regressions detected 🔴
            counts:   [total 1 | regressed 1 | improved 0 | new 0 | unchanged 0]
            change:   [max +3.83K | p75 +3.83K | median +3.83K | p25 +3.83K | min +3.83K]
            change %: [max +inf% | p75 +inf% | median +inf% | p25 +inf% | min +inf%]

          heap_increase:
            status:   No significant changes 👍
            counts:   [total 1 | regressed 0 | improved 0 | new 0 | unchanged 1]
            change:   [max 0 | p75 0 | median 0 | p25 0 | min 0]
            change %: [max 0.00% | p75 0.00% | median 0.00% | p25 0.00% | min 0.00%]

          stable_memory_increase:
            status:   No significant changes 👍
            counts:   [total 1 | regressed 0 | improved 0 | new 0 | unchanged 1]
            change:   [max 0 | p75 0 | median 0 | p25 0 | min 0]
            change %: [max 0.00% | p75 0.00% | median 0.00% | p25 0.00% | min 0.00%]

        ---------------------------------------------------

        Only significant changes:
        | status | name                        | calls |   ins |  ins Δ% | \
        HI |    HI Δ% | SMI |  SMI Δ% |
        |--------|-----------------------------|-------|-------|---------|-\
        ---|----------|-----|---------|
        |   +    | bench_scope_exists          |       | 3.83K |   +inf% | \
         0 |    0.00% |   0 |   0.00% |
        |  +/-   | bench_scope_exists::scope_1 |     1 |   970 | +21.25% | \
         0 | -100.00% |   0 |   0.00% |
        |  new   | bench_scope_exists::scope_2 |     1 |   781 |         | \
         0 |          |   0 |         |

        ins = instructions, HI = heap_increase, SMI = stable_memory_increase, Δ% = percent change

        ---------------------------------------------------
        """)
  }

  @Test func nothingOfNote() {
    let text = Self.text(new: ["a": Results.total(207)], old: ["a": Results.total(207)])
    #expect(text.hasSuffix("min 0.00%]\n\n---------------------------------------------------"))
    #expect(!text.contains("Only significant changes"))
  }

  @Test func withoutBenchmarks() {
    let text = Self.text(new: [:], old: ["a": Results.total(1)])
    #expect(text.contains("counts:   [total 0 | regressed 0 | improved 0 | new 0 | unchanged 0]"))
    #expect(text.contains("change:   n/a\n    change %: n/a"))
  }

  /// Ranks 0.75, 1.5 and 2.25 of four values: between two, and rounded.
  @Test func percentiles() {
    let old: [Name: BenchmarkResult] = [
      "a": Results.total(100), "b": Results.total(100), "c": Results.total(100),
      "d": Results.total(100),
    ]
    let new: [Name: BenchmarkResult] = [
      "a": Results.total(90), "b": Results.total(101), "c": Results.total(104),
      "d": Results.total(20_100),
    ]
    let text = Self.text(new: new, old: old)
    #expect(
      text.contains("change:   [max +20.00K | p75 +5.00K | median +3 | p25 -2 | min -10]"))
    #expect(
      text.contains(
        "change %: [max +20000.00% | p75 +5003.00% | median +2.50% | p25 -1.75% | min -10.00%]"))
  }

  static let statuses: [(changes: [(new: UInt64, old: UInt64)], hasNew: Bool, text: String)] = [
    ([(1, 1)], false, "No significant changes 👍"),
    ([(9, 1)], false, "Regressions detected 🔴"),
    ([(1, 9)], false, "Improvements detected 🟢"),
    ([], true, "New benchmarks added ➕"),
    ([(9, 1), (1, 9)], false, "Regressions and improvements 🔴🟢"),
    ([(9, 1)], true, "Regressions and new benchmarks 🔴➕"),
    ([(1, 9)], true, "Improvements and new benchmarks 🟢➕"),
    ([(9, 1), (1, 9)], true, "Regressions, improvements, and new benchmarks 🔴🟢➕"),
  ]

  @Test(arguments: statuses)
  func status(changes: [(new: UInt64, old: UInt64)], hasNew: Bool, expected: String) {
    var (new, old): ([Name: BenchmarkResult], [Name: BenchmarkResult]) = ([:], [:])
    for (index, change) in changes.enumerated() {
      new[Name("b\(index)")] = Results.total(change.new)
      old[Name("b\(index)")] = Results.total(change.old)
    }
    if hasNew { new["new"] = Results.total(1) }
    let text = Self.text(new: new, old: old)
    #expect(text.contains("  instructions:\n    status:   \(expected)\n"))
  }

  /// The first 25 and the last 25; the highest percentage comes first.
  @Test(arguments: [(51, "... 1 row omitted ..."), (60, "... 10 rows omitted ...")])
  func longTables(count: Int, words: String) {
    var (new, old): ([Name: BenchmarkResult], [Name: BenchmarkResult]) = ([:], [:])
    for index in 0..<count {
      new[Name("b\(index)")] = Results.total(UInt64(200 + index))
      old[Name("b\(index)")] = Results.total(100)
    }
    let rows = Self.text(new: new, old: old).split(separator: "\n").filter { $0.hasPrefix("|") }
    #expect(rows.count == 2 + 51)
    #expect(rows[2].contains("| b\(count - 1) "))
    #expect(rows[2 + 24].contains("| b\(count - 25) "))
    #expect(rows[2 + 25].hasPrefix("|  ...   | \(words) |"))
    #expect(rows[2 + 26].contains("| b24 "))
    #expect(rows[2 + 50].contains("| b0 "))
  }

  @Test func tiesGoByStatusAndThenByName() {
    let scopes: [Name: Measurement] = ["z": Measurement(instructions: 10)]
    let text = Self.text(
      new: [
        "c": Results.total(10), "b": Results.total(10), "a": Results.total(10, heap: 1),
        "n": Results.total(1, scopes: scopes),
      ],
      old: [
        "c": Results.total(0, heap: 1), "b": Results.total(0), "a": Results.total(0),
      ])
    let names = text.split(separator: "\n").filter { $0.hasPrefix("|") }.dropFirst(2).map {
      $0.split(separator: "|")[1].filter { $0 != " " }
    }
    #expect(names == ["a", "b", "c", "n", "n::z"])
  }

  @Test func commaSeparatedValues() {
    let csv = Report(
      new: [
        "worse": Results.total(
          11_000_000, scopes: ["my_scope": Measurement(calls: 100, instructions: 10)]),
        "better": Results.total(9_000_000), "from_zero": Results.total(1), "gone": Results.total(0),
        "a,\"b\"": Results.total(3),
      ],
      old: [
        "worse": Results.total(
          10_000_000, scopes: ["my_scope": Measurement(calls: 50, instructions: 9)]),
        "better": Results.total(10_000_000), "from_zero": Results.total(0),
        "gone": Results.total(8),
      ],
      noiseThreshold: 2
    ).csv
    #expect(
      csv == """
        status,name,scope_calls,scope_calls Δ,scope_calls Δ%,instructions,instructions Δ,\
        instructions Δ%,heap_increase,heap_increase Δ,heap_increase Δ%,stable_memory_increase,\
        stable_memory_increase Δ,stable_memory_increase Δ%
        new,"a,""b""\",,,,3,,,0,,,0,,
        ,better,,,,9000000,-1000000,-10.00%,0,0,0.00%,0,0,0.00%
        ,from_zero,,,,1,1,1.0E99,0,0,0.00%,0,0,0.00%
        ,gone,,,,0,-8,-100.00%,0,0,0.00%,0,0,0.00%
        ,worse,,,,11000000,1000000,10.00%,0,0,0.00%,0,0,0.00%
        ,worse::my_scope,100,50,100.00%,10,1,11.11%,0,0,0.00%,0,0,0.00%

        """)
  }
}
