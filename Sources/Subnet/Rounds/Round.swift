import Admission
import Candid

/// A round that is being executed: what is left of it.
struct Round: Codable, Equatable, Sendable {
  /// The parts of a round, in order.
  enum Stage: String, Codable, Sendable {
    case tasks, ingress, messages, lowMemory
  }

  /// Which tasks run in a round.
  enum Tasks: String, Codable, Sendable {
    /// All, as in each round of the network.
    case all
    /// Only the timers that are due.
    case timers
  }

  /// A task that the system gives a canister without a message.
  struct Task: Codable, Equatable, Sendable {
    let canister: Principal
    let method: SystemMethod
  }

  let kind: Tasks
  var stage = Stage.tasks
  var tasks: [Task] = []
  /// How many messages between canisters were delivered.
  var deliveredCount = 0
  /// Why timers and heartbeats failed.
  var failures: [UserError] = []

  init(tasks: Tasks) { kind = tasks }
}
