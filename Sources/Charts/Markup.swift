/// Builds pieces of HTML and SVG.
package enum Markup {
  /// An element with attributes in the given order, around content that is markup already.
  package static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: String = ""
  ) -> String {
    let attributes = attributes.map { " \($0.key)=\"\(escape($0.value))\"" }.joined()
    return "<\(name)\(attributes)>\(content)</\(name)>"
  }

  /// The text, escaped: names from scripts must not become markup.
  package static func escape(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // Characters that XML can't represent at all.
      case "\0"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}":
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  /// A coordinate, rounded to tenths.
  package static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
  }
}
