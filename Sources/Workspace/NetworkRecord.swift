package import Admission
import CanisterProcess
package import Candid
import Foundation
package import Subnet
import SubnetHost

/// The record of a network, beside its canisters' states.
///
/// It follows each message: once the runtime has committed the states, the record is replaced
/// atomically. Where a process ended in between, the states decide (`correct`).
package struct NetworkRecord: Codable, Equatable, Sendable {
  /// Changes whenever another version of this program would misread the file.
  static let formatVersion = 2

  private var formatVersion = Self.formatVersion
  /// All that the subnets know.
  package internal(set) var network = NetworkState([SubnetState()])
  /// How far the network's clock is ahead of the machine's.
  package internal(set) var clockLeadNanoseconds: UInt64 = 0
  /// The users' names of canisters, and where their code comes from.
  package internal(set) var labels: [Principal: Label] = [:]

  /// Two hundred years: times stay far from the last one that there is.
  static let maximumClockLead: UInt64 = 200 * 366 * 86_400 * 1_000_000_000

  /// The current time of the network.
  package var timeNanoseconds: UInt64 {
    let now = UInt64(Date().timeIntervalSince1970 * 1_000_000) * 1000
    return max(now &+ clockLeadNanoseconds, firstSubnet.timeNanoseconds)
  }

  /// What each version of the file has.
  struct Head: Decodable {
    let formatVersion: Int

    private enum CodingKeys: CodingKey { case formatVersion }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      // Version 1 does not say so.
      formatVersion = try container.decodeIfPresent(Int.self, forKey: .formatVersion) ?? 1
    }
  }

  /// A user's labels of a canister.
  package struct Label: Codable, Equatable, Sendable {
    /// No other canister has it.
    package var name: String
    /// The absolute path of the file that the code was installed from.
    package var codePath: String?
    /// That of the file with the interface that the canister was installed with, if one was named.
    package var interfacePath: String?
  }

  /// The id of a canister that a user names.
  package func id(of target: CanisterTarget) -> Principal? {
    if let id = target.id { return network.canister(id) == nil ? nil : id }
    return labels.first { $0.value.name == target.name }?.key
  }

  /// The subnet that the network began with.
  package var firstSubnet: SubnetState {
    network.subnets[SubnetSettings.defaultID] ?? SubnetState()
  }

  /// All others.
  var otherSubnets: [SubnetState] {
    network.subnets.values.filter { $0.settings.id != SubnetSettings.defaultID }
  }

  /// The kind of a canister's subnet.
  package func kind(of id: Principal) -> SubnetKind {
    (network.subnet(of: id).flatMap { network.subnets[$0] } ?? firstSubnet).settings.kind
  }

  /// The kind of subnet whose limits all code is within that is installed.
  var codeKind: SubnetKind {
    let kinds = network.subnets.values.map(\.settings.kind)
    return kinds.contains(.benchmarking) ? .benchmarking : firstSubnet.settings.kind
  }

  /// Changes the settings of the first subnet.
  mutating func configure(_ change: (inout SubnetSettings) -> Void) {
    var settings = firstSubnet.settings
    change(&settings)
    _ = network.apply(.subnet(settings.id, .configure(settings)))
  }

  /// Takes over what is known of a canister.
  mutating func adopt(_ id: Principal, _ canister: CanisterState) {
    let subnet = network.subnet(of: id) ?? SubnetSettings.defaultID
    _ = network.apply(.subnet(subnet, .adopt(id, canister)))
  }

  /// The names of all canisters that have one.
  package var names: [String] { labels.values.map(\.name).sorted() }

  /// The identities of all code that is installed.
  var codes: Set<String> {
    Set(
      network.subnets.values.flatMap(\.canisters.values).flatMap { canister in
        [canister.code].compactMap(\.self) + canister.snapshots.compactMap(\.code)
      }.map(\.identity))
  }

  /// Whether this program can have written it; what is said of code must not be a path.
  var isPlausible: Bool {
    network.isPlausible && network.subnets[SubnetSettings.defaultID] != nil
      && clockLeadNanoseconds < Self.maximumClockLead
      && codes.allSatisfy { CanisterFile.copyName($0) != nil }
      && Set(names).count == labels.count
      && labels.keys.allSatisfy { network.canister($0) != nil }
  }

  /// Whether anything has happened since; time that has passed is nothing by itself.
  func hasChanged(since earlier: NetworkRecord) -> Bool {
    network.hasChanged(since: earlier.network) || labels != earlier.labels
      || clockLeadNanoseconds != earlier.clockLeadNanoseconds
  }

  /// Takes over what the subnets know by now.
  mutating func note(_ state: NetworkState) {
    network = state
    labels = labels.filter { state.canister($0.key) != nil }
  }

  /// Corrects what is known of canisters by their states, which may have a message that the record
  /// lacks: those that a session uses, and the one that the user names, whose program somebody may
  /// have run without a session.
  ///
  /// States that can't be read are reported when they are needed.
  mutating func correct(
    by folder: NetworkFolder, naming target: CanisterTarget?,
    describe: (_ moduleHash: String) throws -> CodeDescription
  ) throws {
    let used = try folder.usedCanisters()
    var isBehind = false
    for id in used.union(target.flatMap(id(of:)).map { [$0] } ?? []) {
      guard let known = network.canister(id), let state = try? folder.state(of: id).committed()
      else { continue }
      let corrected = try known.corrected(
        by: state, from: used.contains(id) ? known.version : nil, describe)
      if corrected == known { continue }
      adopt(id, corrected)
      isBehind = true
    }
    if isBehind { network.dropCalls() }
  }
}
