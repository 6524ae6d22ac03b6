/// A text that stands in one line if it fits, and else in several.
struct Layout {
  /// In one line.
  private(set) var line: String
  /// How it is broken; nil if it can't be.
  private var parts: Parts?

  private struct Parts {
    var head: String
    let items: [Layout]
    let separator: String
    /// Whether the last item, too, has a separator.
    let endsWithSeparator: Bool
    let tail: String
  }

  static let width = 80

  static func word(_ text: String) -> Layout { Layout(line: text) }

  /// Items within brackets, each in a line of its own if all do not fit in one.
  static func group(
    _ head: String, _ open: String, _ items: [Layout], separator: String,
    _ close: String, endsWithSeparator: Bool = true
  ) -> Layout {
    guard !items.isEmpty else { return word(head + open + close) }
    let blank = open == "{" ? " " : ""
    let content = items.map(\.line).joined(separator: separator + " ")
    return Layout(
      line: head + open + blank + content + blank + close,
      parts: Parts(
        head: head + open, items: items, separator: separator,
        endsWithSeparator: endsWithSeparator, tail: close))
  }

  /// The same behind a text.
  func prefixed(_ text: String) -> Layout {
    var layout = self
    layout.line = text + line
    if let parts { layout.parts?.head = text + parts.head }
    return layout
  }

  /// The text, which begins in a column and is followed by so many characters in its last line.
  func text(indentation: Int = 0, following: Int = 0) -> String {
    guard let parts, indentation + line.count + following > Self.width else { return line }
    let margin = "\n" + String(repeating: " ", count: indentation + 2)
    var text = parts.head
    for (index, item) in parts.items.enumerated() {
      let isSeparated = index + 1 < parts.items.count || parts.endsWithSeparator
      let separator = isSeparated ? parts.separator : ""
      text += margin + item.text(indentation: indentation + 2, following: separator.count)
      text += separator
    }
    return text + "\n" + String(repeating: " ", count: indentation) + parts.tail
  }
}
