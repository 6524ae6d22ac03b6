import NIOCore
import NIOHTTP1
import NIOPosix

/// Listens on a port, and has each request answered.
///
/// The only one here, with `HTTPExchange`, that knows the library.
struct HTTPListener: Sendable {
  private let channel: any Channel
  private let connections: ConnectionCount

  /// Answers a request, however long that takes.
  typealias Responder = @Sendable (HTTPQuestion) async -> HTTPAnswer

  /// Begins to listen; port 0 is any that is free.
  static func listen(
    address: String, port: UInt16, limits: HTTPLimits = HTTPLimits(),
    respond: @escaping Responder
  ) async throws -> HTTPListener {
    let connections = ConnectionCount(limit: limits.connections)
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        guard connections.admit(channel) else { return channel.close() }
        return channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
          try pipeline.addHandler(HTTPExchange(limits: limits, respond: respond))
        }
      }
      .bind(host: address, port: Int(port)).get()
    return HTTPListener(channel: channel, connections: connections)
  }

  /// The port on which it listens.
  var port: UInt16 { UInt16(channel.localAddress?.port ?? 0) }

  /// Stops listening, and drops all connections.
  func close() async {
    try? await channel.close()
    connections.closeAll()
  }
}

/// Limits of requests, which are not trusted.
struct HTTPLimits: Sendable {
  var connections = 4096
  /// Of a blob, in bytes: as much as a stable memory that tests begin with.
  var blobBytes = 1 << 30
  /// Of any other body, in bytes: several times what a message may have.
  ///
  /// Parsed JSON takes many times the size of its bytes.
  var bodyBytes = 16 << 20

  /// How many bytes may be sent to a path.
  func bodyBytes(uri: String) -> Int { uri.hasPrefix("/blobstore") ? blobBytes : bodyBytes }
}
