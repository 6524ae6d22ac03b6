import Admission
package import CanisterProcess
package import Candid
import Foundation
import Subnet

/// The folder of a network on this machine: canisters that call each other, with all that stays of
/// them between commands.
///
/// `network.json` is the record of all that is known beside the canisters' states, `state` has a
/// folder for the state of each canister, `code` copies of what is installed, and `uses` the ids of
/// the canisters whose states may be ahead of the record.
package struct NetworkFolder: Sendable {
  package let path: String

  /// A folder that need not be there yet.
  package init(path: String) { self.path = path }

  /// Where the subnet keeps the states of its canisters.
  var states: StateFolder { StateFolder(path: "\(path)/state") }

  /// Where the runtime keeps that of one.
  package func state(of id: Principal) -> StateFolder {
    StateFolder(path: "\(states.path)/\(id)")
  }

  /// Where the record is.
  package var recordPath: String { "\(path)/network.json" }

  private var codePath: String { "\(path)/code" }

  /// Whether there is a record, valid or not.
  package var hasNetwork: Bool { FileManager.default.fileExists(atPath: recordPath) }

  /// Makes the folder, unless it is there.
  func make() throws(StateError) { try states.make() }

  /// Refuses folders that are links: they are not trusted, and everything is written there.
  func refuseLinks() throws(StateError) {
    for folder in [states.path, codePath, "\(states.path)/snapshots", "\(states.path)/chunks"] {
      try StateFolder(path: folder).refuseLink()
    }
  }

  /// Refuses what earlier versions have kept: a folder for each canister.
  func refuseEarlierVersion(_ name: String?) throws(WorkspaceError) {
    for folder in [path] + (name.map { ["\(path)/\($0)"] } ?? [])
    where FileManager.default.fileExists(atPath: "\(folder)/canister.json") {
      throw .earlierVersion(folder)
    }
  }
}

/// The record, which is replaced atomically.
extension NetworkFolder {
  /// What is known of the network beside the canisters' states; nil if there is no network.
  package func record() throws -> NetworkRecord? {
    guard let data = try OwnFile.read(recordPath) else { return nil }
    let decoder = JSONDecoder()
    let found = (try? decoder.decode(NetworkRecord.Head.self, from: data))?.formatVersion
    if let found, found != NetworkRecord.formatVersion {
      throw WorkspaceError.otherVersion(
        recordPath, found: found, expected: NetworkRecord.formatVersion)
    }
    guard let record = try? decoder.decode(NetworkRecord.self, from: data), record.isPlausible
    else { throw WorkspaceError.recordDamaged(recordPath) }
    return record
  }

  /// What is known of the network, even while another command uses it; nil if there is none.
  package func current(naming target: CanisterTarget? = nil) throws -> NetworkRecord? {
    guard var record = try record() else { return nil }
    try record.correct(by: self, naming: target) { CodeDescription(identity: $0) }
    return record
  }

  /// Replaces the record.
  func write(_ record: NetworkRecord) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try OwnFile.write(try encoder.encode(record), to: recordPath)
  }
}

/// Copies of installed code: the files that users gave may be newer.
extension NetworkFolder {
  /// The copy of the code with this identity; `path` is for errors.
  func code(_ identity: String, path: String, on subnet: SubnetKind) throws -> CanisterFile {
    guard let name = CanisterFile.copyName(identity) else {
      throw WorkspaceError.recordDamaged(recordPath)
    }
    let copyPath = "\(codePath)/\(name)"
    guard let data = try OwnFile.read(copyPath) else {
      throw StateError.fileNotRead(copyPath, reason: "it does not exist")
    }
    let file = try CanisterFile(copy: [UInt8](data), of: identity, path: path, on: subnet)
    // Executables are run only if they are known by the hash of all their bytes.
    guard file.description.moduleHash == CanisterFile.moduleHash(identity) else {
      throw WorkspaceError.codeDamaged(copyPath)
    }
    return file
  }

  /// The identity of a copy of code with this hash of its module, if there is one.
  func identity(moduleHash: String) -> String? {
    copies.first { CanisterFile.moduleHash($0) == moduleHash }
  }

  /// Keeps a copy of code that is about to be installed.
  func keep(_ file: CanisterFile) throws {
    guard let name = CanisterFile.copyName(file.identity) else { return }
    try refuseLinks()
    try StateFolder(path: codePath).make()
    try OwnFile.write(Data(file.bytes), to: "\(codePath)/\(name)")
  }

  /// Removes the copies of all code but of that with these identities.
  func dropCopies(but identities: Set<String>) {
    for name in copies.filter({ !identities.contains($0) }).compactMap(CanisterFile.copyName) {
      try? FileManager.default.removeItem(atPath: "\(codePath)/\(name)")
    }
  }

  /// The identities of all code of which there are copies.
  private var copies: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: codePath)) ?? []
    return names.compactMap(CanisterFile.identity(ofCopy:)).sorted()
  }
}
