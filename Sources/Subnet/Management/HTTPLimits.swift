import Executions
import Candid

/// The largest sizes of requests and responses, and the words of their errors.
enum HTTPLimits {
  private static let urlBytes = 8192
  private static let headerCount = 64
  /// Of a name, and of a value.
  private static let headerPartBytes = 8 * 1024
  private static let headerBytes = 48 * 1024
  /// Of headers and body.
  private static let requestBytes = 2_000_000
  private static let responseBytes: UInt64 = 2_000_000

  /// What is wrong with a request.
  static func error(in request: HTTPRequest, from caller: Principal) -> UserError? {
    if let transform = request.transform, transform.canister != caller {
      return .invalidOutcall(
        "transform principal id expected to be \(caller), got \(transform.canister)")
    }
    if let limit = request.maximumResponseBytes, limit > responseBytes {
      return .invalidOutcall(
        "max_response_bytes expected to be in the range [0..\(responseBytes)], got \(limit)")
    }
    if ["put", "delete", "patch"].contains(request.method) && request.isReplicated {
      return .invalidOutcall(
        "The requested HTTP method is only allowed for non-replicated requests.")
    }
    return sizes(of: request).first { $0.count > $0.limit }.map { size in
      .invalidOutcall("\(size.name) \(size.count) exceeds \(size.limit)")
    }
  }

  private static func sizes(
    of request: HTTPRequest
  ) -> [(name: String, count: Int, limit: Int)] {
    let headers = request.headers
    let all = "total number of bytes to represent all http header names and values"
    return [
      ("url size", request.url.utf8.count, urlBytes),
      ("number of all http headers", headers.count, headerCount),
      (
        "number of bytes to represent some http header name",
        headers.map(\.name.utf8.count).max() ?? 0, headerPartBytes
      ),
      (
        "number of bytes to represent some http header value",
        headers.map(\.value.utf8.count).max() ?? 0, headerPartBytes
      ),
      (all, headers.sizeBytes, headerBytes),
      ("\(all) and http body", headers.sizeBytes + request.body.count, requestBytes),
    ]
  }

  /// Why a response does not reach the caller.
  static func rejection(of response: HTTPResponse, to request: HTTPRequest) -> Rejection? {
    let limit = request.responseLimitBytes
    let headers = UInt64(response.headers.sizeBytes)
    if headers > limit {
      return Rejection(
        code: .systemFatal, message: "Header size exceeds specified response size limit \(limit)")
    }
    if UInt64(response.body.count) > limit - headers {
      return Rejection(
        code: .systemFatal, message: "Http body exceeds size limit of \(limit) bytes.")
    }
    return nil
  }
}
