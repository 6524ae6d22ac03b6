import Candid
import Subnet
import SubnetHost

/// To which subnet calls go.
extension Instance {
  /// The subnet that has to execute a call; one is added for a canister of the Internet Computer
  /// that is to be created with its own id.
  func subnet(for call: InstanceCall) async throws(ProtocolError) -> Principal {
    let message = call.message
    let isCreation =
      message.canister == .management
      && message.method == "provisional_create_canister_with_cycles"
    switch call.destination {
    case .subnet(let id):
      guard try await hasSubnet(id) else {
        throw .badIngressMessage("Subnet with ID \(id) not found")
      }
      return id
    case .canister(let id):
      if id == .management && isCreation { return try defaultSubnet() }
      return try await subnet(of: id, createsCanister: isCreation)
    case .unsaid:
      guard message.canister == .management else {
        return try await subnet(of: message.canister, createsCanister: false)
      }
      let route: ManagementRoute
      do {
        route = try ManagementRoute(method: message.method, argument: message.argument)
      } catch {
        throw .badIngressMessage("Error decoding candid: \(error)")
      }
      switch route {
      case .creation(nil): return try defaultSubnet()
      case .creation(let wish?): return try await subnet(of: wish, createsCanister: true)
      case .canister(let id): return try await subnet(of: id, createsCanister: false)
      }
    }
  }

  /// The subnet that a request names as the destination of a message.
  func subnet(_ destination: InstanceCall.Destination) async throws(ProtocolError) -> Principal {
    switch destination {
    case .unsaid: return try defaultSubnet()
    case .canister(let id): return try await subnet(of: id, createsCanister: false)
    case .subnet(let id):
      guard try await hasSubnet(id) else {
        throw .badIngressMessage("Subnet with ID \(id) not found")
      }
      return id
    }
  }

  func hasSubnet(_ id: Principal) async throws(ProtocolError) -> Bool {
    try await use { $0.network.subnets[id] != nil }
  }

  private func defaultSubnet() throws(ProtocolError) -> Principal {
    guard let canister = topology.defaultEffectiveCanister,
      let subnet = topology.subnet(of: canister)
    else { throw .noSubnets }
    return subnet
  }

  private func subnet(
    of canister: Principal, createsCanister: Bool
  ) async throws(ProtocolError) -> Principal {
    if let subnet = topology.subnet(of: canister) { return subnet }
    if try await hasSubnet(canister) { return canister }
    guard createsCanister else {
      throw .badIngressMessage("Canister \(canister) does not belong to any subnet.")
    }
    if SubnetRole.nns.publicRanges.contains(where: { $0.contains(canister) }) {
      throw .idOfNNS(canister)
    }
    let settings = topology.add(containing: canister) { $0.keepsIngressHistory = true }
    guard let settings else { throw .idOfNoSubnet(canister) }
    try await add(settings)
    return settings.id
  }

  /// Adds a subnet, whose first round takes a nanosecond.
  private func add(_ settings: SubnetSettings) async throws(ProtocolError) {
    folder.note(settings)
    do {
      try await network.addSubnet(settings)
      try await network.use { subnet in
        try subnet.setTime(nanoseconds: subnet.timeNanoseconds &+ 1)
      }
    } catch {
      throw ProtocolError(trouble: error)
    }
  }
}
