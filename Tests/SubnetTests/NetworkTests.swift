import Admission
import Candid
import Executions
import Testing

@testable import Subnet

/// Calls from subnet to subnet.
struct NetworkTests {
  private static let ids = (0..<2).map { Principal(canisterIndex: .max - $0) }
  private static let caller = Principal(canisterIndex: 1)
  private static let callee = Principal(canisterIndex: CanisterRange.size + 1)

  /// Two subnets with a canister on each; the test chooses the outcomes of their executions.
  private struct Network {
    var state = NetworkState()
    var answers: [MessageNumber: MessageResult] = [:]
    var executions: [(Principal, Execution)] = []
    var execute: (Principal, Execution) -> Outcome = { _, _ in Outcome(result: .reply([])) }

    init(_ execute: @escaping (Principal, Execution) -> Outcome) {
      for (index, id) in ids.enumerated() {
        let first = UInt64(index) * CanisterRange.size
        var settings = SubnetSettings(
          id: id, ranges: [CanisterRange(first...first + CanisterRange.size - 1)],
          allotment: .allotment(UInt64(index)))
        settings.costSchedule = .free
        apply(.addSubnet(settings, timeNanoseconds: 100))
      }
      for (id, subnet) in zip([caller, callee], ids) {
        apply(.subnet(subnet, .create(id, controllers: [caller])))
        let code = CodeDescription(identity: "code", methods: ["go": .update])
        let installation = CodeInstallation(
          origin: .user(caller), canister: id, mode: .install, code: code, argument: [])
        apply(.subnet(subnet, .install(MessageNumber(value: 99), installation)))
      }
      self.execute = execute
    }

    mutating func apply(_ input: NetworkInput) {
      var inputs = [input]
      while !inputs.isEmpty {
        for effect in state.apply(inputs.removeFirst()) {
          switch effect.effect {
          case .execute(let number, let id, _, let execution):
            executions.append((id, execution))
            inputs.append(
              .subnet(effect.subnet, .executed(number, .ended(execute(id, execution)))))
          case .install(let number, _):
            let result = CodeChangeResult.ended(
              preUpgrade: nil, first: Outcome(result: .noResponse))
            inputs.append(.subnet(effect.subnet, .installed(number, result)))
          case .answer(let number, let result): answers[number] = result
          default: break
          }
        }
      }
    }

    /// Sends the caller a message.
    mutating func send() {
      let message = IngressMessage(sender: caller, canister: caller, method: "go", argument: [])
      apply(.subnet(ids[0], .submit(MessageNumber(value: 1), message)))
    }

    /// Executes rounds, a nanosecond each, and returns the answer to the message by then.
    mutating func run(rounds: Int) -> MessageResult? {
      for round in 0..<rounds {
        apply(.all(.setTime(101 + UInt64(round))))
        apply(.all(.round))
      }
      return answers[MessageNumber(value: 1)]
    }
  }

  private static func calling(_ call: OutgoingCall) -> Outcome {
    var outcome = Outcome(result: .noResponse)
    outcome.calls = [call]
    return outcome
  }

  private static func call(_ callee: Principal, _ method: String = "go") -> OutgoingCall {
    var call = OutgoingCall(callee: callee, method: method)
    call.cycles = 1000
    return call
  }

  @Test func callsTakeARoundEachWay() throws {
    var network = Network { id, execution in
      guard execution.entry == .update else { return Outcome(result: .reply(execution.argument)) }
      guard id == Self.callee else { return Self.calling(Self.call(Self.callee)) }
      var outcome = Outcome(result: .reply([7]))
      outcome.cyclesAccepted = 300
      return outcome
    }
    network.send()
    #expect(network.run(rounds: 2) == nil)
    #expect(network.run(rounds: 1) == .reply([7]))
    let executed = network.executions.suffix(3)
    #expect(executed.map(\.0) == [Self.caller, Self.callee, Self.caller])
    #expect(executed.map(\.1.entry) == [.update, .update, .replyCallback])
    #expect(executed.map(\.1.caller) == [Self.caller, Self.caller, Self.caller])
    #expect(executed.map(\.1.refundedCycles) == [0, 0, 700])
    let balances = zip([Self.caller, Self.callee], Self.ids).map { id, subnet in
      network.state.subnets[subnet]?.canisters[id]?.cycleBalance
    }
    let balance = SubnetState.initialCycleBalance
    #expect(balances == [balance - 300, balance + 300])
  }

  /// An id of a subnet that has no such canister, and one of no subnet.
  @Test(arguments: [
    (Principal(canisterIndex: CanisterRange.size + 2), "Canister %@ not found"),
    (Principal(canisterIndex: 7 * CanisterRange.size), "No route to canister %@"),
  ]) func requestsThatFindNobody(callee: Principal, text: String) throws {
    var network = Network { id, execution in
      guard execution.entry == .update else {
        return Outcome(result: .reply(Array((execution.rejection?.message ?? "").utf8)))
      }
      return Self.calling(Self.call(callee))
    }
    network.send()
    guard case .reply(let bytes) = network.run(rounds: 4) else {
      Issue.record("no reply")
      return
    }
    let words = String(decoding: bytes, as: UTF8.self)
    #expect(words.hasSuffix(text.replacing("%@", with: "\(callee)")))
    let balance = network.state.subnets[Self.ids[0]]?.canisters[Self.caller]?.cycleBalance
    #expect(balance == SubnetState.initialCycleBalance)
  }

  /// Calls of the management canister that find no subnet, in the words for each.
  @Test(arguments: [
    (Principal.management, "SubnetNotFound(CanisterId(%@), DepositCycles)"),
    (ids[0], "AlreadyResolved(\(ids[0]))"), (ids[1], "AlreadyResolved(\(ids[1]))"),
  ]) func managementCallsThatReachNoSubnet(callee: Principal, reason: String) throws {
    let nobody = Principal(canisterIndex: 7 * CanisterRange.size)
    var network = Network { _, execution in
      guard execution.entry == .update else {
        return Outcome(result: .reply(Array((execution.rejection?.message ?? "").utf8)))
      }
      var call = Self.call(callee, "start_canister")
      call.payload = ManagementInterface.argument(
        ["canister_id": .principal(nobody)], of: "start_canister")
      return Self.calling(call)
    }
    for id in Self.ids {
      guard var settings = network.state.subnets[id]?.settings else { continue }
      settings.isRoot = false
      network.apply(.subnet(id, .configure(settings)))
    }
    network.send()
    guard case .reply(let bytes) = network.run(rounds: 4) else {
      Issue.record("no reply")
      return
    }
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "Unable to route management canister request start_canister: "
        + reason.replacing("%@", with: "\(nobody)"))
    let balance = network.state.subnets[Self.ids[0]]?.canisters[Self.caller]?.cycleBalance
    #expect(balance == SubnetState.initialCycleBalance)
  }

  /// A canister of the root subnet may say which subnet is to create a canister.
  @Test func theRootSubnetCreatesCanistersElsewhere() throws {
    var network = Network { _, execution in
      guard execution.entry == .update else { return Outcome(result: .reply(execution.argument)) }
      var call = Self.call(Self.ids[1], "create_canister")
      call.payload = ManagementInterface.argument([:], of: "create_canister")
      return Self.calling(call)
    }
    network.send()
    guard case .reply(let bytes) = network.run(rounds: 4) else {
      Issue.record("no reply")
      return
    }
    let id = try ManagementInterface.result(bytes, of: "create_canister")["canister_id"].principal
    let created = try #require(network.state.subnets[Self.ids[1]]?.canisters[id])
    #expect(created.controllers == [Self.caller])
  }

  /// What a call sets aside for its response, both subnets count until the response is sent.
  @Test func slotsOfRemoteCallsTakeMemory() throws {
    var network = Network { id, execution in
      guard execution.entry == .update else { return Outcome(result: .reply([])) }
      return Self.calling(
        id == Self.callee ? Self.call(Self.caller, "none") : Self.call(Self.callee))
    }
    network.send()
    func taken(_ index: Int) -> UInt64? {
      network.state.subnets[Self.ids[index]]?.pendingCalls.memoryTakenBytes
    }
    let slot: UInt64 = 2 * 1024 * 1024 + 144
    #expect(network.run(rounds: 1) == nil && taken(0) == slot && taken(1) == 0)
    network.apply(.all(.round))
    // One for what the callee owes, and one for what it waits for.
    #expect(taken(0) == slot && taken(1) == 2 * slot)
    for _ in 0..<3 { network.apply(.all(.round)) }
    #expect(network.answers[MessageNumber(value: 1)] != nil && taken(0) == 0 && taken(1) == 0)
  }

  /// Calls of the management canister go to the subnet of the canister that they are about.
  @Test func theManagementCanisterOfTheOtherSubnetAnswers() throws {
    var network = Network { id, execution in
      guard execution.entry == .update else { return Outcome(result: .reply([1])) }
      var call = Self.call(.management, "deposit_cycles")
      call.payload = ManagementInterface.encode(
        arguments: [.record(["canister_id": .principal(Self.callee)])], of: "deposit_cycles")
      return Self.calling(call)
    }
    network.send()
    #expect(network.run(rounds: 3) == .reply([1]))
    let balance = network.state.subnets[Self.ids[1]]?.canisters[Self.callee]?.cycleBalance
    #expect(balance == SubnetState.initialCycleBalance + 1000)
  }

  @Test func aSubnetThatIsRemovedLeavesNobodyWaiting() throws {
    var network = Network { id, execution in
      guard execution.entry == .update else { return Outcome(result: .reply([3])) }
      return Self.calling(Self.call(Self.callee))
    }
    network.send()
    #expect(network.run(rounds: 1) == nil)
    network.apply(.removeSubnet(Self.ids[1]))
    network.apply(.all(.round))
    #expect(network.answers[MessageNumber(value: 1)] == .reply([3]))
    let balance = network.state.subnets[Self.ids[0]]?.canisters[Self.caller]?.cycleBalance
    #expect(balance == SubnetState.initialCycleBalance)
  }

  /// A time that was set is that of the next round; queries see the one of the last.
  @Test func queriesSeeTheCertifiedTime() throws {
    var subnet = SubnetState()
    _ = subnet.apply(.setCertifiedTime(5))
    _ = subnet.apply(.setTime(9))
    #expect(subnet.timeNanoseconds == 5)
    _ = subnet.apply(.round)
    #expect(subnet.timeNanoseconds == 9)
  }
}
