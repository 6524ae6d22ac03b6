import Executions
import Candid

/// The calls between canisters that are not answered yet, and what they take of the queues.
///
/// A caller's queue has a slot for each response that is to come (`ic0_call.c` knows how many), and
/// that of the callee has one from the request until its answer. For each slot of a call that must
/// be answered there is memory set aside.
struct PendingCalls: Codable, Equatable, Sendable {
  private var calls: [CallNumber: PendingCall] = [:]
  /// By caller and callee, those that there are.
  private var counts: [Principal: [Principal: UInt32]] = [:]
  /// The slots for responses that can't be lost, by the canisters that have them.
  private var guaranteedSlots: [Principal: UInt64] = [:]
  private var guaranteedSlotCount: UInt64 = 0

  /// What is set aside for a response, in bytes: the largest one, and what else the IC keeps of it.
  private static let responseBytes: UInt64 = 2 * 1024 * 1024 + 144

  var isEmpty: Bool { calls.isEmpty }

  /// All, in order.
  var all: [(CallNumber, PendingCall)] {
    calls.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  subscript(number: CallNumber) -> PendingCall? { calls[number] }

  /// How many calls of a canister wait for their responses, by callees.
  func counts(of caller: Principal) -> [Principal: UInt32] { counts[caller] ?? [:] }

  /// How much memory is set aside for responses, in bytes.
  var memoryTakenBytes: UInt64 { guaranteedSlotCount * Self.responseBytes }

  /// How much of it is a canister's, in bytes.
  func memoryTakenBytes(by canister: Principal) -> UInt64 {
    (guaranteedSlots[canister] ?? 0) * Self.responseBytes
  }

  /// What was paid in advance for the callbacks of all calls.
  var prepaidCycles: UInt128 { calls.values.reduce(0) { $0 + $1.prepayment.cycles } }

  /// How many calls of each call context are not answered yet.
  var countsByContext: [ContextNumber: Int] {
    calls.values.reduce(into: [:]) { $0[$1.context, default: 0] += 1 }
  }

  /// Whether what is counted agrees with the calls, and with these canisters that have slots for
  /// responses to other subnets.
  func isPlausible(remoteCallees: [Principal]) -> Bool {
    var counted = PendingCalls()
    for callee in remoteCallees { counted.takeSlot(of: callee) }
    for (number, call) in calls {
      counted.insert(call, as: number)
      if call.isGuaranteed && call.hasSlotOfCallee { counted.takeSlot(of: call.call.callee) }
    }
    return counted == self
  }

  /// Those whose callers stop waiting at this time or before, in order.
  func expired(at timeNanoseconds: UInt64) -> [CallNumber] {
    calls.filter { ($0.value.deadlineNanoseconds ?? .max) <= timeNanoseconds }.keys.sorted()
  }

  mutating func insert(_ call: PendingCall, as number: CallNumber) {
    calls[number] = call
    counts[call.caller, default: [:]][call.call.callee, default: 0] += 1
    if call.isGuaranteed { takeSlot(of: call.caller) }
  }

  /// A canister has a slot more for a response that can't be lost.
  mutating func takeSlot(of canister: Principal) {
    guaranteedSlots[canister, default: 0] += 1
    guaranteedSlotCount += 1
  }

  /// A canister has used such a slot.
  mutating func freeSlot(of canister: Principal) {
    let left = (guaranteedSlots[canister] ?? 1) - 1
    guaranteedSlots[canister] = left == 0 ? nil : left
    guaranteedSlotCount -= 1
  }

  /// The callee has the request.
  mutating func noteRequest(_ number: CallNumber) {
    guard let call = calls[number], call.isGuaranteed, !call.hasSlotOfCallee else { return }
    calls[number]?.hasSlotOfCallee = true
    takeSlot(of: call.call.callee)
  }

  /// The callee has sent its response.
  mutating func noteResponse(_ number: CallNumber) {
    guard let call = calls[number], call.hasSlotOfCallee else { return }
    calls[number]?.hasSlotOfCallee = false
    freeSlot(of: call.call.callee)
  }

  /// The caller has the response; nil if it does not wait.
  mutating func remove(_ number: CallNumber) -> PendingCall? {
    noteResponse(number)
    guard let call = calls.removeValue(forKey: number) else { return nil }
    if call.isGuaranteed { freeSlot(of: call.caller) }
    let (caller, callee) = (call.caller, call.call.callee)
    let left = (counts[caller]?[callee] ?? 1) - 1
    counts[caller]?[callee] = left == 0 ? nil : left
    if counts[caller]?.isEmpty == true { counts[caller] = nil }
    return call
  }
}

/// A call between canisters that is not answered yet: what its caller does with the answer.
struct PendingCall: Codable, Equatable, Sendable {
  let context: ContextNumber
  let caller: Principal
  let call: OutgoingCall
  /// When the caller stops waiting.
  let deadlineNanoseconds: UInt64?
  /// What was paid for the callback.
  let prepayment: Prepayment
  /// Whether the call was paid for, so that the part of a long response is paid back.
  let isPaid: Bool
  /// Whether the callee has a slot for the response that can't be used otherwise.
  fileprivate(set) var hasSlotOfCallee = false

  init(
    context: ContextNumber, caller: Principal, call: OutgoingCall, deadlineNanoseconds: UInt64?,
    prepayment: Prepayment, isPaid: Bool = true
  ) {
    self.context = context
    self.caller = caller
    self.call = call
    self.deadlineNanoseconds = deadlineNanoseconds
    self.prepayment = prepayment
    self.isPaid = isPaid
  }

  /// Whether the response can't be lost.
  var isGuaranteed: Bool { call.timeoutSeconds == nil }
}
