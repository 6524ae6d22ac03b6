package import JSON

/// The answer to a request.
package struct HTTPAnswer: Sendable {
  /// The status of HTTP, such as 200.
  package var status: Int
  package var contentType: String?
  package var contentEncoding: String?
  package var body: [UInt8] = []

  /// An answer without a body.
  package init(status: Int) { self.status = status }

  /// An answer in JSON.
  package init(status: Int = 200, _ value: JSONValue) {
    self.status = status
    contentType = "application/json"
    body = value.text
  }

  /// An answer of plain text.
  package init(status: Int = 200, text: String, contentType: String = "text/plain") {
    self.status = status
    self.contentType = contentType
    body = Array(text.utf8)
  }
}
