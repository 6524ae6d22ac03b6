/// A request as the server's routes see it.
package struct HTTPQuestion: Sendable {
  /// In capitals, such as `GET`.
  package var method: String
  /// The parts of the path between slashes; empty parts are left out.
  package var path: [String]
  /// The value of `Content-Encoding`; nil if there is none.
  package var contentEncoding: String?
  package var body: [UInt8]

  /// A request for a URI, of which only the path counts.
  package init(method: String, uri: String, contentEncoding: String? = nil, body: [UInt8] = []) {
    self.method = method
    path = uri.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").map(String.init)
    self.contentEncoding = contentEncoding
    self.body = body
  }
}
