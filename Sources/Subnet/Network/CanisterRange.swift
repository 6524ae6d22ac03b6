package import Candid

/// Ids of canisters in a row, which one subnet has or may give out (Interface Specification,
/// "Certified data": `canister_ranges`).
package struct CanisterRange: Codable, Hashable, Sendable {
  /// The index of the first id, as `Principal(canisterIndex:)` has it.
  package let first: UInt64
  /// The index of the last id, which belongs to the range.
  package let last: UInt64

  package init(_ range: ClosedRange<UInt64>) {
    first = range.lowerBound
    last = range.upperBound
  }

  /// How many ids a subnet is given at once.
  package static let size: UInt64 = 1 << 20

  /// A range from which a test network gives out ids, the first of them being number 0.
  ///
  /// They begin at the top, where the Internet Computer has none: a canister of it can have its own
  /// id in a test network, too.
  package static func allotment(_ number: UInt64) -> CanisterRange {
    let first = (UInt64.max / size - 1 - number) * size
    return CanisterRange(first...first + size - 1)
  }

  /// The range of ids that a subnet would have together with this one; nil if it is no id of the
  /// form that subnets give out.
  package init?(around id: Principal) {
    guard let index = id.canisterIndex else { return nil }
    let first = index / Self.size * Self.size
    self.init(first...first + Self.size - 1)
  }

  /// Whether an id is of this range.
  package func contains(_ id: Principal) -> Bool {
    id.canisterIndex.map { first <= $0 && $0 <= last } ?? false
  }
}
