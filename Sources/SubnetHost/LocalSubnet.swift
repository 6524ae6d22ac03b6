package import Admission
package import Candid
package import CanisterProcess
import Engines
import Executions
package import Subnet

/// A subnet on this machine: performs what it asks for.
///
/// The front door of this target. Commands use this host, which does one thing at a time: a
/// message goes in by `update`, `query`, `install` or `tick`, and comes back as a `MessageReport`
/// when it is answered. The subnet itself is a value (`state`); each canister executes its part in
/// a process of its own. What canisters get wrong is part of the report; what is thrown is trouble
/// with the machine.
package final class LocalSubnet {
  private var network: NetworkState
  private let id: Principal
  /// The subnet, the only one of its network.
  package var state: SubnetState { network.subnets[id] ?? SubnetState() }
  /// Who sends the messages from outside.
  package var sender = Principal.anonymous
  /// What answers canisters' HTTP requests.
  package var outcalls = OutcallScript()
  /// What compiles the code that canisters install; without, they can't.
  package var compiler: CodeCompiler?
  /// What finds code that canisters had before this host, by its identity.
  package var codeFinder: ((String) throws -> CanisterCode)?
  /// Sees all inputs before they are applied.
  package var recorder: ((Input) throws(RecordingError) -> Void)?
  /// What answers an HTTP request before `outcalls` does; nil for what it does not know.
  var answerOutcall: ((HTTPRequest) -> OutcallAnswer?)?

  /// Makes code of the bytes of a module; throws `AdmissionError` if no canister may have it, and
  /// whatever else went wrong.
  package typealias CodeCompiler = ([UInt8]) throws -> CanisterCode

  let launcher: any CanisterLauncher
  let stateDirectory: String
  var processes: [Principal: RunningCanister] = [:]
  /// The programs of all code that canisters have or had.
  var programs: [String: CanisterProgram] = [:]
  /// The metadata of the same code.
  private var metadata: [String: [MetadataSection]] = [:]
  private var lastMessage: UInt64
  /// What the message at hand has led to so far.
  private var activity = Activity()
  private var answers: [MessageNumber: MessageResult] = [:]
  private var roundFailures: [UserError] = []

  /// How many rounds an answer may take: some canisters wait for hundreds of them.
  static let maximumRounds = 1_000

  /// A host of a subnet; each canister has, or will have, a directory of its own in
  /// `stateDirectory`.
  ///
  /// The process of a canister that is there already starts when it has something to execute.
  package init(
    launcher: any CanisterLauncher, stateDirectory: String, state: SubnetState = SubnetState()
  ) {
    self.launcher = launcher
    self.stateDirectory = stateDirectory
    id = state.settings.id
    network = NetworkState(state)
    // Calls of an earlier host may be answered yet: their numbers are not given out again.
    lastMessage = state.timeNanoseconds
  }

  /// The time that canisters see, in nanoseconds since 1970.
  package var timeNanoseconds: UInt64 { state.timeNanoseconds }

  /// Changes the time that canisters see.
  package func setTime(nanoseconds: UInt64) throws(SubnetError) {
    try apply(.setCertifiedTime(nanoseconds))
  }

  /// Changes what everything is executed by.
  package func configure(_ change: (inout SubnetSettings) -> Void) throws(SubnetError) {
    var settings = state.settings
    change(&settings)
    if settings != state.settings { try apply(.configure(settings)) }
  }

  /// Ends all processes.
  /// - Parameter completesState: Whether somebody will look into the state directory.
  package func end(completesState: Bool) {
    for process in processes.values { process.connection.end(completesState: completesState) }
  }

  /// Takes an input in, and performs all that follows from it.
  ///
  /// Trouble is thrown at the end: until then the subnet goes on without what it has lost.
  func apply(_ input: Input) throws(SubnetError) {
    var inputs = [input]
    var trouble: SubnetError?
    while !inputs.isEmpty {
      let input = inputs.removeFirst()
      do {
        try recorder?(input)
      } catch {
        trouble = trouble ?? .notRecorded(error)
      }
      for effect in network.apply(.subnet(id, input)).map(\.effect) {
        do throws(SubnetError) {
          if let answer = try perform(effect) { inputs.append(answer) }
        } catch {
          trouble = trouble ?? error
          if let answer = Self.answer(to: effect, after: error) { inputs.append(answer) }
        }
      }
    }
    if let trouble { throw trouble }
  }

  /// Performs an effect, and returns the answer to it, if it has one.
  private func perform(_ effect: Effect) throws(SubnetError) -> Input? {
    switch effect {
    case .execute(let number, let canister, let configuration, let execution):
      return .executed(number, .ended(try execute(execution, configuration, on: canister)))
    case .install(let number, let change): return .installed(number, try perform(change))
    case .compile(let number, let module): return .compiled(number, try compile(module))
    case .read(let number, let place): return .read(number, read(place))
    case .askOutcall(let number, let request):
      return .outcallAnswered(number, answerOutcall?(request) ?? outcalls.answer(to: request))
    case .uninstall(let canister): removeState(of: canister)
    case .settle(let canister, let changes): try settle(changes, of: canister)
    case .answer(let number, let result): answers[number] = result
    case .roundEnded(let failures): roundFailures += failures
    case .send: break
    }
    return nil
  }

  /// What the subnet is told of an effect that could not be performed.
  private static func answer(to effect: Effect, after error: SubnetError) -> Input? {
    switch effect {
    case .execute(let number, _, _, _): .executed(number, .lost(reason: "\(error)"))
    case .install(let number, _): .installed(number, .lost(reason: "\(error)"))
    case .compile(let number, _): .compiled(number, .refused(code: 521, reason: "\(error)"))
    case .read(let number, _): .read(number, nil)
    case .askOutcall, .uninstall, .settle, .answer, .send, .roundEnded: nil
    }
  }

  /// Compiles code that inputs will name.
  func provide(_ module: [UInt8], identity: String) throws {
    guard let compiler else { return }
    var code = try compiler(module)
    code.description.identity = identity
    keep(code)
  }

  private func compile(_ module: [UInt8]) throws(SubnetError) -> CompilationResult {
    guard let compiler else {
      return .refused(code: 505, reason: "Canisters can't install code here.")
    }
    do {
      let code = try compiler(module)
      keep(code)
      return .compiled(code.description)
    } catch let error as AdmissionError {
      return .refused(code: error.icCode, reason: error.icMessage)
    } catch {
      throw .notCompiled(reason: "\(error)")
    }
  }

  /// Keeps code that canisters have, or may get.
  func keep(_ code: CanisterCode) {
    programs[code.description.identity] = code.program
    metadata[code.description.identity] = code.metadata
  }

  private func read(_ place: StoredBytes) -> [UInt8]? {
    switch place {
    case .metadata(let code, let name): metadata[code]?.first { $0.name == name }?.bytes
    }
  }

  /// Counts what an execution has done for the message at hand.
  func note(_ outcome: Outcome, of canister: Principal) {
    activity.add(outcome, canister: canister, timeNanoseconds: state.timeNanoseconds)
  }
}

/// Messages from outside.
extension LocalSubnet {
  /// Executes an update call, or a query as an update, until it is answered, and to the end of that
  /// round.
  ///
  /// While the answer lacks, a second passes from round to round.
  package func update(
    _ canister: Principal, method: String, argument: [UInt8]
  ) throws(SubnetError) -> MessageReport {
    try report { number throws(SubnetError) in
      let message = message(to: canister, method, argument)
      try apply(.submit(number, message))
      for round in 0..<Self.maximumRounds where answers[number] == nil {
        if round > 0 { try setTime(nanoseconds: timeNanoseconds &+ 1_000_000_000) }
        try apply(.round)
      }
      if answers[number] == nil {
        answers[number] = .reject(.timedOut(canister, rounds: Self.maximumRounds))
      }
    }
  }

  /// Executes a query; nothing of it stays.
  package func query(
    _ canister: Principal, method: String, argument: [UInt8]
  ) throws(SubnetError) -> MessageReport {
    try report { number throws(SubnetError) in
      try apply(.query(number, message(to: canister, method, argument)))
    }
  }

  /// Gives code to a canister, and executes a round; if it fails, the canister is as it was before.
  package func install(
    _ code: CanisterCode, on id: Principal, mode: InstallationMode, argument: [UInt8],
    options: UpgradeOptions = UpgradeOptions()
  ) throws(SubnetError) -> MessageReport {
    keep(code)
    return try report { number throws(SubnetError) in
      let installation = CodeInstallation(
        origin: .user(sender), canister: id, mode: mode, code: code.description,
        argument: argument, options: options)
      try apply(.install(number, installation))
      if case .reply = answers[number] { try apply(.round) }
    }
  }

  /// The report on a module that no canister may have.
  package func refuseModule(for id: Principal, _ error: AdmissionError) -> MessageReport {
    MessageReport(
      result: .reject(.moduleRefused(id, code: error.icCode, reason: error.icMessage)))
  }

  /// Changes the settings of a canister.
  package func updateSettings(
    of id: Principal, to settings: CanisterSettings
  ) throws(SubnetError) -> MessageReport {
    try report { number throws(SubnetError) in
      try apply(.updateSettings(number, id, settings, sender: sender))
    }
  }

  /// Takes code and state from a canister; whoever waits for it is told so.
  package func uninstall(_ id: Principal) throws(SubnetError) -> MessageReport {
    try report { number throws(SubnetError) in
      try apply(.uninstall(number, id, sender: sender))
    }
  }

  /// Executes so many rounds without a message from outside; a nanosecond passes from one to the
  /// next.
  ///
  /// The report is a trap if a timer or a heartbeat traps.
  package func tick(rounds: Int = 1) throws(SubnetError) -> MessageReport {
    try report { number throws(SubnetError) in
      for round in 0..<rounds {
        if round > 0 { try setTime(nanoseconds: timeNanoseconds &+ 1) }
        try apply(.round)
      }
      answers[number] = roundFailures.first.map { .trap($0) } ?? .ok
    }
  }

  /// Fires the global timers that are due, and delivers what comes of it.
  ///
  /// The report is a trap if one of them traps, and nil if none is due.
  package func fireDueTimers() throws(SubnetError) -> MessageReport? {
    guard state.hasDueTimers else { return nil }
    return try report { number throws(SubnetError) in
      try apply(.fireTimers)
      answers[number] = roundFailures.first.map { .trap($0) } ?? .ok
    }
  }

  private func message(
    to canister: Principal, _ method: String, _ argument: [UInt8]
  ) -> IngressMessage {
    IngressMessage(sender: sender, canister: canister, method: method, argument: argument)
  }

  /// Does the work for one message from outside and reports it with all that it led to.
  private func report(
    _ body: (MessageNumber) throws(SubnetError) -> Void
  ) throws(SubnetError) -> MessageReport {
    activity = Activity()
    answers = [:]
    roundFailures = []
    lastMessage += 1
    let number = MessageNumber(value: lastMessage)
    try body(number)
    return MessageReport(result: answers[number] ?? .ok, activity: activity)
  }
}

/// Canisters, created and looked at.
extension LocalSubnet {
  /// Whether a canister with this id was created.
  package func hasCanister(_ id: Principal) -> Bool { state.canisters[id] != nil }

  /// Creates an empty canister with the next free id, controlled by the sender and by itself.
  @discardableResult
  package func createCanister() throws(SubnetError) -> Principal {
    guard let id = state.firstFreeID else { throw .noIDsLeft }
    try createCanister(id: id)
    return id
  }

  /// Creates an empty canister with a given id, which no canister has.
  package func createCanister(id: Principal) throws(SubnetError) {
    precondition(!hasCanister(id), "the canister was created before")
    if !state.settings.contains(id) {
      try configure { $0.ranges += CanisterRange(around: id).map { [$0] } ?? [] }
    }
    try apply(.create(id, controllers: [sender, id]))
  }

  /// The log of a canister; empty for one that does not exist.
  package func log(of id: Principal) -> CanisterLog { state.canisters[id]?.log ?? CanisterLog() }

  /// The version of a canister, which counts the changes of its code and its state.
  package func version(of id: Principal) -> UInt64 { state.canisters[id]?.version ?? 0 }
}
