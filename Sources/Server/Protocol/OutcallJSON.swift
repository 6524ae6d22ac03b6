import Candid
import Executions
import JSON
import Subnet

/// HTTP requests of canisters, as clients see and answer them.
extension JSONValue {
  /// An open request of a canister on a subnet.
  init(_ outcall: OpenOutcalls.Outcall, of subnet: Principal) {
    let request = outcall.request
    self = [
      "subnet_id": ["subnet_id": .bytes(subnet.bytes)],
      "request_id": .number(outcall.number),
      "http_method": .string(request.method.uppercased()),
      "url": .string(request.url),
      "headers": .array(
        request.headers.map { ["name": .string($0.name), "value": .string($0.value)] }),
      "body": .bytes(request.body),
      "max_response_bytes": request.maximumResponseBytes.map { .number($0) } ?? .null,
      "replication": .string(request.isReplicated ? "FullyReplicated" : "NonReplicated"),
      "pricing_version": .string("Legacy"),
    ]
  }
}

/// The answers to a request that a client gives the nodes of a subnet.
struct OutcallMock: Sendable {
  let subnet: Principal
  let number: UInt64
  /// One for all nodes, or one for each.
  let answers: [OutcallAnswer]

  init(_ json: JSONValue) throws(ProtocolError) {
    subnet = try json.required("subnet_id").principal("subnet_id", else: .badSubnetID)
    number = try json.smallNumber("request_id")
    var answers = [try OutcallAnswer(json.required("response"))]
    if json.optional("additional_responses") != nil {
      for response in try json.elements("additional_responses") {
        answers.append(try OutcallAnswer(response))
      }
    }
    self.answers = answers
  }
}

extension OutcallAnswer {
  fileprivate init(_ json: JSONValue) throws(ProtocolError) {
    if let reply = json.optional("CanisterHttpReply") {
      var headers: [HTTPHeader] = []
      for header in try reply.elements("headers") {
        headers.append(
          HTTPHeader(name: try header.string("name"), value: try header.string("value")))
      }
      guard let status = UInt16(exactly: try reply.number("status")) else {
        throw .otherKind(member: "status", expected: "a number of 16 bits")
      }
      self = .response(
        HTTPResponse(status: UInt64(status), headers: headers, body: try reply.bytes("body")))
      return
    }
    let reject = try json.required("CanisterHttpReject")
    let number = try reject.smallNumber("reject_code")
    guard let code = UInt32(exactly: number).flatMap({ RejectCode(rawValue: $0) }) else {
      throw .invalidRejectCode(number)
    }
    let message = try reject.string("message")
    guard message.utf8.count <= Self.maximumMessageBytes else {
      throw .rejectMessageTooLong(
        sizeBytes: message.utf8.count, limitBytes: Self.maximumMessageBytes)
    }
    self = .rejected(Rejection(code: code, message: message))
  }

  private static let maximumMessageBytes = 1024
}
