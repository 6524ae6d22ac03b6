import Bytes

/// What a canister printed: bytes, which need not be text.
package struct PrintedBytes: Codable, Hashable, Sendable {
  package let bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// As text, with U+FFFD in place of what is none.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Hexadecimal digits, if the text does not tell which bytes these are; else nil.
  package var hexOfNoText: String? {
    String(validating: bytes, as: UTF8.self) == nil ? bytes.hexadecimal : nil
  }
}

extension PrintedBytes: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self.init(Array(text.utf8)) }
}
