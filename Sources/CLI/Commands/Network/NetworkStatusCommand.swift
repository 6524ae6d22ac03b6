import Admission
import ArgumentParser
import Candid
import Foundation
import Scripts
import Subnet
import Workspace

/// `tinsmith network status`: which canisters there are.
struct NetworkStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "List the canisters of the network, and show its time.",
    discussion: """
      Examples:
        tinsmith network status
        tinsmith network status --json | jq -r '.canisters[] | select(.name == "ledger").id'
      """)

  @Flag(help: "Print an object in JSON.")
  var json = false

  @OptionGroup var network: NetworkOptions

  func run() throws {
    let folder = network.folder()
    guard let record = try folder.current() else { throw WorkspaceError.noNetwork(folder.path) }
    let status = NetworkObject(record, folder: folder.path)
    if json {
      try Terminal.standardOutput.write(json: status, formatting: .prettyPrinted)
    } else {
      Terminal.standardOutput.write(status.text)
    }
  }
}

/// A network, for people and for programs.
private struct NetworkObject: Encodable {
  let folder: String
  let subnetId: String
  let subnet: String
  /// All of them, in the order of their ids.
  let subnets: [SubnetObject]
  /// In nanoseconds since 1970.
  let time: UInt64
  /// In the order of their ids.
  let canisters: [Canister]

  /// A subnet of it.
  struct SubnetObject: Encodable {
    let id: String
    let kind: String
  }

  /// A canister of it.
  struct Canister: Encodable {
    let id: String
    let subnetId: String
    let name: String?
    /// `running`, `stopping` or `stopped`.
    let status: String
    /// Nil if the canister has no code.
    let moduleHash: String?
    /// The digits.
    let cycles: String
  }

  init(_ record: NetworkRecord, folder: String) {
    self.folder = folder
    subnetId = "\(record.firstSubnet.settings.id)"
    subnet = record.firstSubnet.settings.kind.rawValue
    subnets = record.network.subnetIDs.compactMap { id in
      record.network.subnets[id].map { SubnetObject(id: "\(id)", kind: $0.settings.kind.rawValue) }
    }
    time = record.timeNanoseconds
    canisters = record.network.canisterIDs.compactMap { id in
      guard let canister = record.network.canister(id), let subnet = record.network.subnet(of: id)
      else { return nil }
      return Canister(
        id: "\(id)", subnetId: "\(subnet)", name: record.labels[id]?.name,
        status: "\(canister.status)",
        moduleHash: (canister.code?.identity).map(CanisterFile.moduleHash),
        cycles: "\(canister.cycleBalance)")
    }
  }

  var text: String {
    let nameWidth = canisters.map { $0.name?.count ?? 1 }.max() ?? 0
    let rows = canisters.map { canister in
      let name = canister.name ?? "-"
      let hash = canister.moduleHash.map { "0x\($0)" } ?? "no code"
      let padding = String(repeating: " ", count: nameWidth - name.count)
      return "  \(canister.id)  \(name)\(padding)  \(canister.status)  \(hash)\n"
    }
    return """
      Network: \(folder)
      \(subnets.map { "Subnet: \($0.kind), \($0.id)" }.joined(separator: "\n"))
      Time: \(UTCTime(nanoseconds: time)) UTC
      Canisters:\(canisters.isEmpty ? " none" : "")

      """ + rows.joined()
  }
}
