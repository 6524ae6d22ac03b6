package import Engines
package import Subnet
package import Executions
package import Candid

/// How a message from outside was answered, and what it did on the way.
package struct MessageReport: Equatable, Sendable {
  package var result: MessageResult
  package var activity: Activity

  package init(result: MessageResult, activity: Activity = Activity()) {
    self.result = result
    self.activity = activity
  }
}

/// What executions did, summed up over all that a message led to.
package struct Activity: Equatable, Sendable {
  package var debugPrints: [DebugPrint] = []
  package var durationNanoseconds: UInt64 = 0
  package var instructions: UInt64 = 0
  /// Whether `instructions` has all that was executed; a fault may have hidden the last of it.
  package var countsAllInstructions = true
  package var changedHeapPages: UInt64 = 0
  package var changedStablePages: UInt64 = 0
  /// How good the code was by which they were executed.
  package var tiers: Set<Tier> = []

  package init() {}

  mutating func add(_ outcome: Outcome, canister: Principal, timeNanoseconds: UInt64) {
    debugPrints += outcome.debugPrints.map {
      DebugPrint(timeNanoseconds: timeNanoseconds, canister: canister, content: $0)
    }
    // Figures of a process that runs a stranger's code: they may be anything.
    durationNanoseconds &+= outcome.durationNanoseconds
    instructions &+= outcome.instructions
    if outcome.isCountHidden { countsAllInstructions = false }
    changedHeapPages &+= outcome.changedHeapPages
    changedStablePages &+= outcome.changedStablePages
  }
}

/// A line that a canister printed.
package struct DebugPrint: Hashable, Sendable {
  /// When, as canisters see time.
  package let timeNanoseconds: UInt64
  package let canister: Principal
  package let content: PrintedBytes

  package init(timeNanoseconds: UInt64, canister: Principal, content: PrintedBytes) {
    self.timeNanoseconds = timeNanoseconds
    self.canister = canister
    self.content = content
  }
}
