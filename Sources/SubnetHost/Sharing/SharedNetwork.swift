package import Admission
package import Candid
package import CanisterProcess
package import Subnet

/// A network that many tasks use at once, as those of a server do.
///
/// Everything happens one after the other, in the order in which it is asked for, on a thread of
/// the network's own: a task that waits for a canister's process takes no thread from others. So
/// hundreds of networks may be in one process, side by side; what bounds their memory is the
/// `ProcessPool` that they share.
///
/// Messages are submitted, and executed in rounds: those that somebody asks for by `tick`, or that
/// whoever waits for an answer has executed.
package actor SharedNetwork {
  private let subnet: LocalNetwork
  private let executor = ThreadExecutor()
  private let report: @Sendable (SubnetError) -> Void
  private var isEnded = false

  /// What is known of a message that was submitted.
  package enum MessageStatus: Equatable, Sendable {
    /// It was never submitted, or is forgotten.
    case unknown
    case processing
    case answered(MessageResult)
  }

  /// The executor that blocks where the subnet waits.
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// A network that begins with a subnet, and perhaps others beside it; each canister has, or will
  /// have, a directory of its own in `stateDirectory`, or in what `directory` says.
  ///
  /// `report` is told of trouble with the machine, such as a process that is lost. Whoever waits
  /// for what is lost gets an answer that tells so; all others need not know.
  package init(
    launcher: any CanisterLauncher, stateDirectory: String, state: SubnetState = SubnetState(),
    others: [SubnetState] = [], pool: ProcessPool,
    directory: (@Sendable (Principal) -> String)? = nil,
    compiler: (@Sendable ([UInt8], SubnetKind) throws -> CanisterCode)? = nil,
    report: @escaping @Sendable (SubnetError) -> Void
  ) {
    subnet = LocalNetwork(
      launcher: launcher, stateDirectory: stateDirectory, state: state, others: others, pool: pool,
      directory: directory)
    subnet.compiler = compiler
    self.report = report
  }

  /// Calls the body with the network, which nobody else uses meanwhile.
  package func use<Result: Sendable>(
    _ body: @Sendable (LocalNetwork) throws -> Result
  ) throws -> Result {
    guard !isEnded else { throw SubnetError.ended }
    return try body(subnet)
  }

  /// Adds a subnet, whose id none has.
  package func addSubnet(_ settings: SubnetSettings) throws(SubnetError) {
    try apply(.addSubnet(settings, timeNanoseconds: subnet.timeNanoseconds))
  }

  /// Takes an update call in, which its canister may inspect; the status of the message is kept
  /// until it is forgotten.
  ///
  /// It goes to the canister's subnet, unless another one is named, as for the management canister.
  package func submit(
    _ message: IngressMessage, on id: Principal? = nil
  ) throws(SubnetError) -> MessageNumber {
    let number = subnet.nextMessage()
    try apply(.subnet(id ?? subnet.subnet(of: message.canister), .submit(number, message)))
    return number
  }

  /// What is known of a message now.
  package func status(of number: MessageNumber) -> MessageStatus {
    guard subnet.awaited.contains(number) else { return .unknown }
    return subnet.answers[number].map { .answered($0) } ?? .processing
  }

  /// Has rounds executed until a message is answered, but so many at most; what is known of it
  /// then.
  ///
  /// Between rounds other tasks have their turn. Throws `CancellationError` if the task is
  /// cancelled, which has no effect on the message.
  package func answer(
    to number: MessageNumber, rounds: Int = LocalNetwork.maximumRounds
  ) async throws -> MessageStatus {
    for _ in 0..<rounds {
      guard status(of: number) == .processing else { break }
      try Task.checkCancellation()
      try tick()
      await Task.yield()
    }
    return status(of: number)
  }

  /// Drops what is known of a message, also an answer that is still to come.
  package func forget(_ number: MessageNumber) { subnet.forget(number) }

  /// Executes a query, on the subnet of its canister unless another one is named; nil if there is
  /// no such subnet.
  package func query(
    _ message: IngressMessage, on id: Principal? = nil
  ) throws(SubnetError) -> MessageResult? {
    let number = subnet.nextMessage()
    defer { subnet.forget(number) }
    try apply(.subnet(id ?? subnet.subnet(of: message.canister), .query(number, message)))
    return subnet.answers[number]
  }

  /// Executes a round of all subnets, at a time that is later than that of the round before: by a
  /// nanosecond, unless the time was changed meanwhile.
  package func tick() throws(SubnetError) {
    if (subnet.state.nextTimeNanoseconds ?? 0) <= subnet.timeNanoseconds {
      try setTime(nanoseconds: subnet.timeNanoseconds &+ 1)
    }
    try apply(.all(.round))
  }

  /// The time of the last round, or of the next one if it was changed since, in nanoseconds since
  /// 1970.
  package var timeNanoseconds: UInt64 {
    subnet.state.nextTimeNanoseconds ?? subnet.timeNanoseconds
  }

  /// Changes the time of the next round.
  package func setTime(nanoseconds: UInt64) throws(SubnetError) {
    try apply(.all(.setTime(nanoseconds)))
  }

  /// Lets time pass.
  package func advance(byNanoseconds nanoseconds: UInt64) throws(SubnetError) {
    try setTime(nanoseconds: timeNanoseconds &+ nanoseconds)
  }

  /// Answers an HTTP request of a canister that was left open.
  package func answerOutcall(
    _ number: UInt64, on subnet: Principal, _ answer: OutcallAnswer
  ) throws(SubnetError) {
    try apply(.subnet(subnet, .answerOutcall(number, answer)))
  }

  /// Removes a subnet with all that it has.
  package func removeSubnet(_ id: Principal) throws(SubnetError) { try apply(.removeSubnet(id)) }

  /// Ends all processes, when what was asked for before is done; from now on all else is refused.
  ///
  /// Whoever does not want to wait for executions ends the processes first: by their group.
  /// - Parameter completesState: Whether somebody will look into the state directory.
  package func end(completesState: Bool) {
    isEnded = true
    subnet.end(completesState: completesState)
  }

  /// Takes an input in; what is lost on the way is reported, since the network goes on without.
  private func apply(_ input: NetworkInput) throws(SubnetError) {
    guard !isEnded else { throw .ended }
    do {
      try subnet.apply(input)
    } catch .notRecorded(let error) {
      throw .notRecorded(error)
    } catch {
      report(error)
    }
  }
}
