/// The name of a benchmark or of a scope: compared and sorted byte by byte.
///
/// Swift's strings equate what looks the same, and so would merge two benchmarks.
package struct Name: Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }
}

extension Name: Hashable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
  package init(stringLiteral text: String) { self.init(text) }

  package static func == (left: Name, right: Name) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  package static func < (left: Name, right: Name) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  /// Hashes the bytes, as names are equal when these are.
  package func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
    hasher.combine(text.utf8.count)
  }

  package var description: String { text }
}
