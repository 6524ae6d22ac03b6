import Admission
import CanisterProcess
import Candid
import Compiler
import Foundation
import ObjectFiles

/// The canister that a module, or an executable, was installed as on this machine: its state lies
/// beside that file.
///
/// It is known by the file's name without endings, so that a module and the executable that was
/// compiled from it are the same canister if they lie in the same folder.
struct InstalledCanister {
  /// The path of the code, as the user gave it.
  let path: String
  /// Where everything about the canister is kept.
  let folder: String

  static let id = Principal(canisterIndex: 0)

  init(code path: String, state: String?) {
    self.path = path
    let url = URL(fileURLWithPath: path)
    folder = state ?? url.deletingLastPathComponent().path + "/.tinsmith/\(Self.name(of: url))"
  }

  /// The name of a file without the endings of modules.
  static func name(of url: URL) -> String {
    var name = url.lastPathComponent
    for ending in [".gz", ".wasm", ".wat"] where name.hasSuffix(ending) {
      name.removeLast(ending.count)
    }
    return name
  }

  /// Where the subnet keeps the canister's memories.
  var memories: String { "\(folder)/state" }

  /// Where the runtime keeps them.
  var canisterState: StateFolder { StateFolder(path: "\(memories)/\(Self.id)") }

  /// The path of a copy of installed code: the file that the user gave may be newer.
  func path(ofCopy name: String) -> String { "\(folder)/\(name)" }

  private var recordPath: String { "\(folder)/canister.json" }

  /// Refuses a folder that leads elsewhere: it may be a stranger's, and all is written there.
  func checkPlaces() throws(StateError) {
    try StateFolder(path: memories).refuseLink()
    try canisterState.refuseLink()
  }

  /// What is known of the canister beside its memories; nil if it is not installed.
  func record() throws -> CanisterRecord? {
    guard let data = try OwnFile.read(recordPath) else { return nil }
    guard let record = try? JSONDecoder().decode(CanisterRecord.self, from: data),
      record.isPlausible
    else { throw CommandError.stateNotRead(recordPath) }
    return record
  }

  /// Replaces the record, in one step.
  func write(_ record: CanisterRecord) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try OwnFile.write(try encoder.encode(record), to: recordPath)
  }

  /// Forgets that the canister is installed.
  func removeRecord() { try? FileManager.default.removeItem(atPath: recordPath) }

  /// The installed code.
  func code(_ record: CanisterRecord) throws -> CanisterFile {
    let file = try copy(record.copyName, on: record.subnetKind)
    guard file.description.moduleHash == record.moduleHash else {
      throw CommandError.stateNotRead(recordPath)
    }
    return file
  }

  /// The copy of code with this hash of its module, if there is one.
  func code(moduleHash: String, on subnet: SubnetKind) throws -> CanisterFile? {
    guard let name = copies.first(where: { $0.hasPrefix("\(moduleHash).") }) else { return nil }
    return try copy(name, on: subnet)
  }

  private func copy(_ name: String, on subnet: SubnetKind) throws -> CanisterFile {
    let copyPath = path(ofCopy: name)
    guard let data = try OwnFile.read(copyPath) else {
      throw StateError.fileNotRead(copyPath, reason: "it is not there")
    }
    return try CanisterFile([UInt8](data), path: path, on: subnet)
  }

  /// Makes the folder, unless it is there.
  func makeFolder() throws(StateError) {
    do {
      try FileManager.default.createDirectory(atPath: memories, withIntermediateDirectories: true)
    } catch {
      throw .folderNotMade(folder, reason: error.localizedDescription)
    }
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

  private var copies: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter(CanisterFile.isName).sorted()
  }

  /// Whether there is a record, of whatever content.
  var isInstalled: Bool { FileManager.default.fileExists(atPath: recordPath) }

  /// Reads a module and checks that it is a canister.
  static func admit(
    _ bytes: [UInt8], path: String, subnet: SubnetKind = .application
  ) throws -> CanisterModule {
    if CanisterExecutable.isExecutable(bytes) { throw CommandError.moduleIsExecutable(path) }
    do {
      return try CanisterModule.admit(bytes, subnet: subnet)
    } catch {
      throw CompilationError.notAdmitted(path: path, error)
    }
  }
}
