import Canister
import Replica

/// What is kept of a canister beside its memories.
struct CanisterRecord: Codable {
  /// The SHA-256 of the installed module.
  private(set) var moduleHash: String
  /// The name of the copy of its code; nil for a module, which is called by its hash.
  private var copy: String?
  /// The number of changes of its code and state.
  var version: UInt64 = 0
  private var log: [Line] = []
  private var nextIndex: UInt64 = 0

  init(_ file: CanisterFile) {
    moduleHash = file.description.moduleHash
    copy = file.isExecutable ? file.name : nil
  }

  /// The name of the copy of the installed code.
  var copyName: String { copy ?? "\(moduleHash).wasm" }

  /// Notes that the canister has this code.
  mutating func change(to file: CanisterFile) {
    moduleHash = file.description.moduleHash
    copy = file.isExecutable ? file.name : nil
  }

  /// The newest of what the canister printed, and its traps.
  var canisterLog: CanisterLog {
    get {
      CanisterLog(
        records: log.map {
          CanisterLog.Record(
            index: $0.index, timestampNanoseconds: $0.timestampNanoseconds,
            content: Array($0.text.utf8))
        }, nextIndex: nextIndex)
    }
    set {
      log = newValue.records.map {
        Line(
          index: $0.index, timestampNanoseconds: $0.timestampNanoseconds,
          text: String(decoding: $0.content, as: UTF8.self))
      }
      nextIndex = newValue.nextIndex
    }
  }

  /// A record of the log, for people to read.
  private struct Line: Codable {
    let index: UInt64
    let timestampNanoseconds: UInt64
    let text: String
  }
}
