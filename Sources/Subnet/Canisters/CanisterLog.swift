import Bytes
import Executions

/// What a canister has printed, and where it trapped: the newest entries, as many as there is room
/// for.
///
/// It is what `fetch_canister_logs` gives (Interface Specification, "Canister logs").
package struct CanisterLog: Equatable, Sendable {
  /// The oldest first.
  package private(set) var entries: [Entry] = []
  /// The index of the next entry; what is dropped keeps its own.
  package private(set) var nextIndex: UInt64 = 0
  private var sizeBytes = 0
  /// How much room there is.
  private var capacityBytes = Self.defaultCapacityBytes

  /// Something that was printed, or a trap.
  package struct Entry: Equatable, Sendable {
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

  static let defaultCapacityBytes = 4096
  private static let maximumCapacityBytes = 2 << 20
  /// What an entry takes beside its content.
  static let headSizeBytes = 40

  /// What the log takes of the subnet's memory, however full it is: beside the records there is
  /// where to find them.
  var storeBytes: UInt64 { capacityBytes == 0 ? 0 : 2 * 4096 + UInt64(capacityBytes) }

  package init() {}

  /// A log that was kept elsewhere.
  package init(
    entries: [Entry], nextIndex: UInt64, capacityBytes: Int = Self.defaultCapacityBytes
  ) {
    self.capacityBytes = capacityBytes
    self.entries = entries
    self.nextIndex = nextIndex
    sizeBytes = entries.reduce(0) { $0 + $1.sizeBytes }
    makeRoom(0)
  }

  /// Takes an entry in, as much of it as there is room for at all; the oldest ones make room.
  mutating func append(_ content: [UInt8], timestampNanoseconds: UInt64) {
    guard capacityBytes > 0 else { return }
    let entry = Entry(
      index: nextIndex, timestampNanoseconds: timestampNanoseconds,
      content: Array(content.prefix(capacityBytes - Self.headSizeBytes)))
    makeRoom(entry.sizeBytes)
    entries.append(entry)
    sizeBytes += entry.sizeBytes
    nextIndex += 1
  }

  /// This log with all that another one has in addition.
  func followed(by other: CanisterLog) -> CanisterLog {
    var log = self
    for entry in other.entries {
      log.append(entry.content, timestampNanoseconds: entry.timestampNanoseconds)
    }
    return log
  }

  /// Drops all entries; the next one still has the next index.
  mutating func clear() {
    self = CanisterLog(entries: [], nextIndex: nextIndex, capacityBytes: capacityBytes)
  }

  /// Checks that a log may have so much room: none, or at least as much as by default.
  static func check(limitBytes: UInt64) throws(UserError) {
    let (least, most) = (UInt64(defaultCapacityBytes), UInt64(maximumCapacityBytes))
    if limitBytes > 0 && limitBytes < least {
      throw .logLimitTooLow(limitBytes, limit: least)
    }
    if limitBytes > most { throw .logLimitTooHigh(limitBytes, limit: most) }
  }

  /// Changes how much room there is; the oldest entries make room.
  mutating func limit(to limitBytes: UInt64) {
    capacityBytes = Int(min(limitBytes, UInt64(Self.maximumCapacityBytes)))
    makeRoom(0)
  }

  private mutating func makeRoom(_ neededBytes: Int) {
    var droppedCount = 0
    while droppedCount < entries.count, sizeBytes + neededBytes > capacityBytes {
      sizeBytes -= entries[droppedCount].sizeBytes
      droppedCount += 1
    }
    entries.removeFirst(droppedCount)
  }
}

/// A log is kept as its entries, for people to read, too.
extension CanisterLog: Codable {
  private enum Keys: CodingKey { case entries, nextIndex, capacityBytes }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    self.init(
      entries: try container.decode([Line].self, forKey: .entries).map(\.entry),
      nextIndex: try container.decode(UInt64.self, forKey: .nextIndex),
      capacityBytes: try container.decode(Int.self, forKey: .capacityBytes))
  }

  /// Encodes the entries, and the index of the next one.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(entries.map(Line.init), forKey: .entries)
    try container.encode(nextIndex, forKey: .nextIndex)
    try container.encode(capacityBytes, forKey: .capacityBytes)
  }

  private struct Line: Codable {
    let index: UInt64
    let timestampNanoseconds: UInt64
    let text: String
    /// The bytes, if they are not UTF-8.
    let bytes: [UInt8]?

    init(_ entry: Entry) {
      let content = PrintedBytes(entry.content)
      index = entry.index
      timestampNanoseconds = entry.timestampNanoseconds
      text = content.text
      bytes = content.hexOfNoText == nil ? nil : entry.content
    }

    var entry: Entry {
      Entry(
        index: index, timestampNanoseconds: timestampNanoseconds,
        content: bytes ?? Array(text.utf8))
    }
  }
}

extension CanisterLog {
  /// Takes in what an execution printed, and its trap.
  mutating func append(_ outcome: Outcome, timestampNanoseconds: UInt64) {
    for print in outcome.debugPrints {
      append(print.bytes, timestampNanoseconds: timestampNanoseconds)
    }
    if let trap = outcome.error?.logEntry {
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
