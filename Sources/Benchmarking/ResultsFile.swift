/// The file of earlier results, `canbench_results.yml`.
package struct ResultsFile: Equatable, Sendable {
  package var results: [Name: BenchmarkResult]

  /// The version of canbench whose files these are.
  package static let version = "0.6.0"

  /// A file of these results.
  package init(results: [Name: BenchmarkResult]) { self.results = results }

  /// Reads the file; without one there are no results.
  package init(path: String) throws(BenchmarkingError) {
    guard let text = try YAMLFile.read(path) else {
      self.init(results: [:])
      return
    }
    try self.init(text: text, path: path)
  }

  /// Reads a file's content; `path` is for errors.
  package init(text: String, path: String) throws(BenchmarkingError) {
    let file: YAMLMapping
    let version: String
    do {
      file = try YAMLMapping(text: text)
      version = try file.requiredText("version")
      results = [:]
      for (name, benchmark) in try file.requiredMapping("benches").mappings() {
        results[Name(name)] = try Self.result(benchmark)
      }
    } catch {
      throw .invalidFile(path: path, reason: error.reason)
    }
    guard let theirs = SemanticVersion(version), let ours = SemanticVersion(Self.version) else {
      throw .invalidFile(path: path, reason: "version: not three numbers with dots between them")
    }
    guard theirs <= ours else { throw .resultsNewer(version: version) }
  }

  private static func result(
    _ benchmark: YAMLMapping
  ) throws(YAMLMapping.Failure) -> BenchmarkResult {
    var scopes: [Name: Measurement] = [:]
    for (name, numbers) in try benchmark.mapping("scopes")?.mappings() ?? [] {
      scopes[Name(name)] = try measurement(numbers)
    }
    return BenchmarkResult(
      total: try measurement(try benchmark.requiredMapping("total")), scopes: scopes)
  }

  /// What older versions did not measure is missing.
  private static func measurement(
    _ numbers: YAMLMapping
  ) throws(YAMLMapping.Failure) -> Measurement {
    var measurement = Measurement()
    for metric in Metric.allCases {
      measurement[metric] = try numbers.number(metric.rawValue) ?? 0
    }
    return measurement
  }

  // MARK: Writing

  /// The file's text: names in order, so that files can be compared by line.
  package var text: String {
    let benches = Self.entries(results) { result in
      YAMLScalar.entry("total", Self.lines(about: result.total))
        + Self.mapping("scopes", Self.entries(result.scopes, Self.lines))
    }
    let lines = Self.mapping("benches", benches) + ["version: \(Self.version)"]
    return lines.map { $0 + "\n" }.joined()
  }

  private static func entries<Value>(
    _ values: [Name: Value], _ lines: (Value) -> [String]
  ) -> [String] {
    values.sorted { $0.key < $1.key }.flatMap { YAMLScalar.entry($0.key.text, lines($0.value)) }
  }

  private static func mapping(_ key: String, _ entries: [String]) -> [String] {
    entries.isEmpty ? ["\(key): {}"] : YAMLScalar.entry(key, entries)
  }

  private static func lines(about measurement: Measurement) -> [String] {
    Metric.allCases.map { "\($0.rawValue): \(measurement[$0])" }
  }
}

/// Three numbers, compared one after the other.
private struct SemanticVersion: Comparable {
  let numbers: [Int]

  init?(_ text: String) {
    numbers = text.split(separator: ".", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard numbers.count == 3, text.split(separator: ".").count == 3 else { return nil }
  }

  static func < (left: Self, right: Self) -> Bool {
    left.numbers.lexicographicallyPrecedes(right.numbers)
  }
}
