import Foundation

/// A connection to a server on this machine, as the simplest of clients has it.
final class HTTPConnection {
  private let socket: Int32
  private var received: [UInt8] = []

  struct Answer {
    var status = 0
    var headers: [String: String] = [:]
    var body: [UInt8] = []
  }

  struct Failure: Error { let reason: String }

  init(port: UInt16) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Failure(reason: "no connection: \(errno)") }
    // No test waits for ever.
    var patience = timeval(tv_sec: 120, tv_usec: 0)
    setsockopt(
      socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(socket) }

  /// Sends a request, and waits for its answer.
  func request(
    _ method: String, _ path: String, _ body: [UInt8]? = nil, headers: [String] = []
  ) throws -> Answer {
    var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    for header in headers { head += header + "\r\n" }
    if let body { head += "Content-Length: \(body.count)\r\n" }
    try send(Array((head + "\r\n").utf8) + (body ?? []))
    return try answer()
  }

  /// Sends bytes as they are.
  func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Failure(reason: "not sent: \(errno)") }
      sent += count
    }
  }

  /// Waits for an answer.
  func answer() throws -> Answer {
    var answer = Answer()
    let end = Array("\r\n\r\n".utf8)
    var headEnd: Int?
    while headEnd == nil {
      headEnd = received.indices.first { received[$0...].starts(with: end) }
      if headEnd == nil { try receive() }
    }
    let head = String(decoding: received[..<(headEnd ?? 0)], as: UTF8.self)
    received.removeFirst((headEnd ?? 0) + end.count)
    let lines = head.components(separatedBy: "\r\n")
    answer.status =
      lines.first.flatMap { $0.split(separator: " ").dropFirst().first }
      .flatMap { Int($0) } ?? 0
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      answer.headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    let length = answer.headers["content-length"].flatMap { Int($0) } ?? 0
    while received.count < length { try receive() }
    answer.body = Array(received.prefix(length))
    received.removeFirst(length)
    return answer
  }

  private func receive() throws {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(socket, &buffer, buffer.count, 0)
    guard count > 0 else { throw Failure(reason: "the server has closed the connection") }
    received += buffer.prefix(count)
  }
}
