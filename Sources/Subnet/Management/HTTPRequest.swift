import Bytes
package import Candid

/// A canister's request to the management canister's `http_request`
/// (Interface Specification, "IC method `http_request`").
package struct HTTPRequest: Codable, Equatable, Sendable {
  package let url: String
  /// `get`, `head`, `post`, `put`, `delete` or `patch`.
  package let method: String
  package let headers: [HTTPHeader]
  package let body: [UInt8]
  /// The most that headers and body of the response may have; nil for `defaultResponseBytes`.
  package let maximumResponseBytes: UInt64?
  package let transform: Transform?
  package let isReplicated: Bool

  /// A query that makes responses of different nodes equal.
  package struct Transform: Codable, Equatable, Sendable {
    package let canister: Principal
    package let method: String
    package let context: [UInt8]
  }

  static let defaultResponseBytes: UInt64 = 2_000_000

  /// The bytes that are paid for.
  var sizeBytes: UInt64 {
    let transformSize = transform.map { $0.method.utf8.count + $0.context.count } ?? 0
    return UInt64(url.utf8.count + headers.sizeBytes + body.count + transformSize)
  }

  var responseLimitBytes: UInt64 { maximumResponseBytes ?? Self.defaultResponseBytes }
}

/// A header of a request or of a response.
package struct HTTPHeader: Codable, Hashable, Sendable {
  package var name: String
  package var value: String

  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  var sizeBytes: Int { name.utf8.count + value.utf8.count }
}

extension [HTTPHeader] {
  var sizeBytes: Int { reduce(0) { $0 + $1.sizeBytes } }
}

/// The response to a request.
package struct HTTPResponse: Codable, Hashable, Sendable {
  package var status: UInt64
  package var headers: [HTTPHeader]
  package var body: [UInt8]

  package init(status: UInt64, headers: [HTTPHeader] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
