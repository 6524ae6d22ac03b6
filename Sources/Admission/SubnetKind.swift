/// The kinds of subnets, which differ in what they allow canisters.
package enum SubnetKind: String, CaseIterable, Codable, Sendable {
  /// Where canisters of users are.
  case application
  /// Where the canisters of the Internet Computer itself are.
  case system
  /// PocketIC's, on which canbench runs: like the first, but with limits that hardly matter.
  case benchmarking
}
