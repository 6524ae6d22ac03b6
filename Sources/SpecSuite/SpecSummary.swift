import Foundation

/// The results of scripts, in words and for programs.
package struct SpecSummary {
  private let results: [SpecResult]

  package init(_ results: [SpecResult]) { self.results = results }

  /// The failures, and a line with the numbers.
  package var lines: String {
    var lines = results.flatMap(Self.failures)
    let counts = results.map(Self.counts)
    let fallbacks = counts.reduce(0) { $0 + $1.fallbacks }
    if fallbacks > 0 {
      lines.append("\(fallbacks) modules in the form \"parameter\", as the place was taken")
    }
    lines.append(
      "\(counts.reduce(0) { $0 + $1.passed }) passed, "
        + "\(counts.reduce(0) { $0 + $1.failed }) failed, "
        + "\(counts.reduce(0) { $0 + $1.skipped }) skipped")
    return lines.joined(separator: "\n")
  }

  /// An object for each script.
  package var objects: [some Encodable] { results.map(Self.counts) }

  private static func failures(_ result: SpecResult) -> [String] {
    let path = result.script.relativePath
    switch result.outcome {
    case .success(let report):
      return report.failures.map {
        "\(path):\($0.line): expected \($0.expected), found \($0.found)"
      }
    case .failure(let error as WastConverter.Refusal):
      return ["\(path): \(error.message)"]
    case .failure(let error): return ["\(path): \(error)"]
    }
  }

  private static func counts(_ result: SpecResult) -> SpecCounts {
    guard case .success(let report) = result.outcome else {
      return SpecCounts(
        script: result.script.relativePath, failed: 1, failures: failures(result))
    }
    return SpecCounts(
      script: result.script.relativePath, passed: report.passedCount,
      failed: report.failures.count,
      skipped: report.skippedCounts.values.reduce(0, +), fallbacks: report.fallbackCount,
      failures: failures(result))
  }
}

/// A script's result, for programs.
private struct SpecCounts: Encodable {
  let script: String
  var passed = 0
  var failed = 0
  var skipped = 0
  /// Modules that had to take another form of the base than requested.
  var fallbacks = 0
  var failures: [String] = []
}
