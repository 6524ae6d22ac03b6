import Subnet
import SubnetHost

/// Time.
extension Instance {
  /// The time of the last round, or of the next one if it was set since, in nanoseconds since 1970.
  func time() async -> UInt64 { await network.timeNanoseconds }

  /// Sets the time of the next round; the time that it is already is no change.
  func setTime(nanoseconds: UInt64) async throws(ProtocolError) {
    try await checkTime(nanoseconds)
    do {
      if nanoseconds > (await time()) { try await network.setTime(nanoseconds: nanoseconds) }
    } catch {
      throw ProtocolError(trouble: error)
    }
  }

  /// Sets the time that queries see from now on, and that of the next round.
  func setCertifiedTime(nanoseconds: UInt64) async throws(ProtocolError) {
    try await checkTime(nanoseconds)
    try await use { try $0.setTime(nanoseconds: nanoseconds) }
  }

  private func checkTime(_ nanoseconds: UInt64) async throws(ProtocolError) {
    let current = await time()
    guard nanoseconds >= current else {
      throw .settingTimeIntoPast(currentNanoseconds: current, setNanoseconds: nanoseconds)
    }
    try Self.checkTimeIsNotTooLate(nanoseconds)
  }

  /// Times stay far from the last one that there is, so that rounds can go on.
  static func checkTimeIsNotTooLate(_ nanoseconds: UInt64) throws(ProtocolError) {
    guard nanoseconds < .max / 2 else { throw .notSupported("A time later than in 2262") }
  }
}
