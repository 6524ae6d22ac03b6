package import Admission
package import Candid
package import CanisterProcess
import Engines
import Executions
package import Subnet

/// A subnet on this machine, and those with which its network grows: performs what they ask for.
///
/// The front door of this target. Commands use this host, which waits for what it does: a message
/// goes in by `update`, `query`, `install` or `tick`, and comes back as a `MessageReport` when it
/// is answered (`LocalNetwork+Messages.swift`); servers share it among tasks (`SharedNetwork`). The
/// network itself is a value; each canister executes its part in a process of its own
/// (`HostedCanister`). What canisters get wrong is part of the report; what is thrown is trouble
/// with the machine.
package final class LocalNetwork {
  package private(set) var network: NetworkState
  /// The subnet with which the network began, and to which all messages go that name no canister
  /// of another one.
  let id: Principal
  /// The subnet with which the network began.
  package var state: SubnetState { network.subnets[id] ?? SubnetState() }
  /// Who sends the messages from outside.
  package var sender = Principal.anonymous
  /// What answers canisters' HTTP requests.
  package var outcalls = OutcallScript()
  /// What compiles the code that canisters install; without, they can't.
  package var compiler: CodeCompiler?
  /// What finds code that canisters had before this host, by its identity.
  package var codeFinder: ((String) throws -> CanisterCode)?
  /// Sees what canisters print, at once.
  package var showPrint: ((DebugPrint) -> Void)?
  /// Sees all inputs before they are applied.
  package var recorder: ((NetworkInput) throws(RecordingError) -> Void)?
  /// What answers an HTTP request before `outcalls` does; nil for what it does not know.
  package var answerOutcall: ((HTTPRequest) -> OutcallAnswer?)?
  /// Whether executions that don't depend on each other use several processors.
  var executesSideBySide = true

  /// Makes code of the bytes of a module; throws `AdmissionError` if no canister of such a subnet
  /// may have it, and whatever else went wrong.
  package typealias CodeCompiler = ([UInt8], SubnetKind) throws -> CanisterCode

  var canisters: HostedCanisters
  /// Is told of each canister before its state is used for the first time.
  package var willUse: ((Principal) throws(StateError) -> Void)? {
    get { canisters.willUse }
    set { canisters.willUse = newValue }
  }
  /// The programs of all code that canisters have or had.
  var programs: [String: CanisterProgram] = [:]
  /// The metadata of the same code.
  var metadata: [String: [MetadataSection]] = [:]
  /// The modules of the same code, as far as they are known.
  var modules: [String: [UInt8]] = [:]
  private var lastMessage: UInt64
  /// Messages whose answers somebody wants to know.
  private(set) var awaited: Set<MessageNumber> = []
  /// The answers to these, as far as there are any.
  var answers: [MessageNumber: MessageResult] = [:]
  /// What the message at hand has led to so far; nil if nobody wants to know.
  var activity: Activity?
  /// Why timers and heartbeats failed meanwhile.
  var roundFailures: [UserError] = []

  /// How many rounds an answer may take: some canisters wait for hundreds of them.
  static let maximumRounds = 1_000

  /// A host of a subnet, and of others beside it; each canister has, or will have, a directory of
  /// its own in `stateDirectory`, or in what `directory` says of a canister's or a subnet's id.
  ///
  /// The process of a canister that is there already starts when it has something to execute.
  package init(
    launcher: any CanisterLauncher, stateDirectory: String, state: SubnetState = SubnetState(),
    others: [SubnetState] = [], pool: ProcessPool = ProcessPool(),
    directory: (@Sendable (Principal) -> String)? = nil
  ) {
    canisters = HostedCanisters(
      launcher: launcher, pool: pool, directory: directory ?? { _ in stateDirectory })
    id = state.settings.id
    network = NetworkState([state] + others)
    // Calls of an earlier host may be answered yet: their numbers are not given out again.
    lastMessage = ([state] + others).reduce(state.timeNanoseconds) {
      max($0, $1.ingressHistory.lastNumber?.value ?? 0)
    }
  }

  /// The time that canisters see, in nanoseconds since 1970.
  package var timeNanoseconds: UInt64 { state.timeNanoseconds }

  /// Changes the time that canisters see.
  package func setTime(nanoseconds: UInt64) throws(SubnetError) {
    try apply(.all(.setCertifiedTime(nanoseconds)))
  }

  /// Changes what everything is executed by on a subnet, by default the first one.
  package func configure(
    _ subnet: Principal? = nil, _ change: (inout SubnetSettings) -> Void
  ) throws(SubnetError) {
    let subnet = subnet ?? id
    guard let old = network.subnets[subnet]?.settings else { return }
    var settings = old
    change(&settings)
    if settings != old { try apply(.subnet(subnet, .configure(settings))) }
  }

  /// Adds a subnet, whose id none has.
  package func addSubnet(_ settings: SubnetSettings) throws(SubnetError) {
    try apply(.addSubnet(settings, timeNanoseconds: timeNanoseconds))
  }

  /// Ends all processes; each starts again when it is needed.
  /// - Parameter completesState: Whether somebody will look into the state directory.
  package func end(completesState: Bool) {
    for canister in canisters.all { canister.end(completesState: completesState) }
  }

  /// Takes an input of the first subnet in, and performs all that follows from it.
  func apply(_ input: Input) throws(SubnetError) { try apply(.subnet(id, input)) }

  /// The subnet to which a canister belongs; the first one if that is none.
  package func subnet(of canister: Principal) -> Principal {
    network.subnets.count == 1 ? id : network.subnet(of: canister) ?? id
  }

  /// The kind of the subnet to which a canister belongs.
  package func kind(of canister: Principal) -> SubnetKind {
    network.subnets[subnet(of: canister)]?.settings.kind ?? .application
  }

  /// The subnet to which a message goes: of the management canister, the one of the canister that
  /// it is about.
  func subnet(receiving message: IngressMessage) -> Principal {
    guard network.subnets.count > 1 else { return id }
    let call = OutgoingCall(
      callee: message.canister, method: message.method, payload: message.argument)
    return network.subnet(receiving: call) ?? id
  }

  /// Takes an input in, and performs all that follows from it.
  ///
  /// Trouble is thrown at the end: until then the network goes on without what it has lost.
  func apply(_ input: NetworkInput) throws(SubnetError) {
    var inputs = [input][...]
    var trouble: SubnetError?
    while let input = inputs.popFirst() {
      do {
        try recorder?(input)
      } catch {
        trouble = trouble ?? .notRecorded(error)
      }
      do {
        if case .removeSubnet(let subnet) = input { try emptyCanisters(of: subnet) }
      } catch {
        trouble = trouble ?? error
      }
      let performance = perform(network.apply(input))
      inputs += performance.answers
      trouble = trouble ?? performance.trouble
    }
    if let trouble { throw trouble }
  }

  private func emptyCanisters(of subnet: Principal) throws(SubnetError) {
    for id in network.subnets[subnet]?.canisters.keys.map(\.self) ?? [] {
      try canisters.use(id).empty()
      canisters.remove(id)
    }
  }

  /// The number of a new message, whose answer is kept until it is forgotten.
  func nextMessage() -> MessageNumber {
    lastMessage += 1
    let number = MessageNumber(value: lastMessage)
    awaited.insert(number)
    return number
  }

  /// Drops the answer to a message, also one that is still to come.
  func forget(_ number: MessageNumber) {
    awaited.remove(number)
    answers[number] = nil
  }
}

/// Canisters, created and looked at.
extension LocalNetwork {
  /// Whether a canister with this id was created.
  package func hasCanister(_ id: Principal) -> Bool { canister(id) != nil }

  /// The bytes of the module that code was made of, by its identity; nil if they are not known.
  package func module(_ identity: String) -> [UInt8]? { modules[identity] }

  /// What is known of a canister, on whatever subnet it is; nil if there is none.
  package func canister(_ id: Principal) -> CanisterState? { network.canister(id) }

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
    if network.subnet(of: id) == nil {
      try configure { $0.ranges += CanisterRange(around: id).map { [$0] } ?? [] }
    }
    try apply(.subnet(subnet(of: id), .create(id, controllers: [sender, id])))
  }

  /// The log of a canister; empty for one that does not exist.
  package func log(of id: Principal) -> CanisterLog { canister(id)?.log ?? CanisterLog() }

  /// The version of a canister, which counts the changes of its code and its state.
  package func version(of id: Principal) -> UInt64 { canister(id)?.version ?? 0 }
}
