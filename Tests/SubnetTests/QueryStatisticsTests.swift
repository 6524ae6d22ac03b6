import Candid
import Executions
import Testing

@testable import Subnet

/// When queries come into the statistics of their canisters.
struct QueryStatisticsTests {
  private static func query(_ id: Principal, count: Int, in subnet: inout PayingSubnet) {
    for _ in 0..<count { _ = subnet.query(id, argument: [UInt8](repeating: 0, count: 8)) }
  }

  /// What was reported of an epoch counts when the next one was reported, too.
  @Test func epochsAreCountedLater() throws {
    var subnet = PayingSubnet()
    let id = subnet.add(cycles: 1_000_000_000_000) { _, _ in
      var outcome = Outcome(result: .reply([1, 2, 3, 4]))
      outcome.instructions = 10
      return outcome
    }
    for epoch in 0..<4 {
      Self.query(id, count: 13, in: &subnet)
      #expect(
        subnet.state.canisters[id]?.queryStatistics.callCount == UInt64(max(0, epoch - 2) * 13))
      for _ in 0..<60 { subnet.apply(.round) }
    }
    let statistics = try #require(subnet.state.canisters[id]?.queryStatistics)
    #expect(statistics.callCount == 26 && statistics.instructions == 260)
    #expect(statistics.requestBytes == 208 && statistics.responseBytes == 104)
    let status = try CanisterStatus.query(.record(["canister_id": .id(id)]), of: subnet.state)
    #expect(status[0]["query_stats"]["num_calls_total"] == .number(26))
  }

  /// A share is a whole number, so some queries are not counted at all.
  @Test func sharesAreWholeNumbers() {
    var subnet = PayingSubnet()
    let id = subnet.add(cycles: 1_000_000_000_000)
    for _ in 0..<4 {
      Self.query(id, count: 25, in: &subnet)
      for _ in 0..<60 { subnet.apply(.round) }
    }
    #expect(subnet.state.canisters[id]?.queryStatistics.callCount == 26)
  }

  @Test func queriesAloneAreNoChange() {
    var subnet = PayingSubnet()
    let id = subnet.add(cycles: 1_000_000_000_000)
    let before = subnet.state
    Self.query(id, count: 1, in: &subnet)
    #expect(!subnet.state.hasChanged(since: before))
  }
}
