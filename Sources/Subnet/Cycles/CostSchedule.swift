/// By which schedule the canisters of a subnet pay.
package enum CostSchedule: String, Codable, Sendable {
  case normal
  /// Nothing costs anything.
  case free
}
