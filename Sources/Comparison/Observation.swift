package import Candid
package import Scripts
package import Subnet
package import SubnetHost

/// The observable results of a message on one engine.
package struct Observation {
  package var command: DrunCommand
  package var outcome: Outcome
  package var activity: Activity
  /// What each canister that has code keeps afterwards; empty if it was not looked at.
  package var states: [Principal: KeptState]

  /// The result of the message.
  package enum Outcome: Equatable, Sendable {
    case answered(MessageResult)
    /// The canister's process was lost.
    case lost(SubnetError)
  }

  package init(_ result: DrunResult, states: [Principal: KeptState]) {
    command = result.command
    outcome = .answered(result.report.result)
    activity = result.report.activity
    self.states = states
  }

  init(_ command: DrunCommand, lost error: SubnetError) {
    self.command = command
    outcome = .lost(error)
    activity = Activity()
    states = [:]
  }

  /// Whether code of a canister may have run.
  var isExecution: Bool {
    switch command.action {
    case .install, .ingress, .query, .timer, .tick, .manage: true
    case .create, .time, .caller, .subnet: false
    }
  }

  /// The message in a few words.
  var title: String {
    switch command.action {
    case .create: "create"
    case .install(let mode, _, _, _, _): mode.rawValue
    case .ingress(_, let method, _), .query(_, let method, _): method
    case .time: "time"
    case .caller: "caller"
    case .timer: "timer"
    case .tick: "tick"
    case .subnet: "subnet"
    case .manage(let word, _, _, _): word
    }
  }

  /// The kind of message, if the title does not have it.
  var kind: String {
    switch command.action {
    case .ingress: "update"
    case .query: "query"
    case .create, .install, .time, .caller, .timer, .tick, .subnet, .manage: ""
    }
  }

  /// How it ended, in a word.
  var verdict: String {
    switch outcome {
    case .answered(.reply): "reply"
    case .answered(.reject(let error)), .answered(.trap(let error)): error.name
    case .answered(.ok): "ok"
    case .lost: "lost"
    }
  }
}
