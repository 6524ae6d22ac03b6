import Admission
import Candid
import Executions

@testable import Subnet

/// A subnet whose canisters are played by closures, at once.
struct PayingSubnet {
  private(set) var state = SubnetState()
  /// The outcome of each canister's executions, given its settings.
  var behaviours: [Principal: (Execution, Configuration) -> Outcome] = [:]
  private(set) var answers: [MessageNumber: MessageResult] = [:]
  private(set) var failures: [UserError] = []
  private var lastMessage: UInt64 = 0

  /// A canister with code that has an update method `u` and a query method `q`.
  mutating func add(
    cycles: UInt128, controllers: [Principal] = [.anonymous],
    _ behaviour: @escaping (Execution, Configuration) -> Outcome = { _, _ in .reply }
  ) -> Principal {
    let id = Principal(canisterIndex: UInt64(state.canisters.count))
    apply(.create(id, controllers: controllers))
    behaviours[id] = behaviour
    change(id) {
      $0.code = CodeDescription(identity: "code", methods: ["u": .update, "q": .query])
      $0.cycleBalance = cycles
      // They take memory, too.
      $0.history.clear()
      $0.log.limit(to: 0)
    }
    return id
  }

  mutating func change(_ id: Principal, _ change: (inout CanisterState) -> Void) {
    guard var canister = state.canisters[id] else { return }
    change(&canister)
    apply(.adopt(id, canister))
  }

  func balance(_ id: Principal) -> UInt128 { state.canisters[id]?.cycleBalance ?? 0 }

  /// Executes an update call to its end; its answer.
  mutating func update(
    _ id: Principal, _ method: String = "u", argument: [UInt8] = [],
    by sender: Principal = .anonymous
  ) -> MessageResult? {
    lastMessage += 1
    let number = MessageNumber(value: lastMessage)
    apply(.submit(number, message(id, method, argument, sender)))
    for _ in 0..<4 where answers[number] == nil { apply(.round) }
    return answers[number]
  }

  mutating func query(_ id: Principal, argument: [UInt8] = []) -> MessageResult? {
    lastMessage += 1
    let number = MessageNumber(value: lastMessage)
    apply(.query(number, message(id, "q", argument, .anonymous)))
    return answers[number]
  }

  func message(
    _ id: Principal, _ method: String = "u", _ argument: [UInt8] = [],
    _ sender: Principal = .anonymous
  ) -> IngressMessage {
    IngressMessage(sender: sender, canister: id, method: method, argument: argument)
  }

  mutating func apply(_ input: Input) {
    for effect in state.apply(input) {
      switch effect {
      case .execute(let number, let id, let configuration, let execution):
        let outcome = behaviours[id]?(execution, configuration) ?? .reply
        apply(.executed(number, .ended(outcome)))
      case .install(let number, let change):
        let step = change.first
        let outcome = behaviours[change.canister]?(step.execution, step.configuration) ?? .reply
        apply(.installed(number, .ended(preUpgrade: nil, first: outcome)))
      case .answer(let number, let result): answers[number] = result
      case .roundEnded(let failures): self.failures += failures
      default: break
      }
    }
  }
}

extension Outcome {
  static let reply = Outcome(result: .reply([]))

  static func using(instructions: UInt64) -> Outcome {
    var outcome = reply
    outcome.instructions = instructions
    return outcome
  }
}
