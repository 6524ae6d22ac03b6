import Candid
import Canister
import Driver
import Foundation
import Replica

/// The canister that a module was installed as, on this machine: its state lies beside the module.
struct InstalledCanister {
  /// The module's path, as the user gave it.
  let path: String
  /// Where everything about the canister is kept.
  let folder: String

  static let id = Principal(canisterIndex: 0)

  init(module path: String, state: String?) {
    self.path = path
    let url = URL(fileURLWithPath: path)
    var name = url.lastPathComponent
    for ending in [".gz", ".wasm"] where name.hasSuffix(ending) {
      name.removeLast(ending.count)
    }
    folder = state ?? url.deletingLastPathComponent().path + "/.tinsmith/\(name)"
  }

  /// Where the subnet keeps the canister's memories.
  var memories: String { "\(folder)/state" }

  /// A copy of the module as it was installed: the file given may be newer.
  private func modulePath(_ hash: String) -> String { "\(folder)/\(hash).wasm" }

  private var recordPath: String { "\(folder)/canister.json" }

  /// What is known of the canister beside its memories; nil if it is not installed.
  func record() throws(CommandError) -> CanisterRecord? {
    guard let data = FileManager.default.contents(atPath: recordPath) else { return nil }
    guard let record = try? JSONDecoder().decode(CanisterRecord.self, from: data) else {
      throw .stateNotRead(recordPath)
    }
    return record
  }

  /// Replaces the record, in one step.
  func write(_ record: CanisterRecord) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try write(try encoder.encode(record), to: recordPath)
  }

  /// The bytes of the installed module.
  func installedModule(_ record: CanisterRecord) throws -> [UInt8] {
    try InputFile.read(modulePath(record.moduleHash))
  }

  /// Keeps a copy of a module that is about to be installed.
  func keep(_ bytes: [UInt8], hash: String) throws(CommandError) {
    do {
      try FileManager.default.createDirectory(atPath: memories, withIntermediateDirectories: true)
    } catch {
      throw .stateDirectoryNotMade(folder, reason: error.localizedDescription)
    }
    try write(Data(bytes), to: modulePath(hash))
  }

  /// Removes the copy of a module that is installed no longer.
  func drop(hash: String) { try? FileManager.default.removeItem(atPath: modulePath(hash)) }

  private func write(_ data: Data, to path: String) throws(CommandError) {
    do {
      try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw .stateNotWritten(path, reason: error.localizedDescription)
    }
  }

  /// Reads a module and checks that it is a canister.
  static func admit(_ bytes: [UInt8], path: String) throws -> CanisterModule {
    if bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) { throw CommandError.moduleIsExecutable(path) }
    do {
      return try CanisterModule.admit(bytes)
    } catch {
      throw CompilationError.notAdmitted(path: path, error)
    }
  }
}

/// What is kept of a canister beside its memories.
struct CanisterRecord: Codable {
  /// The SHA-256 of the installed module.
  var moduleHash: String
  /// The number of changes of its code and state.
  var version: UInt64 = 0
  /// The newest of what the canister printed, and its traps.
  var log: [Line] = []
  /// The number of the next line of the log.
  var nextIndex = 0

  /// A line of the log.
  struct Line: Codable {
    let index: Int
    let timestampNanoseconds: UInt64
    let text: String
  }

  /// As much of the log as the Internet Computer keeps.
  private static let logLimitBytes = 4096

  /// Puts lines into the log; the oldest go when there are too many.
  mutating func append(_ texts: [String], timeNanoseconds: UInt64) {
    for text in texts {
      log.append(Line(index: nextIndex, timestampNanoseconds: timeNanoseconds, text: text))
      nextIndex += 1
    }
    while log.reduce(0, { $0 + $1.text.utf8.count }) > Self.logLimitBytes, log.count > 1 {
      log.removeFirst()
    }
  }
}
