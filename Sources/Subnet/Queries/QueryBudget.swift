/// What a query may execute together with all that it calls.
struct QueryBudget: Codable, Equatable, Sendable {
  private let total: UInt64
  private var left: UInt64

  /// That of the Internet Computer.
  private static let standard: UInt64 = 5_000_000_000
  /// What each call costs beside its executions.
  private static let callCost: UInt64 = 50_000_000

  /// The budget where a message may execute so much.
  init(instructionLimit: UInt64?) {
    total = instructionLimit ?? Self.standard
    left = total
  }

  var isSpent: Bool { left == 0 }

  /// How much the next execution may execute; nil if that is as much as any.
  var limit: UInt64? { left == total ? nil : left }

  mutating func spend(_ count: UInt64) { left -= min(count, left) }

  mutating func spendOnCall() { spend(Self.callCost) }
}
