import Admission
import Candid
import Executions
import Testing

@testable import Subnet

/// What canisters pay for executions, messages and calls, on a subnet of 13 nodes.
struct PaymentTests {
  static let execution: UInt128 = 5_000_000
  /// An execution with as many instructions as are allowed.
  static let prepayment: UInt128 = execution + 40_000_000_000
  static let response: UInt128 = 2_097_152_000

  /// The price of a message from outside.
  private static func ingress(_ message: IngressMessage) -> UInt128 {
    1_200_000 + 2_000 * UInt128(message.sizeBytes)
  }

  @Test func executionsArePaidForInAdvance() {
    var subnet = PayingSubnet()
    var seen: UInt128 = 0
    let id = subnet.add(cycles: 1_000_000_000_000) { _, configuration in
      seen = configuration.cycleBalance
      return .using(instructions: 123_456)
    }
    let ingress = Self.ingress(subnet.message(id))
    #expect(subnet.update(id) == .reply([]))
    #expect(seen == 1_000_000_000_000 - ingress - Self.prepayment)
    #expect(subnet.balance(id) == 1_000_000_000_000 - ingress - Self.execution - 123_456)
  }

  @Test func instructionsWith64BitAddressesCostTwice() {
    var subnet = PayingSubnet()
    let id = subnet.add(cycles: 1_000_000_000_000) { _, _ in .using(instructions: 1000) }
    subnet.change(id) { $0.code?.is64Bit = true }
    _ = subnet.update(id)
    #expect(
      subnet.balance(id) == 1_000_000_000_000 - Self.ingress(subnet.message(id))
        - Self.execution - 2000)
  }

  @Test func pricesGoWithTheNumberOfNodes() {
    var subnet = PayingSubnet()
    subnet.apply(.configure(with(subnet.state.settings) { $0.nodeCount = 34 }))
    let id = subnet.add(cycles: 1_000_000_000_000) { _, _ in .using(instructions: 1000) }
    _ = subnet.update(id)
    let bytes = UInt128(subnet.message(id).sizeBytes)
    // The unused instructions are scaled by themselves.
    let prepaid: UInt128 = 40_005_000_000 * 34 / 13
    let unused: UInt128 = 39_999_999_000 * 34 / 13
    #expect(
      subnet.balance(id)
        == 1_000_000_000_000 - 3_138_461 - 5_230 * bytes - prepaid + unused)
  }

  @Test(arguments: [true, false]) func freeSubnetsChargeNothing(isSystem: Bool) {
    var subnet = PayingSubnet()
    subnet.apply(
      .configure(
        with(subnet.state.settings) {
          if isSystem { $0.kind = .system } else { $0.costSchedule = .free }
        }))
    let id = subnet.add(cycles: 0) { _, _ in .using(instructions: 1000) }
    #expect(subnet.update(id) == .reply([]))
    subnet.apply(.setTime(subnet.state.timeNanoseconds + 10_000_000_000_000))
    subnet.apply(.round)
    #expect(subnet.balance(id) == 0 && subnet.state.canisters[id]?.code != nil)
    #expect(subnet.query(id) == .reply([]))
  }

  @Test func failedExecutionsArePaidForToo() {
    var subnet = PayingSubnet()
    let id = subnet.add(cycles: 1_000_000_000_000) { _, _ in
      var outcome = Outcome(result: .error(ExecutionError(.trapped, "so")))
      outcome.instructions = 50
      return outcome
    }
    _ = subnet.update(id)
    #expect(
      subnet.balance(id) == 1_000_000_000_000 - Self.ingress(subnet.message(id))
        - Self.execution - 50)
    _ = subnet.update(id, "none")
    let both = Self.ingress(subnet.message(id)) + Self.ingress(subnet.message(id, "none"))
    #expect(subnet.balance(id) == 1_000_000_000_000 - both - 2 * Self.execution - 50)
  }

  @Test func messagesNeedCycles() throws {
    var subnet = PayingSubnet()
    let id = subnet.add(cycles: 0)
    let price = Self.ingress(subnet.message(id))
    let stranger = try #require(Principal(bytes: [1]))
    subnet.change(id) { $0.cycleBalance = price - 1 }
    #expect(
      subnet.update(id).text
        == "IC0207: Canister \(id) is out of cycles: please top up the canister with at least 1 "
        + "additional cycles")
    let price2 = Self.ingress(subnet.message(id, "u", [], stranger))
    subnet.change(id) { $0.cycleBalance = price2 - 1 }
    #expect(subnet.update(id, by: stranger).text == "IC0207: Canister \(id) is out of cycles")
    // Taken in, but not executed.
    subnet.change(id) { $0.cycleBalance = price }
    #expect(
      subnet.update(id).text
        == "IC0207: Canister \(id) is out of cycles: please top up the canister with at least "
        + "40_005_000_000 additional cycles")
    #expect(subnet.balance(id) == 0)
  }

  @Test func callsPayForTheirResponsesAndCallbacks() throws {
    var subnet = PayingSubnet()
    let callee = subnet.add(cycles: 1_000_000_000_000) { _, _ in
      var outcome = Outcome(result: .reply([1, 2, 3]))
      outcome.instructions = 10
      return outcome
    }
    var seen: [UInt128] = []
    let caller = subnet.add(cycles: 1_000_000_000_000) { execution, configuration in
      seen.append(configuration.cycleBalance)
      guard execution.entry == .update else { return .using(instructions: 200) }
      var outcome = Outcome(result: .noResponse)
      outcome.instructions = 100
      var call = OutgoingCall(callee: callee, method: "u", payload: [1, 2])
      call.cycles = 1000
      outcome.calls = [call]
      return outcome
    }
    #expect(subnet.update(caller) == .reply([]))
    let begun = 1_000_000_000_000 - Self.ingress(subnet.message(caller))
    let called = begun - Self.execution - 100 - 1000 - 260_000 - 3_000 - Self.response
    // What the callback sees: its own execution is paid for, the response is refunded.
    #expect(
      seen == [begun - Self.prepayment, called - Self.prepayment + 1000 + Self.response - 3_000])
    #expect(
      subnet.balance(caller)
        == begun - 2 * Self.execution - 300 - 260_000 - 3_000 - 3_000)
    #expect(subnet.balance(callee) == 1_000_000_000_000 - Self.execution - 10)
  }

  /// All that was consumed is told, each for what it was.
  @Test func consumptionIsToldByUse() throws {
    var subnet = PayingSubnet()
    let id = subnet.add(cycles: 1_000_000_000_000) { execution, _ in
      var outcome = Outcome.using(instructions: 100)
      guard execution.entry == .update else { return outcome }
      outcome.calls = [OutgoingCall(callee: Principal(canisterIndex: 9), method: "u")]
      outcome.cyclesBurned = 5
      return outcome
    }
    #expect(subnet.update(id) == .reply([]))
    subnet.change(id) { $0.settings.computeAllocationPercent = 1 }
    subnet.apply(.setTime(subnet.state.timeNanoseconds + 10_000_000_000))
    subnet.apply(.round)
    let argument: CandidValue = .record(["canister_id": .id(id)])
    let metrics = try CanisterMetrics.query(argument, of: subnet.state)[0]["cycles_consumed"]
    let rejection = UInt128("Canister \(Principal(canisterIndex: 9)) not found".utf8.count + 1)
    #expect(metrics["ingress_induction"] == .number(Self.ingress(subnet.message(id))))
    #expect(metrics["instructions"] == .number(2 * Self.execution + 200))
    #expect(
      metrics["request_and_response_transmission"]
        == .number(260_000 + 1_000 + 1_000 * (rejection)))
    #expect(metrics["burned_cycles"] == .number(5) && metrics["uninstall"] == .number(0))
    #expect(metrics["compute_allocation"] == .number(100_000_000))
  }

  @Test func poorCalleesReject() {
    var subnet = PayingSubnet()
    let callee = subnet.add(cycles: 10)
    let caller = subnet.add(cycles: 1_000_000_000_000) { execution, _ in
      guard execution.entry == .update else {
        return Outcome(result: .reject(execution.rejection?.message ?? ""))
      }
      var outcome = Outcome(result: .noResponse)
      outcome.calls = [OutgoingCall(callee: callee, method: "u")]
      return outcome
    }
    #expect(subnet.update(caller).text == "IC0406: IC0207: Canister \(callee) is out of cycles")
    #expect(subnet.balance(callee) == 10)
  }

  @Test func frozenCanistersAnswerNoQueries() {
    var subnet = PayingSubnet()
    let id = subnet.add(cycles: 100)
    #expect(subnet.query(id) == .reply([]))
    subnet.change(id) { $0.settings.computeAllocationPercent = 1 }
    #expect(
      subnet.query(id).text
        == "IC0207: Canister \(id) is unable to process query calls because it's frozen. Please "
        + "top up the canister with cycles and try again.")
  }

  @Test func timersWaitForCycles() {
    var subnet = PayingSubnet()
    let id = subnet.add(cycles: 0) { _, _ in Outcome(result: .noResponse) }
    subnet.change(id) {
      $0.globalTimer = 1
      $0.code?.systemMethods = [.globalTimer]
    }
    subnet.apply(.round)
    #expect(subnet.failures.map(\.text) == ["IC0207: Canister \(id) is out of cycles"])
    #expect(subnet.state.canisters[id]?.globalTimer == 1)
    subnet.change(id) { $0.cycleBalance = Self.prepayment }
    subnet.apply(.round)
    #expect(subnet.state.canisters[id]?.globalTimer == nil)
    #expect(subnet.balance(id) == Self.prepayment - Self.execution)
  }

  @Test func installationsArePaidForWithTheCompilation() {
    var subnet = PayingSubnet()
    let id = subnet.add(cycles: 1_000_000_000_000) { _, _ in .using(instructions: 7) }
    var code = CodeDescription(identity: "new")
    code.compilationInstructions = 60_000
    let installation = CodeInstallation(
      origin: .user(.anonymous), canister: id, mode: .reinstall, code: code, argument: [])
    subnet.apply(.install(MessageNumber(value: 99), installation))
    #expect(subnet.balance(id) == 1_000_000_000_000 - Self.execution - 60_007)
    subnet.change(id) {
      $0.cycleBalance = 1
      $0.history.clear()
    }
    subnet.apply(.install(MessageNumber(value: 100), installation))
    #expect(
      subnet.answers[MessageNumber(value: 100)].text
        == """
        IC0207: Canister installation failed with `Canister \(id) is out of cycles: please top up \
        the canister with at least 300_004_999_999 additional cycles`.
        Top up the canister with more cycles. See documentation: \
        https://internetcomputer.org/docs/current/references/execution-errors\
        #install-code-not-enough-cycles
        """)
    #expect(subnet.balance(id) == 1)
  }

  @Test func signaturesAreTakenFromTheCall() {
    var subnet = PayingSubnet()
    subnet.apply(.configure(with(subnet.state.settings) { $0.keyNames = ["key_1"] }))
    let argument: [String: CandidValue] = [
      "message_hash": .blob([UInt8](repeating: 1, count: 32)), "derivation_path": .vector([]),
      "key_id": .record(["curve": .variant("secp256k1", .null), "name": .text("key_1")]),
    ]
    var call = OutgoingCall(
      callee: .management, method: "sign_with_ecdsa",
      payload: ManagementInterface.encode(arguments: [.record(argument)], of: "sign_with_ecdsa"))
    var refunds: [UInt128] = []
    var texts: [String?] = []
    let id = subnet.add(cycles: 1_000_000_000_000) { execution, _ in
      guard execution.entry == .update else {
        refunds.append(execution.refundedCycles)
        texts.append(execution.rejection?.message)
        return .reply
      }
      var outcome = Outcome(result: .noResponse)
      outcome.calls = [call]
      return outcome
    }
    for sent in [UInt128(9_999_999_999), 10_000_000_007] {
      call.cycles = sent
      #expect(subnet.update(id) == .reply([]))
    }
    #expect(refunds == [9_999_999_999, 7])
    #expect(
      texts == [
        "sign_with_ecdsa request sent with 9_999_999_999 cycles, but 10_000_000_000 cycles are "
          + "required.", nil,
      ])
  }

  private func with(
    _ settings: SubnetSettings, _ change: (inout SubnetSettings) -> Void
  ) -> SubnetSettings {
    var settings = settings
    change(&settings)
    return settings
  }
}

extension MessageResult? {
  /// The words of a refusal or an error.
  var text: String? {
    switch self {
    case .reject(let error), .trap(let error): error.text
    case .reply, .ok, nil: nil
    }
  }
}
