package import Candid
import Replica

/// The first thing in which two observations differ.
package enum Difference: Equatable, Sendable {
  case outcome(Observation.Outcome, Observation.Outcome)
  case debugPrints([String], [String])
  case instructions(UInt64, UInt64)
  /// Pages of 4 KiB that a message has changed.
  case changedPages(StateMemory, UInt64, UInt64)
  case memory(canister: Principal, StateMemory)
  case globals(canister: Principal)
  /// The version, the timer or certified data.
  case metadata(canister: Principal)
}

/// The memories of a canister that have a file in its state.
package enum StateMemory: String, Sendable {
  case heap
  case stable = "stable memory"

  var fileName: String {
    switch self {
    case .heap: "wasm_memory.bin"
    case .stable: "stable_memory.bin"
    }
  }
}

extension Observation {
  /// The first thing that must be equal and is not; what users see comes first.
  package func difference(from other: Observation, countsInstructions: Bool) -> Difference? {
    if outcome != other.outcome { return .outcome(outcome, other.outcome) }
    let prints = activity.debugPrints.map(\.line)
    let otherPrints = other.activity.debugPrints.map(\.line)
    if prints != otherPrints { return .debugPrints(prints, otherPrints) }
    if let difference = differenceOfStates(from: other) { return difference }
    if countsInstructions && activity.instructions != other.activity.instructions {
      return .instructions(activity.instructions, other.activity.instructions)
    }
    let pages: [(StateMemory, KeyPath<Activity, UInt64>)] = [
      (.heap, \.changedHeapPages), (.stable, \.changedStablePages),
    ]
    for (memory, count) in pages where activity[keyPath: count] != other.activity[keyPath: count] {
      return .changedPages(memory, activity[keyPath: count], other.activity[keyPath: count])
    }
    return nil
  }

  private func differenceOfStates(from other: Observation) -> Difference? {
    for (canister, state) in states.sorted(by: { $0.key.description < $1.key.description }) {
      guard let otherState = other.states[canister], state != otherState else { continue }
      if state.heapHash != otherState.heapHash { return .memory(canister: canister, .heap) }
      if state.stableHash != otherState.stableHash { return .memory(canister: canister, .stable) }
      if state.globalsHash != otherState.globalsHash { return .globals(canister: canister) }
      return .metadata(canister: canister)
    }
    return nil
  }
}
