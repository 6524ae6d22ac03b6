/// The identity of a field, or of a tag of a variant: its id, and its name if that is known.
package struct FieldLabel: Sendable {
  package let id: UInt32
  package let name: String?

  package init(id: UInt32) {
    self.id = id
    name = nil
  }

  package init(name: String) {
    id = Self.hash(of: name)
    self.name = name
  }

  /// The id of a name (Candid Specification, "Records").
  package static func hash(of name: String) -> UInt32 {
    name.utf8.reduce(0) { $0 &* 223 &+ UInt32($1) }
  }
}

extension FieldLabel: Hashable {
  /// By their ids alone: names do not reach the binary form.
  package static func == (left: Self, right: Self) -> Bool { left.id == right.id }

  package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
