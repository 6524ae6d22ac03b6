package import Admission
package import Candid
package import Subnet
import SubnetHost

/// Messages to the canisters of a network.
extension NetworkSession {
  /// How a message changes what stays of a canister beside its code and state.
  package struct Change {
    /// The kind that the canister's subnet has from now on.
    package var subnetKind: SubnetKind?
    /// The settings as they are to be.
    package var settings: (CanisterSettings) throws -> CanisterSettings

    package init(
      subnetKind: SubnetKind?, settings: @escaping (CanisterSettings) throws -> CanisterSettings
    ) {
      self.subnetKind = subnetKind
      self.settings = settings
    }
  }

  /// How a method is called.
  package struct Call {
    package var method: String
    package var argument: [UInt8]
    /// Whether nothing of the call stays.
    package var isQuery: Bool
    /// The subnet whose management canister is called; nil for the one that the call is about.
    package var subnet: Principal?
    /// Whether what the passing time brings comes first: timers that are due, and heartbeats.
    package var runsTasks = true

    package init(method: String, argument: [UInt8], isQuery: Bool, runsTasks: Bool = true) {
      self.method = method
      self.argument = argument
      self.isQuery = isQuery
      self.runsTasks = runsTasks
    }
  }

  /// Calls a method of a canister; its reply.
  package func call(
    _ call: Call, on id: Principal, changing change: Change? = nil
  ) throws -> [UInt8] {
    if let change { try apply(change, to: id) }
    try setSystemTasks(call.runsTasks)
    if call.isQuery && call.runsTasks { try passTime() }
    let report =
      call.isQuery
      ? try host.query(id, method: call.method, argument: call.argument)
      : try host.update(id, method: call.method, argument: call.argument, on: call.subnet)
    return try finish(report)
  }

  /// Asks a canister by a query that leaves no trace at all; nil if it does not reply.
  package func ask(_ id: Principal, _ method: String, _ argument: [UInt8]) throws -> [UInt8]? {
    let report = try host.query(id, method: method, argument: argument)
    guard case .reply(let bytes) = report.result else { return nil }
    return bytes
  }

  /// Runs rounds without messages from outside.
  package func tick(rounds: Int) throws {
    _ = try finish(try host.tick(rounds: rounds))
  }

  /// Lets happen what the time that has passed since the last command brings about: timers that are
  /// due fire, and hearts beat once.
  func passTime() throws { note(try host.tick()) }

  /// Has heartbeats and timers run in rounds, or not.
  func setSystemTasks(_ areRun: Bool) throws {
    for subnet in host.network.subnetIDs {
      try host.configure(subnet) { $0.runsSystemTasks = areRun }
    }
  }

  /// Changes the settings of a canister, and the kind of its subnet, which stay so.
  func apply(_ change: Change, to id: Principal) throws {
    if let kind = change.subnetKind { try host.configure(host.subnet(of: id)) { $0.kind = kind } }
    guard let old = host.canister(id)?.settings else { return }
    let settings = try change.settings(old)
    guard settings != old else { return }
    let report = try host.updateSettings(of: id, to: settings)
    note(report)
    _ = try report.reply
  }

  /// Takes over all that a message changed, with any outcome; returns the reply.
  private func finish(_ report: MessageReport) throws -> [UInt8] {
    note(report)
    try commit()
    return try report.reply
  }
}

extension MessageReport {
  /// The reply; what the canister or the system has refused is an error.
  var reply: [UInt8] {
    get throws(MessageFailure) {
      switch result {
      case .reply(let bytes): bytes
      case .ok: []
      case .reject(let error), .trap(let error): throw MessageFailure(error: error)
      }
    }
  }
}
