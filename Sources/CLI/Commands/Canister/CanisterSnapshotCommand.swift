import ArgumentParser
import Bytes
import Candid
import Foundation
import Scripts
import Subnet
import Workspace

/// `tinsmith canister snapshot`: states to come back to.
struct CanisterSnapshotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot",
    abstract: "Take, list, restore and delete snapshots of a canister.",
    discussion: """
      A snapshot has the code and the state, and is kept with the canister. Stop the canister \
      before, so that nothing is under way. Snapshots as folders are written and read by \
      `tinsmith state --export` and `--import`.

      Examples:
        tinsmith canister snapshot create ledger
        tinsmith canister snapshot list ledger
        tinsmith canister snapshot restore ledger 0000000000000000ffffffffffffffff0101
      """,
    subcommands: [
      SnapshotCreateCommand.self, SnapshotListCommand.self, SnapshotRestoreCommand.self,
      SnapshotDeleteCommand.self,
    ])
}

/// `tinsmith canister snapshot create`.
struct SnapshotCreateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Take a snapshot of a canister, and show its id.")

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @Option(help: ArgumentHelp("The id of a snapshot that it replaces.", valueName: "id"))
  var replace: SnapshotID?

  @OptionGroup var options: TargetOptions

  func run() throws {
    let fields = replace.map { ["replace_snapshot = opt \($0.candid)"] } ?? []
    try options.manage("take_canister_snapshot", of: canister, fields) { snapshot in
      Terminal.standardOutput.write(snapshot["id"].bytes.hexadecimal + "\n")
    }
  }
}

/// `tinsmith canister snapshot list`.
struct SnapshotListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the snapshots of a canister, the oldest first.")

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @Flag(help: "Print an object in JSON for each snapshot, in a line of its own.")
  var json = false

  @OptionGroup var options: TargetOptions

  func run() throws {
    try options.manage("list_canister_snapshots", of: canister) { list in
      for snapshot in list.elements.map(SnapshotObject.init) {
        if json {
          try Terminal.standardOutput.write(json: snapshot)
        } else {
          let time = UTCTime(nanoseconds: snapshot.takenAtTimestamp)
          Terminal.standardOutput.write(
            "\(snapshot.id): \(snapshot.totalSize) bytes, \(time) UTC\n")
        }
      }
    }
  }
}

/// `tinsmith canister snapshot restore`.
struct SnapshotRestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Let a canister go on with the code and the state of a snapshot.",
    aliases: ["load"])

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @Argument(help: ArgumentHelp("The id of the snapshot.", valueName: "id"))
  var snapshot: SnapshotID

  @OptionGroup var options: TargetOptions

  func run() throws {
    try options.manage(
      "load_canister_snapshot", of: canister, ["snapshot_id = \(snapshot.candid)"])
  }
}

/// `tinsmith canister snapshot delete`.
struct SnapshotDeleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Delete a snapshot of a canister.")

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @Argument(help: ArgumentHelp("The id of the snapshot.", valueName: "id"))
  var snapshot: SnapshotID

  @OptionGroup var options: TargetOptions

  func run() throws {
    try options.manage(
      "delete_canister_snapshot", of: canister, ["snapshot_id = \(snapshot.candid)"])
  }
}

/// The id of a snapshot, in hexadecimal digits.
struct SnapshotID: ExpressibleByArgument {
  private let bytes: [UInt8]

  init?(argument: String) {
    guard let bytes = [UInt8](hexadecimal: argument) else { return nil }
    self.bytes = bytes
  }

  /// As a value in Candid.
  var candid: String {
    "blob \"" + bytes.map { "\\" + [$0].hexadecimal }.joined() + "\""
  }
}

/// A snapshot, for people and for programs.
private struct SnapshotObject: Encodable {
  let id: String
  /// In nanoseconds since 1970.
  let takenAtTimestamp: UInt64
  /// In bytes.
  let totalSize: UInt64

  init(_ value: CandidValue) {
    id = value["id"].bytes.hexadecimal
    takenAtTimestamp = value["taken_at_timestamp"].number ?? 0
    totalSize = value["total_size"].number ?? 0
  }
}
