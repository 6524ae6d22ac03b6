import Executions

/// What a canister has printed, and where it trapped: the newest records, as many as there is room
/// for.
///
/// It is what `fetch_canister_logs` gives (Interface Specification, "Canister logs").
package struct CanisterLog: Codable, Equatable, Sendable {
  /// The oldest first.
  package private(set) var records: [Record] = []
  /// The index of the next record; what is dropped keeps its own.
  package private(set) var nextIndex: UInt64 = 0
  private var sizeBytes = 0

  /// Something that was printed, or a trap.
  package struct Record: Codable, Equatable, Sendable {
    package let index: UInt64
    package let timestampNanoseconds: UInt64
    package let content: [UInt8]

    package init(index: UInt64, timestampNanoseconds: UInt64, content: [UInt8]) {
      self.index = index
      self.timestampNanoseconds = timestampNanoseconds
      self.content = content
    }

    fileprivate var sizeBytes: Int { content.count + CanisterLog.headSizeBytes }
  }

  /// How much room there is, and what a record takes beside its content.
  static let capacityBytes = 4096
  static let headSizeBytes = 40

  package init() {}

  /// A log that was kept elsewhere.
  package init(records: [Record], nextIndex: UInt64) {
    self.records = records
    self.nextIndex = nextIndex
    sizeBytes = records.reduce(0) { $0 + $1.sizeBytes }
    makeRoom(0)
  }

  /// Takes a record in, as much of it as there is room for at all; the oldest ones make room.
  mutating func append(_ content: [UInt8], timestampNanoseconds: UInt64) {
    let record = Record(
      index: nextIndex, timestampNanoseconds: timestampNanoseconds,
      content: Array(content.prefix(Self.capacityBytes - Self.headSizeBytes)))
    makeRoom(record.sizeBytes)
    records.append(record)
    sizeBytes += record.sizeBytes
    nextIndex += 1
  }

  /// This log with all that another one has in addition.
  func followed(by other: CanisterLog) -> CanisterLog {
    var log = self
    for record in other.records {
      log.append(record.content, timestampNanoseconds: record.timestampNanoseconds)
    }
    return log
  }

  /// Drops all records; the next one still has the next index.
  mutating func clear() { self = CanisterLog(records: [], nextIndex: nextIndex) }

  private mutating func makeRoom(_ neededBytes: Int) {
    var droppedCount = 0
    while droppedCount < records.count, sizeBytes + neededBytes > Self.capacityBytes {
      sizeBytes -= records[droppedCount].sizeBytes
      droppedCount += 1
    }
    records.removeFirst(droppedCount)
  }
}

extension CanisterLog {
  /// Takes in what an execution printed, and its trap.
  mutating func append(_ outcome: Outcome, timestampNanoseconds: UInt64) {
    for print in outcome.debugPrints {
      append(print.bytes, timestampNanoseconds: timestampNanoseconds)
    }
    if let trap = outcome.error?.logRecord {
      append(Array(trap.utf8), timestampNanoseconds: timestampNanoseconds)
    }
  }
}

extension Execution {
  /// Whether all replicas would execute it, so that the log can have what it prints.
  var isReplicated: Bool {
    switch entry {
    case .install, .reinstall, .preUpgrade, .postUpgrade, .update, .replicatedQuery, .heartbeat,
      .globalTimer, .onLowWasmMemory:
      true
    case .query, .compositeQuery, .inspectMessage: false
    case .replyCallback, .rejectCallback, .cleanupCallback: !isComposite
    }
  }
}
