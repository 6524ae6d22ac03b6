import Candid

/// How queries come into the statistics of their canisters.
///
/// A query is executed by one node, so nodes have to report it. They count what they execute
/// in an epoch. With the first query of a later epoch they begin to report that, one node a round,
/// and when enough nodes have reported an epoch, the subnet adds what was reported of the epoch
/// before. Here each node is taken to have executed an equal share, as test networks do.
struct QueryCounting: Codable, Equatable, Sendable {
  private var roundCount: UInt64 = 0
  /// The epoch of the last query.
  private var epoch: UInt64 = 0
  /// What the queries of that epoch have used.
  private var counted: [Principal: QueryStatistics] = [:]
  /// What is to be reported next.
  private var waiting: [Principal: QueryStatistics]?
  private var report = Report()
  /// What was reported of an epoch, but not of a later one.
  private var reported: [Principal: QueryStatistics] = [:]

  /// What nodes report of an epoch.
  private struct Report: Codable, Equatable, Sendable {
    var statistics: [Principal: QueryStatistics] = [:]
    /// How many nodes have to report it yet.
    var remainingCount: UInt64 = 0
  }

  /// In rounds, as test networks have it.
  private static let epochLength: UInt64 = 60

  /// Counts a query.
  mutating func count(_ statistics: QueryStatistics, of canister: Principal) {
    let current = roundCount / Self.epochLength
    if current > epoch {
      // Nodes that have not begun to report one epoch leave out the next one.
      if !counted.isEmpty { waiting = waiting ?? counted }
      (epoch, counted) = (current, [:])
    }
    counted[canister] = (counted[canister] ?? QueryStatistics()) + statistics
  }

  /// Lets a node report in a new round; what is to be added to the statistics of canisters.
  mutating func beginRound(nodeCount: UInt64) -> [Principal: QueryStatistics] {
    roundCount += 1
    if report.remainingCount == 0, let next = waiting {
      report = Report(
        statistics: next.mapValues { $0.shared(by: nodeCount) }, remainingCount: nodeCount)
      waiting = nil
    }
    guard report.remainingCount > 0 else { return [:] }
    report.remainingCount -= 1
    // As many may fail to report as a subnet tolerates.
    guard report.remainingCount == (max(nodeCount, 1) - 1) / 3 else { return [:] }
    let complete = reported
    reported = report.statistics
    return complete
  }
}
