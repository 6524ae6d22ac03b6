internal import CanisterRuntime
import Candid
import Executions

/// Cycles that canisters pay, get, and must keep.
extension SubnetState {
  /// What a canister holds of this subnet.
  func resources(of canister: CanisterState, _ id: Principal) -> Resources {
    var resources = Resources()
    resources.memoryBytes = canister.memory.totalBytes
    resources.memoryAllocationBytes = canister.settings.memoryAllocationBytes
    resources.messageMemoryBytes = pendingCalls.memoryTakenBytes(by: id)
    resources.computeAllocationPercent = canister.settings.computeAllocationPercent
    return resources
  }

  /// The balance below which a canister is frozen, so that it can pay for what it holds for as long
  /// as its controllers want.
  func freezingLimit(of canister: CanisterState, _ id: Principal) -> UInt128 {
    freezingLimit(of: canister, holding: resources(of: canister, id))
  }

  /// The same if the canister held something else.
  func freezingLimit(of canister: CanisterState, holding resources: Resources) -> UInt128 {
    let idle = settings.costs.idle(
      resources, seconds: canister.settings.freezingThresholdSeconds)
    return idle > canister.reservedCycles ? idle - canister.reservedCycles : 0
  }

  /// What a canister pays a day without any calls.
  func idleCyclesBurnedPerDay(of id: Principal) -> UInt128 {
    canisters[id].map { canister in
      settings.costs.daily(resources(of: canister, id)).reduce(0) { $0 &+ $1.cost }
    } ?? 0
  }

  func isFrozen(_ id: Principal) -> Bool {
    canisters[id].map { $0.cycleBalance < freezingLimit(of: $0, id) } ?? false
  }

  /// Why a canister can't pay so much without freezing, or nil.
  ///
  /// Only controllers are told how much is missing.
  func refusalToPay(
    _ cycles: UInt128, from id: Principal, for caller: Principal?
  ) -> UserError? {
    guard cycles > 0, let canister = canisters[id] else { return nil }
    let limit = freezingLimit(of: canister, id)
    let (needed, overflows) = limit.addingReportingOverflow(cycles)
    guard overflows || canister.cycleBalance < needed else { return nil }
    let isRevealed = caller.map { canister.controllers.contains($0) } ?? false
    return .outOfCycles(
      id, missing: isRevealed ? (overflows ? .max : needed) - canister.cycleBalance : nil)
  }

  /// Takes cycles of a canister finally; why it can't pay them, or nil.
  mutating func charge(
    _ cycles: UInt128, to id: Principal, for use: CyclesUse, caller: Principal?
  ) -> UserError? {
    if let refusal = refusalToPay(cycles, from: id, for: caller) { return refusal }
    guard canisters[id] != nil else { return nil }
    canisters[id]?.cycleBalance -= cycles
    consume(cycles, of: id, for: use)
    return nil
  }

  /// Takes the price of a management method from the cycles that came with the call; an outcall is
  /// counted as its caller's.
  mutating func take(
    _ price: UInt128, for method: String, of context: ContextNumber,
    outcallBy caller: Principal? = nil
  ) throws(UserError) {
    let sent = contexts[context]?.cyclesAvailable ?? 0
    guard sent >= price else { throw .tooFewCycles(method, sent: sent, required: price) }
    contexts[context]?.cyclesAvailable -= price
    consume(price, of: caller, for: .outcalls)
  }

  /// Gives cycles to a canister; those for a deleted one are lost.
  mutating func credit(_ cycles: UInt128, to id: Principal) {
    let lost = canisters[id]?.deposit(cycles) ?? cycles
    consumedCycles &+= lost
  }
}

/// Paying for executions in advance.
extension SubnetState {
  /// Has a canister pay for an execution, as if it used all the instructions that it may.
  mutating func prepay(
    for entry: Execution.Entry, on id: Principal, is64Bit: Bool? = nil, caller: Principal
  ) -> Result<Prepayment, UserError> {
    guard let canister = canisters[id] else { return .success(.none) }
    let prepayment = prepayment(for: entry, is64Bit: is64Bit ?? canister.code?.is64Bit ?? false)
    if let refusal = refusalToPay(prepayment.cycles, from: id, for: caller) {
      return .failure(refusal)
    }
    canisters[id]?.cycleBalance -= prepayment.cycles
    return .success(prepayment)
  }

  /// Whether a canister could pay for an execution.
  func canPrepay(for entry: Execution.Entry, on id: Principal) -> Bool {
    let is64Bit = canisters[id]?.code?.is64Bit ?? false
    let cycles = prepayment(for: entry, is64Bit: is64Bit).cycles
    return refusalToPay(cycles, from: id, for: nil) == nil
  }

  /// Gives back what was not used of a prepayment.
  mutating func refund(_ prepayment: Prepayment, to id: Principal) {
    let used = min(prepayment.usedInstructions, prepayment.instructions)
    let unused = settings.costs.instructions(
      prepayment.instructions - used, is64Bit: prepayment.is64Bit)
    let refund = min(unused, prepayment.cycles)
    consume(prepayment.cycles - refund, of: id, for: .instructions)
    credit(refund, to: id)
  }

  /// What each call pays for its callback.
  func callbackPrepayment(of canister: CanisterState) -> Prepayment {
    prepayment(for: .replyCallback, is64Bit: canister.code?.is64Bit ?? false)
  }

  private func prepayment(for entry: Execution.Entry, is64Bit: Bool) -> Prepayment {
    let instructions = prepaidInstructions(of: entry)
    return Prepayment(
      cycles: settings.costs.execution(instructions: instructions, is64Bit: is64Bit),
      instructions: instructions, is64Bit: is64Bit)
  }

  /// As many as an execution may use by the rules of the subnet: what a caller allows beyond them
  /// need not be paid for.
  private func prepaidInstructions(of entry: Execution.Entry) -> UInt64 {
    let execution = Execution(entry: entry, timeNanoseconds: 0, caller: .management)
    let limit =
      settings.kind.instructionLimit(of: execution)
      ?? rt_entry(rawValue: entry.rawValue).map { rt_default_instruction_limit($0, false) } ?? 0
    return min(limit, settings.instructionLimit ?? limit)
  }
}
