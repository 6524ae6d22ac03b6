/// The same of all subnets.
extension NetworkState {
  /// Whether anything has happened since; time that has passed is nothing by itself.
  package func hasChanged(since earlier: NetworkState) -> Bool {
    subnets.keys != earlier.subnets.keys
      || subnets.contains { id, subnet in
        earlier.subnets[id].map { subnet.hasChanged(since: $0) } ?? true
      }
  }

  /// Whether it can have come of inputs, all of which were dealt with.
  package var isPlausible: Bool {
    stream.isEmpty
      && subnets.allSatisfy { id, subnet in id == subnet.settings.id && subnet.isPlausible }
  }

  /// Drops all calls that are not over.
  package mutating func dropCalls() {
    for id in subnets.keys { subnets[id]?.dropCalls() }
  }
}

/// A state that is stored and read again; the file is not trusted.
extension SubnetState {
  /// Whether anything has happened since; time that has passed is nothing by itself, and queries
  /// that are not in the statistics yet may be lost.
  package func hasChanged(since earlier: SubnetState) -> Bool {
    var earlier = earlier
    earlier.timeNanoseconds = timeNanoseconds
    earlier.nextTimeNanoseconds = nextTimeNanoseconds
    earlier.lastNumber = lastNumber
    earlier.queryCounting = queryCounting
    return self != earlier
  }

  /// Whether it can have come of inputs, all of which were dealt with: no counter is near its end,
  /// and what is counted twice agrees.
  package var isPlausible: Bool {
    let callCounts = pendingCalls.countsByContext
    let counters =
      [lastNumber, allottedCount, timeNanoseconds, nextTimeNanoseconds ?? 0]
      + canisters.values.flatMap { [$0.version, $0.log.nextIndex, $0.history.totalCount] }
    let ranges = settings.ranges + [settings.allotment]
    return counters.allSatisfy { $0 < .max / 2 }
      && round == nil && requests == RequestsUnderWay() && queries.isEmpty
      && ranges.allSatisfy { $0.first <= $0.last && $0.last < .max }
      && pendingCalls.isPlausible(
        remoteCallees: contexts.values.filter(\.hasRemoteSlot).map(\.canister))
      && canisters.values.allSatisfy(\.isPlausible)
      && contexts.allSatisfy { number, context in
        number.value <= lastNumber && context.outstandingCalls == callCounts[number, default: 0]
      }
  }

  /// Drops all calls that are not over: their progress is not known.
  package mutating func dropCalls() {
    ingress = []
    contexts = [:]
    pendingCalls = PendingCalls()
    queue = []
    waitingRandomness = []
    waitingStops = [:]
    outcalls.removeAll()
  }
}
