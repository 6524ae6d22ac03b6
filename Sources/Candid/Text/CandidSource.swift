/// A text in Candid's language and the name that errors give it.
package struct CandidSource: Sendable {
  package let name: String
  let bytes: [UInt8]

  package init(name: String, text: String) {
    self.name = name
    bytes = Array(text.utf8)
  }

  /// The line that a place lies in, and the numbers of line and column, counted from 1.
  func location(of offset: Int) -> (text: String, line: Int, column: Int) {
    let before = bytes[..<min(offset, bytes.count)]
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let column = String(decoding: bytes[start..<before.endIndex], as: UTF8.self).count + 1
    return (String(decoding: bytes[start..<end], as: UTF8.self), line, column)
  }
}
