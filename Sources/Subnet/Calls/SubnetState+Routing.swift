import Candid
import Executions

/// Whether requests of canisters reach those that they call, and by which way.
extension SubnetState {
  /// Why a request from a canister is rejected before the callee sees it, or nil.
  ///
  /// In the words of the network, which have no error code before them.
  func refusalToDeliver(_ call: OutgoingCall, from caller: Principal) -> Rejection? {
    let callee = call.callee
    guard let canister = canisters[callee] else {
      return Rejection(code: .destinationInvalid, message: "Canister \(callee) not found")
    }
    switch canister.status {
    case .running:
      let minimum = canister.settings.minimumIncomingCallCycles
      guard caller != callee, call.cycles < minimum else { return nil }
      return Rejection(
        code: .canisterError,
        message: "Canister \(callee) requires at least \(minimum) transferred cycles with a call, "
          + "but \(call.cycles) cycles were attached")
    case .stopping:
      return Rejection(code: .canisterError, message: "Canister \(callee) is stopping")
    case .stopped:
      return Rejection(code: .canisterError, message: "Canister \(callee) is stopped")
    }
  }

  /// Whether a call of this canister is one of the management canister, which canisters may also
  /// call by the id of its subnet.
  func isManagement(_ callee: Principal) -> Bool {
    callee == .management || callee == settings.id
  }

  /// Whether another subnet has to answer a call.
  func isElsewhere(_ call: OutgoingCall) -> Bool {
    guard isManagement(call.callee) else { return isElsewhere(call.callee) }
    guard call.callee == .management else { return false }
    if let (key, _) = ManagementCanister.key(neededBy: call) { return !settings.holds(key) }
    if let subnet = ManagementCanister.subnet(concerning: call) { return subnet != settings.id }
    return ManagementCanister.canister(concerning: call).map(isElsewhere) ?? false
  }

  private func isElsewhere(_ canister: Principal) -> Bool {
    canisters[canister] == nil && !settings.contains(canister)
  }

  /// Sends a call of a canister here to another subnet.
  mutating func send(_ call: OutgoingCall, as number: CallNumber) {
    guard let pending = pendingCalls[number] else {
      // The caller no longer waits, and has given its cycles up.
      consumedCycles &+= call.cycles
      return
    }
    if let rejection = Self.refusalToSend(call, from: pending.caller) {
      return queue.append(.response(number, .reject(rejection), refundedCycles: call.cycles))
    }
    let request = RemoteRequest(
      call: RemoteCall(subnet: settings.id, number: number), caller: pending.caller, request: call,
      deadlineNanoseconds: pending.deadlineNanoseconds)
    effects.append(.send(StreamMessage(content: .request(request))))
  }

  /// Why a request may not leave the subnet, within which it may have 10 MiB; or nil.
  private static func refusalToSend(_ call: OutgoingCall, from caller: Principal) -> Rejection? {
    let size = call.method.utf8.count + call.payload.count
    let limit = 2 << 20
    guard size > limit else { return nil }
    return Rejection(
      code: .canisterError,
      message: "Canister \(caller) violated contract: attempted to send a message of size \(size) "
        + "exceeding the limit \(limit)")
  }

  /// Answers a call of a canister on another subnet.
  mutating func respond(
    to call: RemoteCall, _ answer: CallResult, refundedCycles: UInt128
  ) {
    let response = StreamMessage.Content.response(
      to: call.number, of: call.subnet, answer, refundedCycles: refundedCycles)
    effects.append(.send(StreamMessage(content: response)))
  }

  /// Takes in what comes from another subnet, for the next round.
  mutating func receive(_ message: StreamMessage) {
    switch message.content {
    case .request(let request): queue.append(.remoteRequest(request))
    case .response(let number, _, let answer, let refund):
      queue.append(.response(number, answer, refundedCycles: refund))
    }
  }

  /// Rejects the calls that wait for a subnet that is no longer there.
  mutating func rejectCalls(where isGone: (OutgoingCall) -> Bool) {
    for (number, pending) in pendingCalls.all where isGone(pending.call) {
      let rejection = Rejection(
        code: .destinationInvalid, message: "No route to canister \(pending.call.callee)")
      queue.append(
        .response(number, .reject(rejection), refundedCycles: pending.call.cycles))
    }
  }
}
