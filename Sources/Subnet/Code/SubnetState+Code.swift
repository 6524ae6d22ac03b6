import Candid
import Executions

/// Code coming to canisters, and leaving them.
extension SubnetState {
  /// Has code installed; if that fails, the canister is as it was before.
  mutating func install(_ installation: CodeInstallation, for requester: Requester) {
    let id = installation.canister
    guard let canister = canisters[id] else {
      return answer(requester, .refusal(.canisterNotFound(id)))
    }
    if let error = refusal(to: installation.sender, of: canister, id)
      ?? refusal(of: installation, for: canister)
    {
      return answer(requester, .refusal(error))
    }
    let prepayment: Prepayment
    switch prepay(
      for: .install, on: id, is64Bit: installation.code.is64Bit, caller: installation.sender)
    {
    case .success(let paid): prepayment = paid
    case .failure(let error):
      return answer(requester, .refusal(.installationTooExpensive(error)))
    }
    let change = change(by: installation, of: canisters[id] ?? canister)
    let number = request(for: .codeChange(change, requester, prepayment))
    effects.append(.install(number, change))
  }

  /// Why a principal may not control a canister.
  func refusal(to sender: Principal, of canister: CanisterState, _ id: Principal) -> UserError? {
    canister.controllers.contains(sender)
      ? nil : .notController(sender, of: id, controllers: canister.controllers)
  }

  private func refusal(
    of installation: CodeInstallation, for canister: CanisterState
  ) -> UserError? {
    switch (installation.mode, canister.code) {
    case (.install, .some): return .notEmpty(installation.canister)
    case (.upgrade, nil): return .noModule(installation.canister)
    case (.upgrade, let old?):
      let keepsHeap = installation.options.keepsHeap
      if keepsHeap == true && !installation.code.keepsHeap { return .invalidUpgradeOption }
      return old.keepsHeap && keepsHeap == nil ? .missingUpgradeOption : nil
    case (.install, nil), (.reinstall, _): return nil
    }
  }

  private func change(by installation: CodeInstallation, of canister: CanisterState) -> CodeChange {
    let entry: Execution.Entry =
      switch installation.mode {
      case .upgrade: .postUpgrade
      case .reinstall where canister.code != nil: .reinstall
      case .install, .reinstall: .install
      }
    var first = Execution(
      entry: entry, timeNanoseconds: timeNanoseconds, caller: installation.sender)
    first.argument = installation.argument
    first.holdsChanges = true
    var preUpgrade: Execution?
    if installation.mode == .upgrade {
      let options = installation.options
      first.keepsHeap = options.keepsHeap ?? false
      first.replacesHeap = options.keepsHeap == false
      if !options.skipsPreUpgrade {
        var last = Execution(
          entry: .preUpgrade, timeNanoseconds: timeNanoseconds, caller: installation.sender)
        last.holdsChanges = true
        last.keepsHeap = first.keepsHeap
        preUpgrade = last
      }
    }
    // The new code sees the new version, but only success makes it the canister's.
    var changed = canister
    changed.version += 1
    changed.code = installation.code
    return CodeChange(
      canister: installation.canister, origin: installation.origin, mode: installation.mode,
      code: installation.code,
      preUpgrade: preUpgrade.map { step($0, of: canister, installation.canister) },
      first: step(first, of: changed, installation.canister))
  }

  private func step(
    _ execution: Execution, of canister: CanisterState, _ id: Principal
  ) -> CodeChange.Step {
    var configuration = configuration(of: canister, id)
    configuration.instructionLimit =
      settings.instructionLimit ?? settings.kind.instructionLimit(of: execution)
    var execution = execution
    execution.waitingCalls = pendingCalls.counts(of: id)
    execution.messageMemoryTakenBytes =
      settings.kind.boundsMessageMemory ? pendingCalls.memoryTakenBytes : nil
    return CodeChange.Step(configuration: configuration, execution: execution)
  }

  /// Continues after code was installed, or the installation has failed.
  mutating func finish(
    _ change: CodeChange, _ result: CodeChangeResult, for requester: Requester,
    _ prepayment: Prepayment
  ) {
    let id = change.canister
    let compilation = change.code.compilationInstructions
    refund(prepayment.using(result, compilationInstructions: compilation), to: id)
    var failure: UserError?
    switch result {
    case .lost(let reason):
      let lost = Outcome.lost(reason)
      failure = note(lost, of: change.first.execution, on: id)
    case .ended(let preUpgrade, let first):
      if let preUpgrade, let step = change.preUpgrade {
        failure = note(preUpgrade, of: step.execution, on: id)
      }
      if let first, failure == nil {
        if change.mode == .reinstall && !first.hasFailed { canisters[id]?.log.clear() }
        failure = note(first, of: change.first.execution, on: id)
        if failure == nil { take(change, first) }
      }
    }
    answer(requester, failure.map { .trap($0) } ?? .reply(ManagementCanister.emptyReply))
  }

  /// Keeps what an execution printed; why it failed, or nil.
  private mutating func note(
    _ outcome: Outcome, of execution: Execution, on id: Principal
  ) -> UserError? {
    canisters[id]?.log.append(outcome, timestampNanoseconds: timeNanoseconds)
    guard
      let error = visible(outcome, of: id, for: execution.caller).error
    else { return nil }
    return .executionFailed(id, error)
  }

  private mutating func take(_ change: CodeChange, _ first: Outcome) {
    let id = change.canister
    canisters[id]?.code = change.code
    canisters[id]?.version += 1
    canisters[id]?.noteHeap(pages: first.heapPages)
    canisters[id]?.stablePages = first.stablePages
    canisters[id]?.certifiedData = first.certifiedData
    canisters[id]?.globalTimer = first.globalTimer.flatMap { $0 == 0 ? nil : $0 }
    note(
      .deployment(change.mode, moduleHash: change.code.moduleHash ?? []), of: id,
      by: change.origin)
  }

  /// Changes the settings of a canister, for a controller.
  mutating func updateSettings(
    of id: Principal, to settings: CanisterSettings, sender: Principal, as number: MessageNumber
  ) {
    do throws(UserError) {
      try check(sender, controls: id)
      change(id, to: settings)
      answer(number, .reply(ManagementCanister.emptyReply))
    } catch {
      answer(number, .reject(error))
    }
  }

  /// Takes code and state from a canister, for a controller.
  mutating func uninstall(_ id: Principal, sender: Principal, as number: MessageNumber) {
    do throws(UserError) {
      try check(sender, controls: id)
      uninstall(id, by: .user(sender))
      answer(number, .reply(ManagementCanister.emptyReply))
    } catch {
      answer(number, .reject(error))
    }
  }

  private func check(_ sender: Principal, controls id: Principal) throws(UserError) {
    guard let canister = canisters[id] else { throw .canisterNotFound(id) }
    if let error = refusal(to: sender, of: canister, id) { throw error }
  }

  /// Removes code and state of a canister; the caller is named in its history.
  mutating func uninstall(_ id: Principal, by origin: ChangeOrigin) {
    removeCode(of: id)
    note(.uninstallation, of: id, by: origin)
  }

  /// Removes code and state of a canister, and rejects the calls that wait for it.
  mutating func removeCode(of id: Principal) {
    effects.append(.uninstall(id))
    canisters[id]?.code = nil
    canisters[id]?.noteHeap(pages: 0)
    canisters[id]?.stablePages = 0
    canisters[id]?.certifiedData = []
    canisters[id]?.globalTimer = nil
    canisters[id]?.lowMemory = .none
    canisters[id]?.log.clear()
    canisters[id]?.version += 1
    clearChunks(of: id)
    for number in contexts.filter({ $0.value.canister == id }).keys.sorted() {
      finish(number, answer: .failure(.uninstalled))
    }
  }

  private mutating func answer(_ requester: Requester, _ answer: ContextAnswer) {
    switch requester {
    case .message(let number): self.answer(number, answer.messageResult(from: .management))
    case .context(let context): finish(context, answer: answer)
    }
  }
}
