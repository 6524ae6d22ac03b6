/// How much was done to make a canister's code fast.
package enum Tier: String, CaseIterable, Codable, Comparable, Sendable {
  /// Nothing: the module is interpreted.
  case interpreter
  /// Native code that costs little to make.
  case quick
  /// Native code, optimised as the options say.
  case best

  package static func < (left: Tier, right: Tier) -> Bool {
    allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
  }
}
