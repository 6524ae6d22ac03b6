/// Messages of engines that are accepted for the words of a script.
package enum Wording {
  /// Whether a message is the one that the script expects.
  package static func matches(_ found: String, _ expected: String) -> Bool {
    found.hasPrefix(expected) || isNumbered(expected, found)
      || synonyms.contains { $0.suite == expected && found.hasPrefix($0.ours) }
  }

  /// Some words of scripts end in the number of an element, which engines need not have.
  private static func isNumbered(_ expected: String, _ found: String) -> Bool {
    expected.hasPrefix(found + " ")
      && expected.dropFirst(found.count + 1).allSatisfy(\.isNumber)
  }

  /// Other words for the same mistake: how the suite words some of them depends on what its
  /// reference interpreter makes of the bytes behind the end of a body or a section.
  private static let synonyms: [(suite: String, ours: String)] = [
    // It takes what follows the body for instructions, until the file ends.
    ("unexpected end of section or function", "END opcode expected"),
    ("unexpected end of section or function", "unexpected end"),
    // It takes the number of the next section, 0x0B, for the `end` that is missing.
    ("section size mismatch", "END opcode expected"),
    // It takes the next section for the length of a name.
    ("length out of bounds", "unexpected end"),
    // It reads data up to the end of the file.
    ("unexpected end of section or function", "length out of bounds"),
  ]
}
