import Executions
import CanisterProcess
package import Candid
import Canister
import Foundation

/// Code coming to canisters.
extension Subnet {
  /// The ways in which code comes to a canister.
  package enum InstallationMode: String, Sendable, CaseIterable {
    /// The canister must be empty.
    case install
    /// All that the canister holds is dropped.
    case reinstall
    /// Stable memory stays, and the rest of the state for code that keeps the heap.
    case upgrade
  }

  /// What an upgrade does otherwise than by itself (Interface Specification, "IC method
  /// install_code").
  package struct UpgradeOptions: Hashable, Sendable {
    /// Leave `canister_pre_upgrade` of the old code out.
    package var skipsPreUpgrade = false
    /// Keep the heap, or replace it; without a choice it is replaced, unless the old code wants it
    /// kept: then that is an error.
    package var keepsHeap: Bool?

    package init(skipsPreUpgrade: Bool = false, keepsHeap: Bool? = nil) {
      self.skipsPreUpgrade = skipsPreUpgrade
      self.keepsHeap = keepsHeap
    }
  }

  /// Gives code to a canister; if that fails, the canister is as it was before.
  package func install(
    _ code: CanisterCode, on id: Principal, mode: InstallationMode, argument: [UInt8],
    options: UpgradeOptions = UpgradeOptions()
  ) throws(SubnetError) -> MessageReport {
    try report { () throws(SubnetError) in
      guard let canister = canisters[id] else { return .reject(.canisterNotFound(id)) }
      guard canister.controllers.contains(sender) else {
        return .reject(.notController(sender, of: id, controllers: canister.controllers))
      }
      let failure: UserError?
      switch (mode, canister.installation) {
      case (.install, .some): return .reject(.notEmpty(id))
      case (.upgrade, nil): return .reject(.noModule(id))
      case (.upgrade, let old?):
        let keepsHeap = options.keepsHeap ?? false
        if keepsHeap && !code.keepsHeap { return .reject(.invalidUpgradeOption) }
        if old.code.keepsHeap && options.keepsHeap == nil {
          return .reject(.missingUpgradeOption)
        }
        var execution = Execution(
          entry: .postUpgrade, timeNanoseconds: timeNanoseconds, caller: sender)
        execution.argument = argument
        execution.keepsHeap = keepsHeap
        execution.replacesHeap = options.keepsHeap == false
        failure =
          options.skipsPreUpgrade
          ? try replace(old, of: canister, by: code, execution)
          : try upgrade(canister, from: old, to: code, execution)
      case (.install, nil), (.reinstall, nil): failure = try begin(code, on: canister, argument)
      case (.reinstall, let old?): failure = try reinstall(code, on: canister, from: old, argument)
      }
      if let failure { return .trap(failure) }
      try finishRoundOfInstallation()
      return .reply(ManagementMessage.emptyReply)
    }
  }

  /// The report on a module that no canister may have.
  package func refuseModule(for id: Principal, code: UInt32, reason: String) -> MessageReport {
    MessageReport(result: .reject(.moduleRefused(id, code: code, reason: reason)))
  }

  /// Gives code to an empty canister.
  private func begin(
    _ code: CanisterCode, on canister: HostedCanister, _ argument: [UInt8]
  ) throws(SubnetError) -> UserError? {
    var execution = Execution(
      entry: .install, timeNanoseconds: timeNanoseconds, caller: sender)
    execution.argument = argument
    return try takeOver(canister, launch(code, for: canister), execution)
  }

  /// Begins anew with this code.
  ///
  /// Only one process at a time can have the canister's state, so the old one ends first, and is
  /// started again if the new code fails.
  private func reinstall(
    _ code: CanisterCode, on canister: HostedCanister, from old: Installation, _ argument: [UInt8]
  ) throws(SubnetError) -> UserError? {
    var execution = Execution(
      entry: .reinstall, timeNanoseconds: timeNanoseconds, caller: sender)
    execution.argument = argument
    let log = canister.log
    canister.log.clear()
    let failure = try replace(old, of: canister, by: code, execution)
    if failure != nil { canister.log = log.followed(by: canister.log) }
    return failure
  }

  /// Ends the old process, and has the new one go on with the state that it left.
  private func replace(
    _ old: Installation, of canister: HostedCanister, by code: CanisterCode,
    _ execution: Execution
  ) throws(SubnetError) -> UserError? {
    old.process.connection.end(completesState: true)
    do {
      let failure = try takeOver(canister, launch(code, for: canister), execution)
      if failure != nil { canister.installation = try launch(old.code, for: canister) }
      return failure
    } catch {
      canister.installation = try launch(old.code, for: canister)
      throw error
    }
  }

  /// Passes the state from the old process to the new one.
  ///
  /// Even if the old code has no entry point for it, its process must be told, or else it keeps
  /// the state.
  private func upgrade(
    _ canister: HostedCanister, from old: Installation, to code: CanisterCode,
    _ execution: Execution
  ) throws(SubnetError) -> UserError? {
    var last = Execution(entry: .preUpgrade, timeNanoseconds: timeNanoseconds, caller: sender)
    last.holdsChanges = true
    last.keepsHeap = execution.keepsHeap
    let outcome = try execute(last, on: canister, of: old)
    if case .error(let code, let message) = outcome.result {
      return .executionFailed(canister.id, code: code, message: message)
    }
    var execution = execution
    execution.earlierInstructions = outcome.instructions
    do {
      let failure = try takeOver(canister, launch(code, for: canister), execution)
      if failure != nil { try expectDone(.rollback, of: old, canister) }
      return failure
    } catch {
      try expectDone(.rollback, of: old, canister)
      throw error
    }
  }

  /// Executes the first entry point of new code; if that succeeds, its process is the canister's.
  private func takeOver(
    _ canister: HostedCanister, _ new: Installation, _ execution: Execution
  ) throws(SubnetError) -> UserError? {
    // The new code sees the new version, but only success makes it the canister's.
    canister.version += 1
    var execution = execution
    execution.holdsChanges = true
    do {
      let outcome = try execute(execution, on: canister, of: new)
      if case .error(let code, let message) = outcome.result {
        new.process.connection.end(completesState: false)
        canister.version -= 1
        return .executionFailed(canister.id, code: code, message: message)
      }
      try expectDone(.commit, of: new, canister)
      canister.installation?.process.connection.end(completesState: false)
      canister.installation = new
      canister.noteHeap(pages: outcome.heapPages)
      canister.globalTimer = outcome.globalTimer.flatMap { $0 == 0 ? nil : $0 }
      return nil
    } catch {
      new.process.connection.end(completesState: false)
      canister.version -= 1
      throw error
    }
  }

  private func expectDone(
    _ request: Request, of installation: Installation, _ canister: HostedCanister
  ) throws(SubnetError) {
    do {
      try installation.process.expectDone(request)
    } catch {
      throw .canisterLost(canister.id, during: "installing code", error)
    }
  }

  /// Starts a process that goes on with the canister's state.
  func launch(
    _ code: CanisterCode, for canister: HostedCanister
  ) throws(SubnetError) -> Installation {
    let directory = stateDirectory(of: canister.id)
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
    } catch {
      throw .stateDirectoryNotMade(directory, reason: error.localizedDescription)
    }
    do {
      let connection = try launcher.launch(code.program, stateDirectory: directory)
      let witness = Witness(of: code.program, stateDirectory: directory, launcher: launcher)
      return Installation(
        code: code, process: RunningCanister(connection: connection, witness: witness))
    } catch {
      throw .canisterLost(canister.id, during: "installing code", error)
    }
  }
}
