import Admission
package import CanisterProcess
package import Candid
import Compiler
package import Foundation
import ObjectFiles

/// The canister that a module, or an executable, was installed as on this machine: its state lies
/// beside that file.
///
/// It is known by the file's name without endings, so that a module and the executable that was
/// compiled from it are the same canister if they lie in the same folder.
package struct InstalledCanister: Sendable {
  /// The path of the code, as the user gave it.
  package let path: String
  /// Where everything about the canister is kept.
  package let folder: String

  package static let id = Principal(canisterIndex: 0)

  /// The canister of a file; `state` is its folder, if that is not beside the file.
  package init(code path: String, state: String?) {
    self.path = path
    let url = URL(fileURLWithPath: path)
    folder = state ?? url.deletingLastPathComponent().path + "/.tinsmith/\(Self.name(of: url))"
  }

  /// The name of a file without the endings of modules.
  package static func name(of url: URL) -> String {
    var name = url.lastPathComponent
    for ending in [".gz", ".wasm", ".wat"] where name.hasSuffix(ending) {
      name.removeLast(ending.count)
    }
    return name
  }

  /// Where the subnet keeps the states of its canisters.
  var states: StateFolder { StateFolder(path: "\(folder)/state") }

  /// Where the runtime keeps this one's.
  var state: StateFolder { StateFolder(path: "\(states.path)/\(Self.id)") }

  private var recordPath: String { "\(folder)/canister.json" }

  /// Whether there is a record, of whatever content.
  package var isInstalled: Bool { FileManager.default.fileExists(atPath: recordPath) }

  /// Makes the folder, unless it is there.
  func makeFolder() throws(StateError) { try states.make() }

  /// Refuses a folder that leads elsewhere: it may be a stranger's, and all is written there.
  func refuseLinks() throws(StateError) {
    try states.refuseLink()
    try state.refuseLink()
  }

  /// What is known of the canister, whatever command uses it meanwhile.
  package func status() throws -> (record: CanisterRecord, state: CommittedState) {
    let state = try state.committed()
    // As long as the first installation is not over, there is a record already.
    guard var record = try record(), case .module(let hash) = state.owner else {
      throw WorkspaceError.notInstalled(path)
    }
    record.correct(by: state, moduleHash: hash)
    return (record, state)
  }
}

/// The record, which is replaced atomically.
extension InstalledCanister {
  /// What is known of the canister beside its state; nil if it is not installed.
  package func record() throws -> CanisterRecord? {
    guard let data = try OwnFile.read(recordPath) else { return nil }
    guard let record = try? JSONDecoder().decode(CanisterRecord.self, from: data),
      record.isPlausible
    else { throw WorkspaceError.recordDamaged(recordPath) }
    return record
  }

  /// Replaces the record.
  func write(_ record: CanisterRecord) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try OwnFile.write(try encoder.encode(record), to: recordPath)
  }

  /// Forgets that the canister is installed.
  func removeRecord() { try? FileManager.default.removeItem(atPath: recordPath) }
}

/// Copies of installed code: the file that the user gave may be newer.
extension InstalledCanister {
  /// The installed code.
  func code(_ record: CanisterRecord) throws -> CanisterFile {
    let file = try copy(record.copyName, on: record.subnetKind)
    guard file.description.moduleHash == record.moduleHash else {
      throw WorkspaceError.recordDamaged(recordPath)
    }
    return file
  }

  /// The copy of code with this hash of its module, if there is one.
  func code(moduleHash: String, on subnet: SubnetKind) throws -> CanisterFile? {
    guard let name = copies.first(where: { $0.hasPrefix("\(moduleHash).") }) else { return nil }
    return try copy(name, on: subnet)
  }

  /// Keeps a copy of code that is about to be installed.
  func keep(_ file: CanisterFile) throws {
    try makeFolder()
    try OwnFile.write(Data(file.bytes), to: path(ofCopy: file.name))
  }

  /// Removes the copies of code but for that of this name.
  func dropCopies(but name: String?) {
    for copy in copies where copy != name {
      try? FileManager.default.removeItem(atPath: path(ofCopy: copy))
    }
  }

  private func path(ofCopy name: String) -> String { "\(folder)/\(name)" }

  private var copies: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter(CanisterFile.isName).sorted()
  }

  private func copy(_ name: String, on subnet: SubnetKind) throws -> CanisterFile {
    let copyPath = path(ofCopy: name)
    guard let data = try OwnFile.read(copyPath) else {
      throw StateError.fileNotRead(copyPath, reason: "it is not there")
    }
    return try CanisterFile([UInt8](data), path: path, on: subnet)
  }
}
