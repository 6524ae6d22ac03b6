import Executions
import Files
import Foundation
import Subnet
package import SubnetHost

/// Why a file holds no answers to HTTP requests.
package struct OutcallFileError: Error, CustomStringConvertible {
  let path: String
  let reason: String

  package var description: String {
    "\(path): no list of answers to HTTP requests: \(reason); `tinsmith run --help` shows one"
  }
}

/// A file with the answers to canisters' HTTP requests: a list of rules in JSON.
extension OutcallScript {
  /// Reads the content of the file at a path.
  package init(parsing json: [UInt8], path: String) throws(OutcallFileError) {
    do {
      self.init(rules: try JSONDecoder().decode([OutcallRule].self, from: Data(json)).map(\.rule))
    } catch {
      let reason = (error as? DecodingError).map(Self.reason) ?? error.localizedDescription
      throw OutcallFileError(path: path, reason: reason)
    }
  }

  private static func reason(_ error: DecodingError) -> String {
    switch error {
    case .dataCorrupted(let context), .keyNotFound(_, let context),
      .typeMismatch(_, let context), .valueNotFound(_, let context):
      let path = context.codingPath.map { $0.intValue.map { "rule \($0 + 1)" } ?? $0.stringValue }
      let text = context.debugDescription
      let words = text.hasSuffix(".") ? String(text.dropLast()) : text
      return (path + [words]).joined(separator: ": ")
    @unknown default: return error.localizedDescription
    }
  }
}

/// A rule in JSON.
private struct OutcallRule: Decodable {
  let rule: OutcallScript.Rule

  private enum Key: String, CodingKey, CaseIterable {
    case url, method, status, headers, body, bodyBase64 = "body_base64", reject
  }

  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private struct Refusal: Decodable {
    let code: UInt32
    let message: String
  }

  init(from decoder: any Decoder) throws {
    for key in try decoder.container(keyedBy: AnyKey.self).allKeys
    where Key(rawValue: key.stringValue) == nil {
      let names = Key.allCases.map(\.rawValue).joined(separator: ", ")
      throw Self.error(decoder, "no rule has a \"\(key.stringValue)\", but \(names)")
    }
    let container = try decoder.container(keyedBy: Key.self)
    let url = try container.decode(String.self, forKey: .url)
    let method = try container.decodeIfPresent(String.self, forKey: .method)
    rule = OutcallScript.Rule(
      url: url, method: method?.lowercased(), answer: try Self.answer(container, decoder))
  }

  private static func answer(
    _ container: KeyedDecodingContainer<Key>, _ decoder: any Decoder
  ) throws -> OutcallAnswer {
    if let refusal = try container.decodeIfPresent(Refusal.self, forKey: .reject) {
      guard let code = RejectCode(rawValue: refusal.code) else {
        throw error(decoder, "a reject code is a number from 1 to 6")
      }
      return .rejected(Rejection(code: code, message: refusal.message))
    }
    var response = HTTPResponse(status: try container.decode(UInt64.self, forKey: .status))
    let headers = try container.decodeIfPresent([[String]].self, forKey: .headers) ?? []
    response.headers = try headers.map { header in
      guard header.count == 2 else { throw error(decoder, "a header is a name and a value") }
      return HTTPHeader(name: header[0], value: header[1])
    }
    if let text = try container.decodeIfPresent(String.self, forKey: .body) {
      response.body = Array(text.utf8)
    } else if let body = try container.decodeIfPresent(Data.self, forKey: .bodyBase64) {
      response.body = Array(body)
    }
    return .response(response)
  }

  private static func error(_ decoder: any Decoder, _ text: String) -> DecodingError {
    .dataCorrupted(
      DecodingError.Context(codingPath: decoder.codingPath, debugDescription: text))
  }
}
