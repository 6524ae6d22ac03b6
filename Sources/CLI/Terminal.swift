import Foundation

/// A stream for people: styled if it is a terminal.
struct Terminal {
  private let file: FileHandle
  let isTerminal: Bool

  static let standardOutput = Terminal(.standardOutput)
  static let standardError = Terminal(.standardError)

  private init(_ file: FileHandle) {
    self.file = file
    isTerminal = isatty(file.fileDescriptor) == 1
  }

  /// The ways in which text can be set off.
  enum Style: String {
    case bold = "1"
    case red = "1;31"
    case green = "1;32"
    case blue = "1;34"
  }

  /// Writes text at once, without a line feed of its own.
  func write(_ text: String) {
    // Nobody is left to be told if this fails.
    try? file.write(contentsOf: Data(text.utf8))
  }

  /// The text with its style, where that can be seen and is wanted.
  func style(_ text: String, _ style: Style) -> String {
    guard isTerminal, ProcessInfo.processInfo.environment["NO_COLOR"] == nil else { return text }
    return "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
  }
}
