import NIOCore
import Synchronization

/// The connections that are open, of which there may be only so many.
final class ConnectionCount: Sendable {
  private let limit: Int
  private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

  init(limit: Int) { self.limit = limit }

  /// Counts a connection until it is closed; false if there are too many.
  func admit(_ channel: any Channel) -> Bool {
    let isAdmitted = channels.withLock { channels in
      guard channels.count < limit else { return false }
      channels[ObjectIdentifier(channel)] = channel
      return true
    }
    guard isAdmitted else { return false }
    channel.closeFuture.whenComplete { _ in
      self.channels.withLock { $0[ObjectIdentifier(channel)] = nil }
    }
    return true
  }

  /// Closes all of them.
  func closeAll() {
    for channel in channels.withLock({ Array($0.values) }) { channel.close(promise: nil) }
  }
}
