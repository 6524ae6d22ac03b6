import Foundation
import Yams

/// Reading files in YAML.
enum YAMLFile {
  /// The file's text; nil if there is no such file.
  static func read(_ path: String) throws(BenchmarkingError) -> String? {
    if let text = try? String(contentsOfFile: path, encoding: .utf8) { return text }
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let reason = SystemReason.forNotReading(path) ?? "it is not text in UTF-8"
    throw .invalidFile(path: path, reason: reason)
  }

  /// Why a text could not be decoded, in one line.
  static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      "\(place(context.codingPath))the key \(key.stringValue) is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "\(place(context.codingPath))not a value of the type that belongs there"
    case DecodingError.dataCorrupted(let context):
      "\(place(context.codingPath))"
        + (context.underlyingError.map(syntaxError) ?? context.debugDescription)
    default: syntaxError(error)
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    path.isEmpty ? "" : path.map(\.stringValue).joined(separator: ".") + ": "
  }

  private static func syntaxError(_ error: any Error) -> String {
    "no YAML: " + "\(error)".replacing("\n", with: " ")
  }
}
