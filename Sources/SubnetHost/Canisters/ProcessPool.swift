import Synchronization

/// How many processes canisters may have at once, on all subnets that share the pool.
///
/// Whoever starts one more than that ends the one that was used least recently, of those that are
/// idle. If none is, there are more for a while.
package final class ProcessPool: Sendable {
  private let capacity: Int
  private let canisters = Mutex<[ObjectIdentifier: Weak]>([:])
  /// Counts uses.
  private let clock = Atomic<UInt64>(0)

  private struct Weak {
    weak let canister: HostedCanister?
  }

  /// A pool for so many processes, at least one.
  package init(capacity: Int = 256) {
    self.capacity = max(1, capacity)
  }

  /// How many canisters have processes.
  package var count: Int { canisters.withLock { $0.count } }

  /// Notes that a canister is being used.
  func noteUse(of canister: HostedCanister) {
    let now = clock.add(1, ordering: .relaxed).newValue
    canister.lastUse.store(now, ordering: .relaxed)
  }

  /// Makes room for the process of a canister.
  func admit(_ canister: HostedCanister) {
    let (excess, others) = canisters.withLock { canisters in
      canisters[ObjectIdentifier(canister)] = Weak(canister: canister)
      let excess = canisters.count - capacity
      return (excess, excess > 0 ? canisters.values.compactMap(\.canister) : [])
    }
    let candidates = others.filter { $0 !== canister }
      .map { (canister: $0, lastUse: $0.lastUse.load(ordering: .relaxed)) }
      .sorted { $0.lastUse < $1.lastUse }
    var parkedCount = 0
    for candidate in candidates where parkedCount < excess {
      if candidate.canister.park() { parkedCount += 1 }
    }
  }

  /// Notes that a canister has no process.
  func remove(_ canister: HostedCanister) {
    canisters.withLock { $0[ObjectIdentifier(canister)] = nil }
  }
}
