import NIOCore
import NIOHTTP1

/// Puts the parts of a request together, has it answered, and writes the answer.
///
/// The pipeline before it holds the next request of the connection back until that is done.
final class HTTPExchange: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let limits: HTTPLimits
  private let respond: HTTPListener.Responder
  private var head: HTTPRequestHead?
  private var body: ByteBuffer?

  init(limits: HTTPLimits, respond: @escaping HTTPListener.Responder) {
    self.limits = limits
    self.respond = respond
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): begin(head, context)
    case .body(var part):
      guard let head else { return }
      let sizeBytes = (body?.readableBytes ?? 0) + part.readableBytes
      guard sizeBytes <= limits.bodyBytes(uri: head.uri) else {
        return refuse(context)
      }
      if body?.writeBuffer(&part) == nil { body = part }
    case .end:
      guard let head else { return }
      answer(head, body.map { Array($0.readableBytesView) } ?? [], context)
      self.head = nil
      body = nil
    }
  }

  private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    self.head = head
    let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
    if length > limits.bodyBytes(uri: head.uri) { return refuse(context) }
    if head.headers[canonicalForm: "expect"].contains("100-continue") {
      let going = HTTPResponseHead(version: head.version, status: .continue)
      context.writeAndFlush(wrapOutboundOut(.head(going)), promise: nil)
    }
  }

  /// Answers a body that is too large, without waiting for its end.
  private func refuse(_ context: ChannelHandlerContext) {
    guard let head else { return }
    self.head = nil
    body = nil
    write(HTTPAnswer(status: 413), to: head, keepsAlive: false, context)
  }

  private func answer(
    _ head: HTTPRequestHead, _ body: [UInt8], _ context: ChannelHandlerContext
  ) {
    let question = HTTPQuestion(
      method: head.method.rawValue, uri: head.uri,
      contentEncoding: head.headers.first(name: "content-encoding"), body: body)
    let (loop, respond) = (context.eventLoop, respond)
    let bound = NIOLoopBound((self, context), eventLoop: loop)
    Task {
      let answer = await respond(question)
      loop.execute {
        let (exchange, context) = bound.value
        exchange.write(answer, to: head, keepsAlive: head.isKeepAlive, context)
      }
    }
  }

  private func write(
    _ answer: HTTPAnswer, to head: HTTPRequestHead, keepsAlive: Bool,
    _ context: ChannelHandlerContext
  ) {
    var headers = HTTPHeaders()
    headers.add(name: "content-length", value: String(answer.body.count))
    if let type = answer.contentType { headers.add(name: "content-type", value: type) }
    if let encoding = answer.contentEncoding {
      headers.add(name: "content-encoding", value: encoding)
    }
    // Pages of any origin may send requests, as to the real server.
    headers.add(name: "access-control-allow-origin", value: "*")
    headers.add(name: "access-control-allow-methods", value: "*")
    headers.add(name: "access-control-allow-headers", value: "*")
    if !keepsAlive { headers.add(name: "connection", value: "close") }
    let status = HTTPResponseStatus(statusCode: answer.status)
    context.write(
      wrapOutboundOut(
        .head(HTTPResponseHead(version: head.version, status: status, headers: headers))),
      promise: nil)
    if !answer.body.isEmpty && head.method != .HEAD {
      let buffer = context.channel.allocator.buffer(bytes: answer.body)
      context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
    }
    let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
    if !keepsAlive {
      let channel = context.channel
      written.whenComplete { _ in channel.close(promise: nil) }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}

@available(*, unavailable)
extension HTTPExchange: Sendable {}
