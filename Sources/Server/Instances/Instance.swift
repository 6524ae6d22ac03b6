import Candid
import Foundation
import Subnet
import SubnetHost

/// A network requested by a client: its subnets, their canisters, and their time.
///
/// Its requests are performed one after the other, on the network's own thread; instances do
/// not wait for each other.
actor Instance {
  let network: SharedNetwork
  var topology: NetworkTopology
  /// Where the states of its canisters are.
  let folder: InstanceFolder

  nonisolated var unownedExecutor: UnownedSerialExecutor { network.unownedExecutor }

  init(network: SharedNetwork, topology: NetworkTopology, folder: InstanceFolder) {
    self.network = network
    self.topology = topology
    self.folder = folder
  }

  /// How many rounds an answer may take.
  private static let maximumRounds = 100

  /// Calls the body with the network; its trouble is that of this machine.
  func use<Result: Sendable>(
    _ body: @Sendable (LocalNetwork) throws -> Result
  ) async throws(ProtocolError) -> Result {
    do {
      return try await network.use(body)
    } catch let error as ProtocolError {
      throw error
    } catch {
      throw ProtocolError(trouble: error)
    }
  }

  /// Executes a round on all subnets.
  func tick() async throws(ProtocolError) {
    do {
      try await network.tick()
    } catch {
      throw ProtocolError(trouble: error)
    }
  }

  /// Ends all processes; what need not be kept is removed.
  func end() async throws(ProtocolError) {
    defer {
      folder.release()
      if !folder.isKept { try? FileManager.default.removeItem(atPath: folder.path) }
    }
    do {
      try await save(isComplete: true)
    } catch {
      await network.end(completesState: folder.isKept)
      throw error
    }
    await network.end(completesState: folder.isKept)
  }
}

/// Messages.
extension Instance {
  /// Takes a call in, which the next round executes.
  func submit(_ call: InstanceCall) async throws(ProtocolError) -> Submission {
    let subnet = try await subnet(for: call)
    do {
      let number = try await network.submit(call.message, on: subnet)
      let status = await network.status(of: number)
      // From now on the subnet's own history has it.
      await network.forget(number)
      guard case .answered(let result) = status else { return .accepted(number, subnet: subnet) }
      return .refused(try refusal(result))
    } catch let error as ProtocolError {
      throw error
    } catch {
      throw ProtocolError(trouble: error)
    }
  }

  /// Whether a call was accepted, and its result.
  enum Submission: Sendable {
    case accepted(MessageNumber, subnet: Principal)
    case refused(MessageResult)
  }

  /// A message that is too long is no message at all.
  private func refusal(_ result: MessageResult) throws(ProtocolError) -> MessageResult {
    guard case .reject(let error) = result, error.isHTTPStatus else { return result }
    throw .badIngressMessage(error.description)
  }

  /// The answer to a message; rounds are executed until it is there.
  func answer(
    to number: MessageNumber, on subnet: Principal
  ) async throws(ProtocolError) -> MessageResult {
    for _ in 0..<Self.maximumRounds {
      if case .answered(let result) = try await entry(number, on: subnet)?.status { return result }
      try await tick()
      // Others have their turn between rounds.
      await Task.yield()
    }
    if case .answered(let result) = try await entry(number, on: subnet)?.status { return result }
    throw .badIngressMessage(
      "Failed to answer to ingress \(number.hexadecimalID) after \(Self.maximumRounds) rounds.")
  }

  /// The answer to a message if it is there by now; nil for others than the sender before the
  /// message is known.
  func status(
    of number: MessageNumber, on subnet: Principal, for caller: Principal?
  ) async throws(ProtocolError) -> MessageResult? {
    guard let entry = try await entry(number, on: subnet), entry.status != .received else {
      return nil
    }
    if let caller, caller != entry.sender { throw .forbidden }
    guard case .answered(let result) = entry.status else { return nil }
    return result
  }

  private func entry(
    _ number: MessageNumber, on subnet: Principal
  ) async throws(ProtocolError) -> IngressHistory.Entry? {
    try await use { $0.network.subnets[subnet]?.ingressHistory[number] }
  }

  /// Executes a query.
  func query(_ call: InstanceCall) async throws(ProtocolError) -> MessageResult {
    let subnet = try await subnet(for: call)
    do {
      guard let result = try await network.query(call.message, on: subnet) else {
        throw ProtocolError.subnetNotFound(subnet)
      }
      return result
    } catch let error as ProtocolError {
      throw error
    } catch {
      throw ProtocolError(trouble: error)
    }
  }
}

extension ProtocolError {
  /// Trouble with the network or with this machine.
  init(trouble error: any Error) {
    self = if case SubnetError.ended = error { .instanceDeleted } else { .trouble("\(error)") }
  }
}
