import Foundation
package import Instrumentation

extension CodeOptions {
  /// The options in JSON; equal ones have the same text.
  package var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("words can be encoded")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// The options that such a text stands for; nil if it stands for none.
  package init?(json: String) {
    guard let options = try? JSONDecoder().decode(CodeOptions.self, from: Data(json.utf8)) else {
      return nil
    }
    self = options
  }

  /// For those who read an executable: names and values.
  package var values: [String: String] {
    guard let values = try? JSONDecoder().decode([String: String].self, from: Data(json.utf8))
    else { preconditionFailure("each option is a word") }
    return values
  }
}
