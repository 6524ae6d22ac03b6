import Canister

/// What is kept of a canister beside its memories.
struct CanisterRecord: Codable {
  /// The SHA-256 of the installed module.
  private(set) var moduleHash: String
  /// The name of the copy of its code; nil for a module, which is called by its hash.
  private var copy: String?
  /// The number of changes of its code and state.
  var version: UInt64 = 0
  /// The newest of what the canister printed, and its traps.
  var log: [Line] = []
  /// The number of the next line of the log.
  var nextIndex = 0

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
