import Admission
import Candid
import Executions
import TestSupport

@testable import Subnet

/// Drives a network with random inputs, and plays a host that answers in random order: executions
/// reply, reject, trap, call others and send them cycles, have the management canister create,
/// install, stop, change and delete canisters, and now and then a process is lost.
///
/// After each input it checks what must hold for every network.
struct Simulator {
  private var random: SplitMix64
  private(set) var state = NetworkState()
  /// All inputs so far.
  private(set) var inputs: [NetworkInput] = []
  /// How often each message was answered.
  private(set) var answerCounts: [MessageNumber: Int] = [:]
  /// Requests to the host that it has not answered.
  private var open: [NetworkEffect] = []
  private var lastMessage: UInt64 = 0
  /// All cycles that were ever there.
  private var cycles: UInt128 = 0
  /// Queries whose changes are aside, by canister.
  private var asideCounts: [Principal: Int] = [:]

  /// A network of so many subnets, each of them with so many canisters.
  init(seed: UInt64, subnetCount: UInt64, canisterCount: UInt64) {
    random = SplitMix64(state: seed)
    canisters = (0..<subnetCount).flatMap { subnet in
      (0..<canisterCount).map { Principal(canisterIndex: subnet * CanisterRange.size + $0) }
    }
    for index in 0..<subnetCount {
      let first = index * CanisterRange.size
      let settings = SubnetSettings(
        id: Principal(canisterIndex: .max - index),
        ranges: [CanisterRange(first...first + CanisterRange.size - 1)],
        allotment: .allotment(index))
      apply(.addSubnet(settings, timeNanoseconds: 1))
    }
    for (index, id) in canisters.enumerated() {
      apply(.create(id, controllers: [.anonymous, id]), on: id)
      makePoor(id, isVeryPoor: index % 2 == 1)
      let code = CodeDescription(
        identity: "code", methods: ["u": .update, "q": .query, "c": .compositeQuery],
        systemMethods: [.heartbeat, .globalTimer, .inspectMessage])
      apply(
        .install(
          nextMessage(),
          CodeInstallation(
            origin: .user(.anonymous), canister: id, mode: .install, code: code, argument: [])),
        on: id)
    }
    finish()
  }

  /// Those that were installed.
  private let canisters: [Principal]

  /// Leaves a canister with few cycles, so that it will freeze and run out of them.
  private mutating func makePoor(_ id: Principal, isVeryPoor: Bool) {
    guard let subnet = state.subnet(of: id), var canister = state.subnets[subnet]?.canisters[id]
    else { return }
    canister.cycleBalance = 400_000_000_000
    if !isVeryPoor { canister.cycleBalance *= 100 }
    canister.cycleBalance += UInt128(random.next() % 100_000_000_000)
    cycles += canister.cycleBalance
    apply(.adopt(id, canister), on: id)
  }

  /// Whether no message was answered twice.
  var answersOnce: Bool { answerCounts.values.allSatisfy { $0 == 1 } }

  /// Whether nothing is under way.
  var isQuiet: Bool { open.isEmpty && state.subnets.values.allSatisfy { !$0.isInRound } }

  /// How many messages are not answered yet.
  var unansweredCount: Int { Int(lastMessage) - answerCounts.count }

  /// Does something at random.
  mutating func step() {
    switch random.next() % 10 {
    case 0, 1:
      let message = message(["u", "q", "c", "none"])
      apply(.submit(nextMessage(), message), on: message.canister)
    case 2:
      let message = message(["q", "c", "none"])
      apply(.query(nextMessage(), message), on: message.canister)
    case 3: if isQuiet { apply(.all(.round)) }
    case 4: passTime(nanoseconds: random.next() % 400_000_000_000)
    case 6 where random.next() % 4 == 0:
      let call = managementCall(by: .anonymous)
      let message = IngressMessage(
        sender: .anonymous, canister: .management, method: call.method, argument: call.payload)
      if let id = ManagementCanister.canister(concerning: call) {
        apply(.submit(nextMessage(), message), on: id)
      }
    case 5 where random.next() % 20 == 0:
      let code = CodeDescription(identity: "new", methods: ["u": .update, "c": .compositeQuery])
      let id = canister()
      apply(
        .install(
          nextMessage(),
          CodeInstallation(
            origin: .user(.anonymous), canister: id, mode: .upgrade, code: code, argument: [])),
        on: id)
    default: answer()
    }
  }

  private var time: UInt64 { state.subnets.values.first?.timeNanoseconds ?? 0 }

  private mutating func passTime(nanoseconds: UInt64) {
    apply(.all(.setTime(time + nanoseconds)))
  }

  /// Answers all that is open, and runs rounds until nothing is on its way.
  mutating func finish() {
    isFinishing = true
    defer { isFinishing = false }
    var rounds = 0
    while rounds < 200 {
      while !open.isEmpty { answer() }
      let isIdle = state.subnets.values.allSatisfy {
        $0.queue.isEmpty && $0.ingress.isEmpty && $0.contexts.isEmpty
      }
      if isIdle { return }
      // Calls that wait for a response that was lost expire.
      passTime(nanoseconds: 400_000_000_000)
      apply(.all(.round))
      rounds += 1
    }
  }

  /// The cycles in balances, in calls on their way, and in contexts that are not answered, what was
  /// paid in advance, and what was consumed.
  private var cyclesInNetwork: UInt128 {
    var sum: UInt128 = 0
    for subnet in state.subnets.values {
      sum += subnet.canisters.values.reduce(0) { $0 + $1.cycleBalance + $1.reservedCycles }
      sum += subnet.contexts.values.reduce(0) { $0 + $1.cyclesAvailable }
      sum += subnet.pendingCalls.prepaidCycles + subnet.requests.prepaidCycles
      sum += subnet.consumedCycles
      for message in subnet.queue {
        switch message {
        case .request(_, _, let call): sum += call.cycles
        case .remoteRequest(let remote): sum += remote.request.cycles
        case .response(_, _, let refund): sum += refund
        }
      }
    }
    for message in state.stream {
      switch message.content {
      case .request(let remote): sum += remote.request.cycles
      case .response(_, _, _, let refund): sum += refund
      }
    }
    return sum
  }

  /// Whether no cycles came out of nothing, and each one is somewhere or was consumed.
  var conservesCycles: Bool { cyclesInNetwork == cycles }

  private mutating func apply(_ input: Input, on canister: Principal) {
    guard let subnet = state.subnet(of: canister) else { return }
    apply(.subnet(subnet, input))
  }

  private mutating func apply(_ input: NetworkInput) {
    inputs.append(input)
    for effect in state.apply(input) {
      switch effect.effect {
      case .execute, .install, .compile, .snapshot, .read, .askOutcall: open.append(effect)
      case .answer(let number, _): answerCounts[number, default: 0] += 1
      case .settle(let id, .setAside): asideCounts[id, default: 0] += 1
      case .settle(let id, .discard): asideCounts[id, default: 0] -= 1
      case .settle, .roundEnded, .uninstall, .store, .makeSnapshot, .drop, .send: break
      }
    }
  }

  /// Whether queries have left changes aside.
  var hasChangesAside: Bool { asideCounts.values.contains { $0 != 0 } }

  private mutating func answer() {
    guard !open.isEmpty else { return }
    let index = Int(random.next() % UInt64(open.count))
    let effect = open.remove(at: index)
    switch effect.effect {
    case .execute(let number, _, let configuration, let execution):
      let isLost = random.next() % 40 == 0
      if execution.continuesChanges || isLost { noteContinuation(execution, configuration, isLost) }
      let result: ExecutionResult =
        isLost ? .lost(reason: "gone") : .ended(outcome(of: execution, configuration))
      apply(.subnet(effect.subnet, .executed(number, result)))
    case .install(let number, let change):
      let new = outcome(of: change.first.execution, change.first.configuration)
      let old = change.preUpgrade.map { outcome(of: $0.execution, $0.configuration) }
      let first = old?.hasFailed == true ? nil : new
      let isLost = random.next() % 10 == 0
      let result: CodeChangeResult =
        isLost ? .lost(reason: "gone") : .ended(preUpgrade: old, first: first)
      apply(.subnet(effect.subnet, .installed(number, result)))
    case .compile(let number, _):
      let code = CodeDescription(
        identity: "made", methods: ["u": .update, "q": .query], systemMethods: [.heartbeat])
      let result: CompilationResult =
        random.next() % 10 == 0 ? .refused(code: 505, reason: "so") : .compiled(code)
      apply(.subnet(effect.subnet, .compiled(number, result)))
    case .snapshot(let number, let task):
      apply(.subnet(effect.subnet, .snapshot(number, result(of: task))))
    default: break
    }
  }

  private mutating func result(of task: SnapshotTask) -> SnapshotResult {
    if random.next() % 10 == 0 { return .lost(reason: "gone") }
    return switch task {
    case .take:
      .taken(
        CanisterSnapshot.Content(
          moduleBytes: 10, heapBytes: 65536, stableMemoryBytes: 0, globals: [],
          certifiedData: []))
    case .load(_, _, let code, _): .loaded(code ?? CodeDescription(identity: "loaded"))
    }
  }

  /// A callback of a composite query takes up what was set aside last, unless it fails.
  private mutating func noteContinuation(
    _ execution: Execution, _ configuration: Configuration, _ isLost: Bool
  ) {
    pendingContinuation = execution.continuesChanges && !isLost ? configuration.canister : nil
  }

  private var pendingContinuation: Principal?
  /// Whether nothing new is to begin.
  private var isFinishing = false

  private mutating func outcome(
    of execution: Execution, _ configuration: Configuration
  ) -> Outcome {
    defer { pendingContinuation = nil }
    let isFailure = random.next() % 6 == 0
    if isFailure { return Outcome(result: .error(ExecutionError(.trapped, "so"))) }
    if let id = pendingContinuation { asideCounts[id, default: 0] -= 1 }
    var outcome = Outcome(result: .noResponse)
    outcome.instructions = random.next() % 2 == 0 ? 1000 : random.next() % 40_000_000_000
    outcome.heapPages = random.next() % 200
    switch execution.entry {
    case .install, .preUpgrade, .postUpgrade, .reinstall: return outcome
    case .inspectMessage:
      outcome.acceptsMessage = random.next() % 4 != 0
      return outcome
    default: break
    }
    let isQuery = execution.isComposite || [.query, .compositeQuery].contains(execution.entry)
    if !execution.isAnswered, random.next() % 2 == 0, execution.entry != .heartbeat,
      execution.entry != .globalTimer
    {
      outcome.result = random.next() % 4 == 0 ? .reject("no") : .reply([1])
    }
    if execution.entry != .query, execution.entry != .replicatedQuery {
      // Fewer than one for each execution, or there would be more and more of them.
      let count = isFinishing ? 0 : [0, 0, 0, 0, 1, 2][Int(random.next() % 6)]
      var left = configuration.cycleBalance
      for _ in 0..<count {
        let call = call(isQuery: isQuery, by: configuration.canister)
        let costs = CycleCosts(nodeCount: configuration.nodeCount, isFree: configuration.isFree)
        let price =
          isQuery ? 0 : costs.call(call) + configuration.callbackPrepayment + call.cycles
        // The process would not let it go out.
        guard price <= left else { continue }
        left -= price
        outcome.calls.append(call)
      }
    }
    if !isQuery, execution.entry != .replicatedQuery {
      outcome.cyclesAccepted = execution.cycles / 2
      if random.next() % 10 == 0 { outcome.cyclesBurned = outcome.cyclesAccepted }
      if random.next() % 10 == 0 { outcome.globalTimer = time + 1 }
    }
    return outcome
  }

  private mutating func call(isQuery: Bool, by caller: Principal) -> OutgoingCall {
    if !isQuery && random.next() % 4 == 0 { return managementCall(by: caller) }
    var call = OutgoingCall(callee: canister(), method: isQuery ? "q" : "u")
    if !isQuery {
      call.cycles = UInt128(random.next() % 1000)
      if random.next() % 3 == 0 { call.timeoutSeconds = UInt32(1 + random.next() % 300) }
    }
    if random.next() % 2 == 0 { call.cleanupCallback = Callback(function: 9, environment: 9) }
    return call
  }

  /// Something about a canister that the caller controls, or a new one.
  private mutating func managementCall(by caller: Principal) -> OutgoingCall {
    let controlled = state.subnets.values.flatMap(\.canisters)
      .filter { $0.value.controllers.contains(caller) }.map(\.key)
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    let index = random.next()
    let target = controlled.isEmpty ? canister() : controlled[Int(index % UInt64(controlled.count))]
    var fields: [String: CandidValue] = ["canister_id": .principal(target)]
    let methods = [
      "create_canister", "install_code", "install_code", "stop_canister", "start_canister",
      "uninstall_code", "delete_canister", "update_settings", "take_canister_snapshot",
      "deposit_cycles", "canister_status",
    ]
    let method = methods[Int(random.next() % UInt64(methods.count))]
    switch method {
    case "create_canister": fields = [:]
    case "install_code":
      let modes: [CandidValue] = [
        .variant("install", .null), .variant("reinstall", .null), .variant("upgrade", .none),
      ]
      fields["mode"] = modes[Int(random.next() % 3)]
      fields["wasm_module"] = .blob([0])
      fields["arg"] = .blob([])
    case "update_settings":
      fields["settings"] = .record([
        "freezing_threshold": .option(.nat(BigInteger(random.next() % 3_000_000)))
      ])
    default: break
    }
    var call = OutgoingCall(
      callee: .management, method: method,
      payload: ManagementInterface.argument(fields, of: method))
    call.cycles = method == "create_canister" ? 700_000_000_000 : UInt128(random.next() % 1000)
    return call
  }

  private mutating func nextMessage() -> MessageNumber {
    lastMessage += 1
    return MessageNumber(value: lastMessage)
  }

  /// One of the canisters, or now and then one that is not there.
  private mutating func canister() -> Principal {
    let index = Int(random.next() % UInt64(canisters.count + 1))
    return index < canisters.count ? canisters[index] : Principal(canisterIndex: 999)
  }

  private mutating func message(_ methods: [String]) -> IngressMessage {
    IngressMessage(
      sender: .anonymous, canister: canister(),
      method: methods[Int(random.next() % UInt64(methods.count))], argument: [1, 2])
  }
}
