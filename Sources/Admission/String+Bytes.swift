// Names on the IC are bytes: two that Unicode calls equivalent are different, and a space is a
// space even before a combining accent. Swift's strings see characters, so names are compared and
// taken apart here.

extension String {
  /// What stands before and after the first space, or nil if there is none.
  func splitAtFirstSpace() -> (before: String, after: String)? {
    guard let space = utf8.firstIndex(of: UInt8(ascii: " ")) else { return nil }
    return (String(self[..<space]), String(self[utf8.index(after: space)...]))
  }

  /// Whether both are the same bytes.
  func hasSameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }

  /// The bytes, as a key for sets.
  var bytes: [UInt8] { Array(utf8) }
}
