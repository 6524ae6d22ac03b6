import Admission
import Candid
package import Executions

/// Asks a server for something (Interface Specification, "IC method `http_request`"): the host
/// answers.
enum HTTPRequestMethod: ManagementMethod {
  static let name = "http_request"

  static let ways = ManagementWays.canisters
  static let target: String? = nil

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let context = call.context
    let request = HTTPRequest(call.argument)
    if let error = HTTPLimits.error(in: request, from: call.caller) { throw error }
    let price = subnet.settings.costs.httpRequest(
      sizeBytes: request.sizeBytes, responseLimitBytes: request.responseLimitBytes)
    try subnet.take(price, for: name, of: context, outcallBy: call.caller)
    let number = subnet.request(for: .outcall(context, request))
    subnet.effects.append(.askOutcall(number, request))
    return nil
  }

  /// Goes on when the world has answered: the caller's own query may make something of it.
  static func resume(
    _ request: HTTPRequest, _ answer: OutcallAnswer, in context: ContextNumber,
    of subnet: inout SubnetState
  ) {
    let response: HTTPResponse
    switch answer {
    case .awaited:
      return subnet.outcalls.add(request, in: context, at: subnet.timeNanoseconds)
    case .rejected(let rejection): return subnet.finish(context, answer: .failure(rejection))
    case .response(let received): response = received
    }
    if let rejection = HTTPLimits.rejection(of: response, to: request) {
      return subnet.finish(context, answer: .failure(rejection))
    }
    guard let transform = request.transform else {
      return reply([response.value], to: context, of: &subnet)
    }
    if let error = refusal(of: transform, in: subnet) {
      return subnet.finish(context, answer: .failure(error.rejection))
    }
    var execution = Execution(
      entry: .query, timeNanoseconds: subnet.timeNanoseconds, caller: .management)
    execution.isTransform = true
    execution.method = transform.method
    execution.argument = transform.argument(for: response)
    subnet.execute(execution, on: transform.canister) {
      .transform(context, transform, limitBytes: request.responseLimitBytes, $0)
    }
  }

  private static func refusal(
    of transform: HTTPRequest.Transform, in subnet: SubnetState
  ) -> UserError? {
    switch subnet.runningCode(of: transform.canister) {
    case .failure(let error): error
    case .success(let code):
      switch code.methods[transform.method] {
      case .query: nil
      case .compositeQuery: .compositeQueryAsTransform
      case .update, nil:
        .methodNotFound(transform.canister, kind: "query", name: transform.method)
      }
    }
  }

  /// The response as transformed by the caller's own query, whose reply is not changed.
  static func answer(
    transformedBy transform: HTTPRequest.Transform, _ outcome: Outcome, limitBytes: UInt64
  ) -> ContextAnswer {
    switch outcome.result {
    case .reply(let bytes) where UInt64(bytes.count) > limitBytes:
      .failure(
        Rejection(
          code: .systemFatal, message: "Transformed http response exceeds limit: \(limitBytes)"))
    case .reply(let bytes): .reply(bytes)
    case .reject(let message): .reject(message)
    case .error(let error):
      .failure(UserError.executionFailed(transform.canister, error).rejection)
    case .noResponse: .failure(UserError.queryDidNotReply(transform.canister).rejection)
    }
  }
}

/// The answer to an HTTP request, or why there is none.
package enum OutcallAnswer: Codable, Equatable, Sendable {
  case response(HTTPResponse)
  case rejected(Rejection)
  /// The answer is still to come, in an input of its own (`Input.answerOutcall`).
  case awaited
}

extension HTTPRequest {
  /// The request that an argument of `http_request` has.
  fileprivate init(_ value: CandidValue) {
    let transform = value["transform"].content.map { transform in
      let (canister, method) = transform["function"].function
      return Transform(canister: canister, method: method, context: transform["context"].bytes)
    }
    self.init(
      url: value["url"].string,
      method: value["method"].variant(of: ["get", "head", "post", "put", "delete", "patch"])?.name
        ?? "",
      headers: value["headers"].elements.map {
        HTTPHeader(name: $0["name"].string, value: $0["value"].string)
      },
      body: value["body"].content?.bytes ?? [],
      maximumResponseBytes: value["max_response_bytes"].content?.number,
      transform: transform, isReplicated: value["is_replicated"].content != .bool(false))
  }
}

extension HTTPRequest.Transform {
  /// The response to the query.
  package func argument(for response: HTTPResponse) -> [UInt8] {
    ManagementInterface.encode(
      arguments: [.record(["response": response.value, "context": .blob(context)])],
      of: "transform")
  }
}

extension HTTPResponse {
  /// As the result of `http_request` has it.
  var value: CandidValue {
    let headers = headers.map {
      CandidValue.record(["name": .text($0.name), "value": .text($0.value)])
    }
    return .record([
      "status": .nat(BigInteger(status)), "headers": .vector(headers), "body": .blob(body),
    ])
  }
}
