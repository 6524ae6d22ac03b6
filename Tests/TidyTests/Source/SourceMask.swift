/// Blanks out comments and string literals, so that rules only see code.
///
/// It knows as much of Swift and C as that needs: nested comments, raw and multi-line strings,
/// interpolations, character literals. Regular-expression literals are taken for code.
struct SourceMask {
  private var bytes: [UInt8]
  private var position = 0

  static func mask(_ text: String) -> String {
    var mask = SourceMask(bytes: Array(text.utf8))
    while mask.position < mask.bytes.count { mask.skipOrPass() }
    return String(decoding: mask.bytes, as: UTF8.self)
  }

  private mutating func skipOrPass() {
    if looksAt("//") {
      blank { !$0.looksAt("\n") }
    } else if looksAt("/*") {
      blankComment()
    } else if looksAt("\"") || looksAt("#\"") || looksAt("##\"") {
      blankString()
    } else if looksAt("'") {
      blankCharacter()
    } else {
      position += 1
    }
  }

  private func looksAt(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

  private mutating func blankOne() {
    if bytes[position] != UInt8(ascii: "\n") { bytes[position] = UInt8(ascii: " ") }
    position += 1
  }

  private mutating func blank(while condition: (SourceMask) -> Bool) {
    while position < bytes.count, condition(self) { blankOne() }
  }

  private mutating func blank(_ count: Int) {
    for _ in 0..<min(count, bytes.count - position) { blankOne() }
  }

  private mutating func blankComment() {
    var depth = 0
    repeat {
      if looksAt("/*") {
        depth += 1
        blank(2)
      } else if looksAt("*/") {
        depth -= 1
        blank(2)
      } else {
        blankOne()
      }
    } while depth > 0 && position < bytes.count
  }

  /// A character in C; an apostrophe that opens none is left alone.
  private mutating func blankCharacter() {
    // At least one character, or an escape, then the closing apostrophe: `'\''` and `'\x7f'`.
    let rest = bytes[(position + 1)...].prefix(5)
    let first = rest.first == UInt8(ascii: "\\") ? 2 : 1
    guard let end = rest.dropFirst(first).firstIndex(of: UInt8(ascii: "'")) else {
      position += 1
      return
    }
    blank(end + 1 - position)
  }

  private mutating func blankString() {
    let hashes = bytes[position...].prefix { $0 == UInt8(ascii: "#") }.count
    let fence = String(repeating: "#", count: hashes)
    blank(hashes)
    let quotes = looksAt("\"\"\"") ? "\"\"\"" : "\""
    blank(quotes.utf8.count)
    while position < bytes.count {
      if looksAt("\\" + fence + "(") {
        blank(2 + hashes)
        blankInterpolation()
      } else if looksAt("\\" + fence) {
        blank(2 + hashes)
      } else if looksAt(quotes + fence) {
        return blank(quotes.utf8.count + hashes)
      } else if quotes == "\"" && looksAt("\n") {
        return  // Not a string after all, or one that no compiler takes.
      } else {
        blankOne()
      }
    }
  }

  private mutating func blankInterpolation() {
    var depth = 1
    while depth > 0 && position < bytes.count {
      if looksAt("\"") || looksAt("#\"") {
        blankString()
        continue
      }
      if looksAt("(") { depth += 1 }
      if looksAt(")") { depth -= 1 }
      blankOne()
    }
  }
}
