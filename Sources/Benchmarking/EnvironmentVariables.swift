import Foundation

/// The canister's environment variables, from a file with a line `NAME,VALUE` for each.
package enum EnvironmentVariables {
  /// The variables by name, without the blanks around names and values.
  package static func read(_ path: String) throws(BenchmarkingError) -> [String: String] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      let reason = SystemReason.forNotReading(path) ?? "it is not text in UTF-8"
      throw .variablesNotRead(path: path, reason: reason)
    }
    return try parse(text, path: path)
  }

  /// The variables of a text; `path` is for errors.
  static func parse(
    _ text: String, path: String
  ) throws(BenchmarkingError) -> [String: String] {
    var variables: [String: String] = [:]
    // By scalars: to Swift, a carriage return and a line feed are one character.
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    for line in lines.map({ String($0) }) {
      guard let comma = line.firstIndex(of: ",") else {
        throw .invalidVariable(path: path, line: line)
      }
      let name = line[..<comma].trimmingCharacters(in: .whitespacesAndNewlines)
      let value = line[line.index(after: comma)...].trimmingCharacters(in: .whitespacesAndNewlines)
      // A canister has one variable of a name.
      guard variables.updateValue(value, forKey: name) == nil else {
        throw .invalidVariable(path: path, line: line)
      }
    }
    return variables
  }
}
