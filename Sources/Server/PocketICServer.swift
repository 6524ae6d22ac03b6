import Foundation
import Synchronization

/// A server that speaks PocketIC's protocol.
///
/// The front door of this target. `run` listens until there are no more requests for some time, or
/// until `stop`; `answer` is all that happens to a request. Instances are networks (`Instances/`),
/// and each has its own thread. HTTP is the library's (`HTTP/`), JSON the target's of that name.
package final class PocketICServer: Sendable {
  let instances = InstanceRegistry()
  let blobs = BlobStore()
  let environment: InstanceEnvironment
  private let options: ServerOptions
  private let use: Mutex<ServerUse>

  package init(_ options: ServerOptions, _ environment: InstanceEnvironment) {
    self.options = options
    self.environment = environment
    use = Mutex(ServerUse())
  }

  /// Listens until the server is stopped, or has not been used for long enough; then ends all
  /// instances.
  /// - Returns: Whether it listened; false if another server has the port file.
  package func run() async throws -> Bool {
    let file = try options.portFile.map { try PortFile(path: $0) }
    if file?.isMine == false { return false }
    defer { file?.remove() }
    let listener = try await listen()
    try file?.write(port: listener.port)
    options.noteListening?(listener.port)
    while !use.withLock({ $0.isOver(options) }) {
      try? await Task.sleep(for: .milliseconds(100))
    }
    await listener.close()
    for instance in instances.removeAll() { try? await instance.end() }
    return true
  }

  private func listen() async throws -> HTTPListener {
    do {
      return try await HTTPListener.listen(address: options.address, port: options.port) {
        [self] question in await countedAnswer(question)
      }
    } catch {
      throw ListeningError(
        address: options.address, port: options.port, reason: String(describing: error))
    }
  }

  /// Has `run` end soon.
  package func stop() { use.withLock { $0.isStopped = true } }

  private func countedAnswer(_ question: HTTPQuestion) async -> HTTPAnswer {
    use.withLock { $0.begin() }
    defer { use.withLock { $0.end() } }
    return await answer(question)
  }
}

/// How a server listens, and for how long.
package struct ServerOptions: Sendable {
  package var address = "127.0.0.1"
  /// 0 for any port that is free.
  package var port: UInt16 = 0
  /// The file that is to have the port.
  package var portFile: String?
  /// After how many seconds without a request the server ends.
  package var timeToLiveSeconds: UInt64 = 60
  /// After how many seconds it ends in any case.
  package var hardTimeToLiveSeconds: UInt64?
  /// Called with the port.
  package var noteListening: (@Sendable (UInt16) -> Void)?

  package init() {}
}

/// When a server was used.
private struct ServerUse {
  var isStopped = false
  private var pending = 0
  private let start = ContinuousClock.now
  private var lastEnd = ContinuousClock.now

  mutating func begin() { pending += 1 }

  mutating func end() {
    pending -= 1
    lastEnd = .now
  }

  /// Whether the server is to end now.
  func isOver(_ options: ServerOptions) -> Bool {
    let now = ContinuousClock.now
    let isUnused = pending == 0 && now - lastEnd > .seconds(options.timeToLiveSeconds)
    let isTooOld = options.hardTimeToLiveSeconds.map { now - start > .seconds($0) } ?? false
    return isStopped || isUnused || isTooOld
  }
}

/// Why a server can't listen.
package struct ListeningError: Error, Equatable, Sendable, CustomStringConvertible {
  let address: String
  let port: UInt16
  let reason: String

  package var description: String { "Failed to bind to address \(address):\(port): \(reason)" }
}
