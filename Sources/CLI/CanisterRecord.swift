import Admission
import Executions
import Subnet
import SubnetHost

/// What is kept of a canister beside its memories.
struct CanisterRecord: Codable, Equatable {
  /// The SHA-256 of the installed module.
  private(set) var moduleHash: String
  /// The name of the copy of its code; nil for a module, which is called by its hash.
  private var copy: String?
  /// The number of changes of its code and state.
  var version: UInt64 = 0
  /// The kind of subnet that it is on; nil for that of applications.
  private var subnet: SubnetKind?
  private var timeNanoseconds: UInt64?
  private var settings: CanisterSettings?
  private var isToldOfLowMemory: Bool?
  /// The file with the interface that the canister was installed with, if one was named.
  var interfacePath: String?
  private var log: [Line] = []
  private var nextIndex: UInt64 = 0

  init(_ file: CanisterFile) {
    moduleHash = file.description.moduleHash
    copy = file.isExecutable ? file.name : nil
  }

  /// The name of the copy of the installed code.
  var copyName: String { copy ?? "\(moduleHash).wasm" }

  /// Whether this program can have written it: names are names, not paths, and what counts up has
  /// not come to its end.
  var isPlausible: Bool {
    CanisterFile.isName(copyName) && CanisterFile.isName("\(moduleHash).wasm")
      && version < .max / 2 && nextIndex < .max / 2 && timeNanoseconds ?? 0 < .max / 2
  }

  /// Notes that the canister has this code.
  mutating func change(to file: CanisterFile) {
    moduleHash = file.description.moduleHash
    copy = file.isExecutable ? file.name : nil
  }

  /// The kind of subnet that the canister is on.
  var subnetKind: SubnetKind {
    get { subnet ?? .application }
    set { subnet = newValue }
  }

  /// What the subnet has to know to go on with the canister.
  var notes: CanisterNotes {
    get {
      var notes = CanisterNotes(version: version)
      notes.timeNanoseconds = timeNanoseconds ?? 0
      notes.log = canisterLog
      notes.settings = settings ?? CanisterSettings()
      notes.isToldOfLowMemory = isToldOfLowMemory ?? false
      return notes
    }
    set {
      // Time goes on with the state only.
      if newValue.version != version { timeNanoseconds = newValue.timeNanoseconds }
      version = newValue.version
      canisterLog = newValue.log
      settings = newValue.settings
      isToldOfLowMemory = newValue.isToldOfLowMemory
    }
  }

  /// The newest of what the canister printed, and its traps.
  var canisterLog: CanisterLog {
    get {
      CanisterLog(
        records: log.map {
          CanisterLog.Record(
            index: $0.index, timestampNanoseconds: $0.timestampNanoseconds,
            content: $0.content)
        }, nextIndex: nextIndex)
    }
    set {
      log = newValue.records.map {
        let content = PrintedBytes($0.content)
        return Line(
          index: $0.index, timestampNanoseconds: $0.timestampNanoseconds, text: content.text,
          hex: content.hexOfNoText)
      }
      nextIndex = newValue.nextIndex
    }
  }

  /// A record of the log, for people to read.
  private struct Line: Codable, Equatable {
    let index: UInt64
    let timestampNanoseconds: UInt64
    let text: String
    /// The bytes in hexadecimal digits, if they are not UTF-8.
    let hex: String?

    var content: [UInt8] { hex.flatMap(ArgumentOptions.bytes(hexadecimal:)) ?? Array(text.utf8) }
  }
}
