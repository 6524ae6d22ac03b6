import Candid
import Dispatch
import Executions
import Subnet
import Synchronization

/// Executions of different canisters, which can't depend on each other.
struct ExecutionBatch {
  private var members: [Member] = []

  private struct Member: Sendable {
    let number: RequestNumber
    let subnet: Principal
    let canister: HostedCanister
    let configuration: Configuration
    let execution: Execution

    /// Executes it.
    func answer() -> Answer {
      let outcome: Result<Outcome, SubnetError>
      do {
        outcome = .success(try canister.execute(execution, configuration))
      } catch {
        outcome = .failure(error)
      }
      return Answer(number: number, subnet: subnet, canister: canister, outcome: outcome)
    }
  }

  /// What came of a member.
  struct Answer: Sendable {
    let number: RequestNumber
    let subnet: Principal
    let canister: HostedCanister
    let outcome: Result<Outcome, SubnetError>
  }

  /// Whether an execution of a canister can be added.
  func hasRoom(for canister: HostedCanister) -> Bool {
    members.allSatisfy { $0.canister !== canister }
  }

  /// Adds an execution.
  mutating func add(
    _ execution: Execution, _ configuration: Configuration, on canister: HostedCanister,
    of subnet: Principal, as number: RequestNumber
  ) {
    members.append(
      Member(
        number: number, subnet: subnet, canister: canister, configuration: configuration,
        execution: execution))
  }

  /// Executes all of them, and returns the answers in the order of the requests.
  ///
  /// One is executed on this thread, since others would only make it wait; of several as many at
  /// once as there are processors, unless they are to be executed one by one.
  func run(sideBySide: Bool) -> [Answer] {
    guard members.count > 1 && sideBySide else { return members.map { $0.answer() } }
    let answers = Mutex([Answer?](repeating: nil, count: members.count))
    DispatchQueue.concurrentPerform(iterations: members.count) { [members] index in
      let answer = members[index].answer()
      answers.withLock { $0[index] = answer }
    }
    return answers.withLock { $0 }.compactMap(\.self)
  }
}
