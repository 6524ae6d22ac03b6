/// Names as keys in YAML, in the style that canbench's library chooses for them: so its files and
/// these are the same, byte for byte.
///
/// The rules are those of serde_yaml, for what would not be read as text, and of libyaml's emitter,
/// for everything else.
struct YAMLScalar {
  private let text: String
  private let scalars: [UnicodeScalar]
  private let style: Style

  private enum Style {
    case plain, singleQuoted, doubleQuoted, literal
  }

  init(_ text: String) {
    self.text = text
    scalars = Array(text.unicodeScalars)
    style = Self.style(of: scalars, text)
  }

  /// The key and the lines of its value, which are indented by as much as they have to be.
  static func entry(_ key: String, _ value: [String]) -> [String] {
    let scalar = YAMLScalar(key)
    if scalar.isSimpleKey {
      return ["\(scalar.lines[0]):"] + value.map(indented)
    }
    return ["? \(scalar.lines[0])"] + scalar.lines.dropFirst().map(indented)
      + [": \(value[0])"] + value.dropFirst().map(indented)
  }

  /// Lines without anything stay so.
  private static func indented(_ line: String) -> String { line.isEmpty ? "" : "  " + line }

  /// Longer keys, and those in several lines, are marked as keys.
  private var isSimpleKey: Bool {
    text.utf8.count <= 128 && !scalars.contains(where: \.isLineBreak)
  }

  /// The key as it is written; all but a literal has one line.
  private var lines: [String] {
    switch style {
    case .plain: [text]
    case .singleQuoted: ["'" + text.replacing("'", with: "''") + "'"]
    case .doubleQuoted: ["\"" + scalars.map(\.escaped).joined() + "\""]
    case .literal: literal
    }
  }

  private var literal: [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // How the text ends: without a line feed, with one, or with more.
    let ending = !text.hasSuffix("\n") ? "-" : text.hasSuffix("\n\n") || text == "\n" ? "+" : ""
    if ending != "-" { lines.removeLast() }
    let beginsWithBlank = scalars[0] == " " || scalars[0] == "\n"
    return ["|" + (beginsWithBlank ? "2" : "") + ending] + lines
  }

  private static func style(of scalars: [UnicodeScalar], _ text: String) -> Style {
    if scalars.contains("\n") {
      return allowsLiteral(scalars) ? .literal : .doubleQuoted
    }
    if scalars.contains(where: { !$0.isPrintable || $0.isLineBreak }) { return .doubleQuoted }
    return scalars.isEmpty || YAMLValue.isOther(than: text) || hasIndicators(scalars)
      || scalars.first == " " || scalars.last == " " ? .singleQuoted : .plain
  }

  /// Blanks before a line feed, or at the end, would be lost.
  private static func allowsLiteral(_ scalars: [UnicodeScalar]) -> Bool {
    guard scalars.last != " ", scalars.allSatisfy(\.isPrintable) else { return false }
    return !zip(scalars, scalars.dropFirst()).contains { $0 == " " && $1.isLineBreak }
  }

  /// Whether something in the text has a meaning in YAML where it stands.
  private static func hasIndicators(_ scalars: [UnicodeScalar]) -> Bool {
    if scalars.starts(with: "---".unicodeScalars) || scalars.starts(with: "...".unicodeScalars) {
      return true
    }
    for (index, scalar) in scalars.enumerated() {
      let isBeforeBlank = index + 1 == scalars.count || scalars[index + 1] == " "
      switch scalar {
      case "#", ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`":
        if index == 0 || scalar == "#" && scalars[index - 1] == " " { return true }
      case "?", "-": if index == 0 && isBeforeBlank { return true }
      case ":": if isBeforeBlank { return true }
      default: continue
      }
    }
    return false
  }
}

extension UnicodeScalar {
  fileprivate var isLineBreak: Bool {
    ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(self)
  }

  /// What libyaml takes for printable.
  fileprivate var isPrintable: Bool {
    switch value {
    case 0x0A, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...: true
    default: false
    }
  }

  /// As it stands between double quotes.
  fileprivate var escaped: String {
    switch self {
    case "\0": "\\0"
    case "\u{07}": "\\a"
    case "\u{08}": "\\b"
    case "\t": "\\t"
    case "\n": "\\n"
    case "\u{0B}": "\\v"
    case "\u{0C}": "\\f"
    case "\r": "\\r"
    case "\u{1B}": "\\e"
    case "\"", "\\": "\\\(self)"
    case "\u{85}": "\\N"
    case "\u{2028}": "\\L"
    case "\u{2029}": "\\P"
    case _ where isPrintable: String(self)
    case _ where value <= 0xFF: "\\x" + hexadecimal(count: 2)
    case _ where value <= 0xFFFF: "\\u" + hexadecimal(count: 4)
    default: "\\U" + hexadecimal(count: 8)
    }
  }

  private func hexadecimal(count: Int) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: count - digits.count) + digits
  }
}
