package import Candid

/// The statuses of the messages from outside (Interface Specification, "Request status via the
/// state tree").
///
/// An answer is kept for five minutes of the network's time.
package struct IngressHistory: Codable, Equatable, Sendable {
  private var entries: [MessageNumber: Entry] = [:]
  /// The answered ones, in the order of their answers.
  private var answered: [MessageNumber] = []

  /// The status of a message.
  package struct Entry: Codable, Equatable, Sendable {
    /// The sender: only it may ask for the status.
    package let sender: Principal
    package fileprivate(set) var status: IngressStatus
    /// When it came, or was answered.
    fileprivate var timeNanoseconds: UInt64
  }

  private static let retentionNanoseconds: UInt64 = 300_000_000_000

  /// The status of a message; nil if it is not known, or no longer.
  package subscript(number: MessageNumber) -> Entry? { entries[number] }

  /// The highest number of a message of which something is known.
  package var lastNumber: MessageNumber? { entries.keys.max() }

  mutating func receive(_ number: MessageNumber, from sender: Principal, at time: UInt64) {
    entries[number] = Entry(sender: sender, status: .received, timeNanoseconds: time)
  }

  mutating func begin(_ number: MessageNumber) {
    if entries[number]?.status == .received { entries[number]?.status = .processing }
  }

  mutating func answer(_ number: MessageNumber, _ result: MessageResult, at time: UInt64) {
    guard entries[number] != nil else { return }
    entries[number]?.status = .answered(result)
    entries[number]?.timeNanoseconds = time
    answered.append(number)
  }

  /// Forgets the answers that were given long enough ago.
  mutating func forget(at time: UInt64) {
    let isOld = { (entries: [MessageNumber: Entry], number: MessageNumber) in
      let age = time.subtractingReportingOverflow(entries[number]?.timeNanoseconds ?? 0)
      return !age.overflow && age.partialValue > Self.retentionNanoseconds
    }
    let count = answered.prefix { isOld(entries, $0) }.count
    for number in answered.prefix(count) { entries[number] = nil }
    answered.removeFirst(count)
  }
}

/// The progress of a message from outside.
package enum IngressStatus: Codable, Equatable, Sendable {
  /// It waits for the next round.
  case received
  /// Its execution has begun.
  case processing
  case answered(MessageResult)
}
