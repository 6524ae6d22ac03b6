import Admission
import Candid
import Executions
import Hashing

@testable import Subnet

/// A subnet whose host does at once what it is asked for: modules compile by their names,
/// canisters make the calls that a test wants, and nothing costs anything.
struct ManagedSubnet {
  private var network: NetworkState
  /// The only subnet of its network.
  var state: SubnetState { network.subnets[SubnetSettings.defaultID] ?? SubnetState() }
  /// What the host was asked to do beside executions.
  private(set) var effects: [Effect] = []
  /// The code of the modules that there are, by their bytes.
  var modules: [[UInt8]: CodeDescription] = [:]
  /// What the host has of the code's metadata, by their names.
  var metadata: [String: [UInt8]] = [:]
  /// How the first execution of new code ends.
  var firstOutcome = Outcome(result: .noResponse)
  /// What the host was given to keep, and where.
  private(set) var stored: [(bytes: [UInt8], place: StoredBytes)] = []
  /// How large the modules in snapshots are.
  var snapshotModuleBytes: UInt64 = 8
  /// The result of loading a snapshot that was uploaded.
  var uploadResult = SnapshotResult.otherModule
  private var answers: [MessageNumber: MessageResult] = [:]
  private var lastMessage: UInt64 = 0
  private var pendingCall: OutgoingCall?
  private var callResult: CallResult?

  /// The controllers of the canisters of `add`.
  static let user = Principal.anonymous
  static let stranger = Principal(canisterIndex: 0xBAD)

  /// A subnet with keys of these names.
  init(keyNames: [String] = []) {
    var settings = SubnetSettings(keyNames: keyNames)
    settings.costSchedule = .free
    network = NetworkState([SubnetState(settings)])
  }

  /// Creates a canister, and gives it code unless it is to be empty.
  mutating func add(_ index: UInt64, isEmpty: Bool = false) -> Principal {
    let id = Principal(canisterIndex: index)
    perform(.create(id, controllers: [Self.user]))
    if !isEmpty {
      let code = CodeDescription(identity: "aa", methods: ["go": .update, "look": .query])
      let installation = CodeInstallation(
        origin: .user(Self.user), canister: id, mode: .install, code: code, argument: [])
      perform(.install(nextMessage(), installation))
    }
    return id
  }

  /// A user's call of the management canister.
  mutating func call(
    _ method: String, _ fields: [String: CandidValue], by sender: Principal = user
  ) -> MessageResult {
    submit(method, ManagementInterface.argument(fields, of: method), by: sender)
  }

  /// A user's call with any bytes, and so many rounds.
  mutating func submit(
    _ method: String, _ payload: [UInt8], by sender: Principal = user
  ) -> MessageResult {
    let number = nextMessage()
    perform(
      .submit(
        number,
        IngressMessage(
          sender: sender, canister: .management, method: method, argument: payload)))
    if answers[number] == nil { perform(.round) }
    return answers[number] ?? .ok
  }

  /// The result of a user's call that succeeds.
  mutating func result(
    _ method: String, _ fields: [String: CandidValue], by sender: Principal = user
  ) throws -> CandidValue {
    let answer = call(method, fields, by: sender)
    guard case .reply(let bytes) = answer else { throw NoReply(text: "\(answer)") }
    return try ManagementInterface.result(bytes, of: method)
  }

  /// A query of the management canister.
  mutating func query(
    _ method: String, _ fields: [String: CandidValue], by sender: Principal = user
  ) -> MessageResult {
    let number = nextMessage()
    perform(
      .query(
        number,
        IngressMessage(
          sender: sender, canister: .management, method: method,
          argument: ManagementInterface.argument(fields, of: method))))
    return answers[number] ?? .ok
  }

  /// A canister's call of the management canister, and its answer.
  mutating func call(
    _ method: String, _ fields: [String: CandidValue], from canister: Principal,
    cycles: UInt128 = 0
  ) -> CallResult? {
    submit(
      method, ManagementInterface.argument(fields, of: method), from: canister, cycles: cycles)
  }

  /// A canister's call with any bytes.
  mutating func submit(
    _ method: String, _ payload: [UInt8], from canister: Principal, cycles: UInt128 = 0
  ) -> CallResult? {
    var call = OutgoingCall(callee: .management, method: method, payload: payload)
    call.cycles = cycles
    (pendingCall, callResult) = (call, nil)
    perform(
      .submit(
        nextMessage(),
        IngressMessage(sender: Self.user, canister: canister, method: "go", argument: [])))
    perform(.round)
    if callResult == nil { perform(.round) }
    return callResult
  }

  /// The result of a canister's call that succeeds.
  mutating func result(
    _ method: String, _ fields: [String: CandidValue], from canister: Principal,
    cycles: UInt128 = 0
  ) throws -> CandidValue {
    let answer = call(method, fields, from: canister, cycles: cycles)
    guard case .reply(let bytes) = answer else { throw NoReply(text: "\(answer as Any)") }
    return try ManagementInterface.result(bytes, of: method)
  }

  /// What the last call of a canister was rejected with.
  var lastRejection: String? { callResult.rejection }

  struct NoReply: Error {
    let text: String
  }

  mutating func nextMessage() -> MessageNumber {
    lastMessage += 1
    return MessageNumber(value: lastMessage)
  }

  /// Applies an input and all that follows from it.
  mutating func perform(_ input: Input) {
    var inputs = [input]
    while !inputs.isEmpty {
      let effects = network.apply(.subnet(SubnetSettings.defaultID, inputs.removeFirst()))
      for effect in effects.map(\.effect) {
        if let answer = answer(to: effect) { inputs.append(answer) }
      }
    }
  }

  private mutating func answer(to effect: Effect) -> Input? {
    switch effect {
    case .execute(let number, _, _, let execution):
      return .executed(number, .ended(outcome(of: execution)))
    case .install(let number, let change):
      effects.append(effect)
      let last = change.preUpgrade == nil ? nil : Outcome(result: .noResponse)
      return .installed(number, .ended(preUpgrade: last, first: firstOutcome))
    case .compile(let number, let module): return .compiled(number, compile(module))
    case .read(let number, .metadata(_, let name)): return .read(number, metadata[name])
    case .read(let number, let place):
      effects.append(effect)
      return .read(number, stored.last { $0.place == place }?.bytes)
    case .snapshot(let number, let task):
      effects.append(effect)
      return .snapshot(number, result(of: task))
    case .store(let bytes, let place): stored.append((bytes, place))
    case .drop(.chunk(let hash)): stored.removeAll { $0.place == .chunk(hash: hash) }
    case .drop, .makeSnapshot: effects.append(effect)
    case .answer(let number, let result): answers[number] = result
    case .askOutcall, .uninstall, .settle, .send, .roundEnded: effects.append(effect)
    }
    return nil
  }

  private func compile(_ source: ModuleSource) -> CompilationResult {
    switch source {
    case .bytes(let module):
      return modules[module].map { .compiled($0) } ?? .refused(code: 505, reason: "no module")
    case .chunks(let hashes, let wanted):
      let module = hashes.flatMap { hash in
        stored.last { $0.place == .chunk(hash: hash) }?.bytes ?? []
      }
      let hash = SHA256.hash(module)
      return hash == wanted ? compile(.bytes(module)) : .otherModule(hash: hash, wanted: wanted)
    }
  }

  private func result(of task: SnapshotTask) -> SnapshotResult {
    switch task {
    case .take:
      return .taken(
        CanisterSnapshot.Content(
          moduleBytes: snapshotModuleBytes, heapBytes: 65536, stableMemoryBytes: 131_072,
          globals: [.i32(7)], certifiedData: [3]))
    case .load(_, _, let code, _): return code.map { .loaded($0) } ?? uploadResult
    }
  }

  private mutating func outcome(of execution: Execution) -> Outcome {
    var outcome = Outcome(result: .noResponse)
    switch execution.entry {
    case .update:
      if let call = pendingCall { outcome.calls = [call] }
      pendingCall = nil
    case .replyCallback: callResult = .reply(execution.argument)
    case .rejectCallback: callResult = execution.rejection.map { .reject($0) }
    default: break
    }
    return outcome
  }
}

extension CandidValue {
  /// The canister that a call is about.
  static func id(_ principal: Principal) -> CandidValue { .principal(principal) }

  static func number(_ number: some FixedWidthInteger) -> CandidValue {
    .nat(BigInteger(number))
  }

  static func some(_ number: some FixedWidthInteger) -> CandidValue {
    .option(.nat(BigInteger(number)))
  }
}

extension MessageResult {
  /// The text of a refusal.
  var refusal: String? {
    switch self {
    case .reject(let error), .trap(let error): error.text
    case .reply, .ok: nil
    }
  }
}

extension CallResult? {
  /// The code and the text of a rejection.
  var rejection: String? {
    guard case .reject(let rejection) = self else { return nil }
    return "\(rejection.code.rawValue) \(rejection.message)"
  }
}
