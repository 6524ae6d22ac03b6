import Foundation

/// A stream for people.
///
/// If it is a terminal, output has styles, and control characters in it are escaped, since names,
/// texts and errors come from canisters and their authors. Files and pipes get everything as it is.
struct Terminal {
  private let file: FileHandle
  let isTerminal: Bool

  static let standardOutput = Terminal(.standardOutput)
  static let standardError = Terminal(.standardError)

  /// Marks a style; random, so that no other text can contain it.
  private static let styleMark = "\u{1B}\(UInt64.random(in: 0 ... .max)):"

  private init(_ file: FileHandle) {
    self.file = file
    isTerminal = isatty(file.fileDescriptor) == 1
  }

  /// How text can be emphasised.
  enum Style: String {
    case bold = "1"
    case red = "1;31"
    case green = "1;32"
    case blue = "1;34"
  }

  /// Writes text at once, without a line feed of its own.
  func write(_ text: String) { put(isTerminal ? Self.visible(text) : text) }

  /// Writes bytes that may be text.
  func write(_ bytes: [UInt8]) {
    if isTerminal { put(VisibleText.escaped(bytes)) } else { put(bytes) }
  }

  /// Writes JSON and a line feed.
  func writeJSON(_ text: String) {
    put((isTerminal ? VisibleText.escapedJSON(text) : text) + "\n")
  }

  /// Writes an object in JSON and a line feed: in one line by default.
  func write(
    json object: some Encodable, formatting: JSONEncoder.OutputFormatting = []
  ) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    writeJSON(String(decoding: try encoder.encode(object), as: UTF8.self))
  }

  /// Replaces the line that the cursor is in.
  func replaceLine(_ text: String) { put("\r\u{1B}[K" + VisibleText.escaped(text)) }

  /// The text with a style, for `write`; unchanged if there is no terminal or `NO_COLOR` is set.
  func style(_ text: String, _ style: Style) -> String {
    guard isTerminal, ProcessInfo.processInfo.environment["NO_COLOR"] == nil else { return text }
    return "\(Self.styleMark)\(style.rawValue)m\(text)\(Self.styleMark)0m"
  }

  private static func visible(_ text: String) -> String {
    let parts = text.components(separatedBy: styleMark)
    return VisibleText.escaped(parts[0])
      + parts.dropFirst().map { part in
        let style = part.prefix { $0 != "m" }
        return "\u{1B}[\(style)m" + VisibleText.escaped(String(part.dropFirst(style.count + 1)))
      }.joined()
  }

  private func put(_ text: String) { put(Array(text.utf8)) }

  private func put(_ bytes: [UInt8]) {
    // If this fails, there is no way left to report it.
    try? file.write(contentsOf: Data(bytes))
  }
}
