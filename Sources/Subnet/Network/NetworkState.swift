package import Candid
package import Executions

/// Several subnets, whose canisters call each other.
///
/// It is a value like each of its subnets: the same inputs always lead to the same state. All
/// subnets see the same time and execute their rounds together. What a canister sends to another
/// subnet arrives there when that round is over, so it is executed in the next one.
package struct NetworkState: Codable, Equatable, Sendable {
  package internal(set) var subnets: [Principal: SubnetState] = [:]
  /// What has left its subnet in this round, in order.
  private(set) var stream: [StreamMessage] = []

  /// A network without subnets.
  package init() {}

  /// A network of subnets with different ids.
  package init(_ subnets: [SubnetState]) {
    self.subnets = Dictionary(uniqueKeysWithValues: subnets.map { ($0.settings.id, $0) })
  }

  /// The subnets' ids in their order, in which all that is done with each of them is done.
  package var subnetIDs: [Principal] {
    subnets.keys.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  /// Takes an input in, and returns what follows from it.
  package mutating func apply(_ input: NetworkInput) -> [NetworkEffect] {
    var effects: [NetworkEffect] = []
    switch input {
    case .addSubnet(let settings, let timeNanoseconds):
      guard subnets[settings.id] == nil else { break }
      var subnet = SubnetState(settings)
      _ = subnet.apply(.setCertifiedTime(timeNanoseconds))
      subnets[settings.id] = subnet
    case .removeSubnet(let id): remove(id)
    case .all(let input): for id in subnetIDs { effects += apply(input, to: id) }
    case .subnet(let id, let input): effects += apply(input, to: id)
    }
    if !stream.isEmpty, subnets.values.allSatisfy({ !$0.isInRound }) { deliver() }
    return effects
  }

  private mutating func apply(_ input: Input, to id: Principal) -> [NetworkEffect] {
    // By its index, the subnet is changed where it is: by its id, all of it would be copied.
    guard let index = subnets.index(forKey: id) else { return [] }
    return subnets.values[index].apply(input).compactMap { effect in
      if case .send(let message) = effect {
        stream.append(message)
        return nil
      }
      return NetworkEffect(subnet: id, effect: effect)
    }
  }

  /// Calls that wait for a canister of the subnet are rejected, since it is gone.
  private mutating func remove(_ id: Principal) {
    let network = self
    subnets[id] = nil
    for other in subnetIDs {
      subnets[other]?.rejectCalls { network.subnet(receiving: $0) == id }
    }
  }

  /// Brings to their subnets what has left others in the round that is over.
  ///
  /// A request that finds no subnet comes back to its caller as rejected; a response for a subnet
  /// that is gone is dropped.
  private mutating func deliver() {
    let messages = stream
    stream = []
    for message in messages {
      switch message.content {
      case .response(_, let subnet, _, _): subnets[subnet]?.receive(message)
      case .request(let request):
        switch subnet(receiving: request) {
        case .success(let subnet): subnets[subnet]?.receive(message)
        case .failure(let rejection):
          let refusal = StreamMessage.Content.response(
            to: request.call.number, of: request.call.subnet, .reject(rejection),
            refundedCycles: request.request.cycles)
          subnets[request.call.subnet]?.receive(StreamMessage(content: refusal))
        }
      }
    }
  }

  /// The subnet that a request goes to, or the error for its caller.
  private func subnet(receiving request: RemoteRequest) -> Result<Principal, Rejection> {
    let call = request.request
    if subnets[call.callee] != nil && subnets[request.call.subnet]?.settings.isRoot != true {
      return .failure(.addressedBySubnet(call))
    }
    if let subnet = subnet(receiving: call) { return .success(subnet) }
    if let key = ManagementCanister.key(neededBy: call) { return .failure(key.refusal(keys)) }
    if call.callee == .management, let canister = ManagementCanister.canister(concerning: call) {
      return .failure(.noSubnet(of: canister, for: call))
    }
    let callee = ManagementCanister.subnet(concerning: call) ?? call.callee
    return .failure(
      Rejection(code: .destinationInvalid, message: "No route to canister \(callee)"))
  }

  /// All keys that subnets hold.
  private var keys: [ThresholdKey] {
    let names = Set(subnets.values.flatMap(\.settings.keyNames))
    return ThresholdKey.all(named: names.sorted())
  }

  /// The subnet that a call goes to; nil if there is none.
  package func subnet(receiving call: OutgoingCall) -> Principal? {
    if subnets[call.callee] != nil { return call.callee }
    guard call.callee == .management else { return subnet(of: call.callee) }
    if let (key, _) = ManagementCanister.key(neededBy: call) {
      return subnetIDs.first { subnets[$0]?.settings.holds(key) == true }
    }
    if let subnet = ManagementCanister.subnet(concerning: call) {
      return subnets[subnet] == nil ? nil : subnet
    }
    return ManagementCanister.canister(concerning: call).flatMap(subnet(of:))
  }

  /// What is known of a canister, on any subnet; nil if there is none.
  package func canister(_ id: Principal) -> CanisterState? {
    subnets.values.lazy.compactMap { $0.canisters[id] }.first
  }

  /// The ids of all canisters, in order.
  package var canisterIDs: [Principal] {
    subnets.values.flatMap(\.canisters.keys)
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  /// The subnet that has a canister, or in whose ranges its id is; nil if there is none.
  package func subnet(of canister: Principal) -> Principal? {
    subnetIDs.first { subnets[$0]?.canisters[canister] != nil }
      ?? subnetIDs.first { subnets[$0]?.settings.contains(canister) == true }
  }
}

/// The inputs of a network.
package enum NetworkInput: Codable, Equatable, Sendable {
  /// Adds a subnet without canisters, whose id none has; its time is in nanoseconds since 1970.
  case addSubnet(SubnetSettings, timeNanoseconds: UInt64)
  /// Removes a subnet with all that it has.
  case removeSubnet(Principal)
  /// The same for each subnet: a time, or a round.
  case all(Input)
  /// An input of one subnet.
  case subnet(Principal, Input)
}

/// The effects that a subnet of a network requests from its host.
package struct NetworkEffect: Codable, Equatable, Sendable {
  package let subnet: Principal
  package let effect: Effect
}
