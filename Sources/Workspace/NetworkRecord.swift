import Admission
import CanisterProcess
package import Candid
import Foundation
package import Subnet
import SubnetHost

/// What is kept of a network beside its canisters' states.
///
/// It follows each message: once the runtime has committed the states, the record is replaced
/// atomically. Where a process ended in between, the states decide (`correct`).
package struct NetworkRecord: Codable, Equatable, Sendable {
  /// All that the subnet knows.
  package internal(set) var subnet = SubnetState()
  /// How far the network's clock is ahead of the machine's.
  package internal(set) var clockLeadNanoseconds: UInt64 = 0
  /// What users call canisters, and where their code comes from.
  package internal(set) var labels: [Principal: Label] = [:]

  /// Two hundred years: times stay far from the last one that there is.
  static let maximumClockLead: UInt64 = 200 * 366 * 86_400 * 1_000_000_000

  /// What the network's clock says now.
  package var timeNanoseconds: UInt64 {
    let now = UInt64(Date().timeIntervalSince1970 * 1_000_000) * 1000
    return max(now &+ clockLeadNanoseconds, subnet.timeNanoseconds)
  }

  /// What a user has said of a canister.
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
    if let id = target.id { return subnet.canisters[id] == nil ? nil : id }
    return labels.first { $0.value.name == target.name }?.key
  }

  /// The names of all canisters that have one.
  package var names: [String] { labels.values.map(\.name).sorted() }

  /// The identities of all code that is installed.
  var codes: Set<String> {
    Set(
      subnet.canisters.values.flatMap { canister in
        [canister.code].compactMap(\.self) + canister.snapshots.compactMap(\.code)
      }.map(\.identity))
  }

  /// Whether this program can have written it; what is said of code must not be a path.
  var isPlausible: Bool {
    subnet.isPlausible && clockLeadNanoseconds < Self.maximumClockLead
      && codes.allSatisfy { CanisterFile.copyName($0) != nil }
      && Set(names).count == labels.count
      && labels.keys.allSatisfy { subnet.canisters[$0] != nil }
  }

  /// Whether anything has happened since; time that has passed is nothing by itself.
  func hasChanged(since earlier: NetworkRecord) -> Bool {
    subnet.hasChanged(since: earlier.subnet) || labels != earlier.labels
      || clockLeadNanoseconds != earlier.clockLeadNanoseconds
  }

  /// Takes over what the subnet knows by now.
  mutating func note(_ state: SubnetState) {
    subnet = state
    labels = labels.filter { state.canisters[$0.key] != nil }
  }

  /// Corrects what is known of canisters by their states, which may have a message that the record
  /// lacks: those that a session uses, and the one that the user names, whose program somebody may
  /// have run without a session.
  ///
  /// States that can't be read are left to whoever needs them.
  mutating func correct(
    by folder: NetworkFolder, naming target: CanisterTarget?,
    describe: (_ moduleHash: String) throws -> CodeDescription
  ) throws {
    let used = try folder.usedCanisters()
    var isBehind = false
    for id in used.union(target.flatMap(id(of:)).map { [$0] } ?? []) {
      guard let known = subnet.canisters[id], let state = try? folder.state(of: id).committed()
      else { continue }
      let corrected = try known.corrected(
        by: state, from: used.contains(id) ? known.version : nil, describe)
      if corrected == known { continue }
      _ = subnet.apply(.adopt(id, corrected))
      isBehind = true
    }
    if isBehind { subnet.dropCalls() }
  }
}
