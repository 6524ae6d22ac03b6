package import Candid
import CanisterProcess
import Scripts
import SubnetHost

/// The first thing in which two observations differ.
package enum Difference: Equatable, Sendable {
  case outcome(Observation.Outcome, Observation.Outcome)
  case debugPrints([String], [String])
  case instructions(UInt64, UInt64)
  /// Pages of 4 KiB that a message has changed.
  case changedPages(StateMemory, UInt64, UInt64)
  case memory(canister: Principal, StateMemory, DifferingBytes)
  case globals(canister: Principal)
  /// The version, the timer or certified data.
  case metadata(canister: Principal)
}

extension Observation {
  /// The first thing that must be equal and is not; what users see comes first.
  ///
  /// The files of memories are read: both canisters must still be as they were observed.
  package func difference(
    from other: Observation, countsInstructions: Bool
  ) throws(MemoryFileError) -> Difference? {
    if outcome != other.outcome { return .outcome(outcome, other.outcome) }
    let prints = activity.debugPrints.map(\.line)
    let otherPrints = other.activity.debugPrints.map(\.line)
    if prints != otherPrints {
      return .debugPrints(
        prints.map { String(decoding: $0, as: UTF8.self) },
        otherPrints.map { String(decoding: $0, as: UTF8.self) })
    }
    if let difference = try differenceOfStates(from: other) { return difference }
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

  private func differenceOfStates(
    from other: Observation
  ) throws(MemoryFileError) -> Difference? {
    for (canister, state) in states.sorted(by: { $0.key.description < $1.key.description }) {
      guard let otherState = other.states[canister] else { continue }
      for memory in StateMemory.allCases {
        if let place = try DifferingBytes.find(in: state.file(memory), otherState.file(memory)) {
          return .memory(canister: canister, memory, place)
        }
      }
      if state.status.globals != otherState.status.globals { return .globals(canister: canister) }
      if state.status != otherState.status { return .metadata(canister: canister) }
    }
    return nil
  }
}
