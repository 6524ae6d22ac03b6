import Foundation
import Yams

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

  /// Reads what a file says; `path` is for errors.
  package init(text: String, path: String) throws(BenchmarkingError) {
    let content: Content
    do {
      content = try YAMLDecoder().decode(Content.self, from: text)
    } catch {
      throw .invalidFile(path: path, reason: YAMLFile.reason(error))
    }
    guard let theirs = SemanticVersion(content.version),
      let ours = SemanticVersion(Self.version)
    else {
      throw .invalidFile(path: path, reason: "version: not three numbers with dots between them")
    }
    guard theirs <= ours else { throw .resultsNewer(version: content.version) }
    results = Dictionary(
      content.benches.map { (Name($0), $1.result) }, uniquingKeysWith: { _, last in last })
  }

  private struct Content: Decodable {
    let benches: [String: Benchmark]
    let version: String

    struct Benchmark: Decodable {
      let total: Numbers
      let scopes: [String: Numbers]?

      var result: BenchmarkResult {
        BenchmarkResult(
          total: total.measurement,
          scopes: Dictionary(
            (scopes ?? [:]).map { (Name($0), $1.measurement) },
            uniquingKeysWith: { _, last in last }))
      }
    }

    /// What older versions did not measure is missing.
    struct Numbers: Decodable {
      let calls: UInt64?
      let instructions: UInt64?
      let heap_increase: UInt64?
      let stable_memory_increase: UInt64?

      var measurement: Measurement {
        Measurement(
          calls: calls ?? 0, instructions: instructions ?? 0, heapIncrease: heap_increase ?? 0,
          stableMemoryIncrease: stable_memory_increase ?? 0)
      }
    }
  }

  // MARK: Writing

  /// The file's text: names in order, so that files can be compared by line.
  package var text: String {
    var lines = results.isEmpty ? ["benches: {}"] : ["benches:"]
    for (name, result) in results.sorted(by: { $0.key < $1.key }) {
      lines.append("  \(YAMLScalar.text(name.text)):")
      lines += Self.lines(about: result.total, named: "total", indentation: 4)
      lines.append(result.scopes.isEmpty ? "    scopes: {}" : "    scopes:")
      for (scope, measurement) in result.scopes.sorted(by: { $0.key < $1.key }) {
        lines += Self.lines(
          about: measurement, named: YAMLScalar.text(scope.text), indentation: 6)
      }
    }
    lines.append("version: \(Self.version)")
    return lines.map { $0 + "\n" }.joined()
  }

  private static func lines(
    about measurement: Measurement, named name: String, indentation: Int
  ) -> [String] {
    let margin = String(repeating: " ", count: indentation)
    return ["\(margin)\(name):"]
      + Metric.allCases.map { "\(margin)  \($0.rawValue): \(measurement[$0])" }
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
