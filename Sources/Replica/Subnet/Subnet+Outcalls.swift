import Executions
import Candid
import Canister
import CanisterRuntime

/// HTTP requests of canisters (Interface Specification, "IC method `http_request`"), which a script
/// answers.
extension Subnet {
  /// Answers a call of `http_request`, and takes its price from the cycles that came with it.
  func answerOutcall(_ call: OutgoingCall, context number: ContextNumber) throws(SubnetError) {
    finish(number, answer: try outcallAnswer(call, number))
  }

  private func outcallAnswer(
    _ call: OutgoingCall, _ number: ContextNumber
  ) throws(SubnetError) -> ContextAnswer {
    let interface = HTTPInterface()
    let request: HTTPRequest
    do {
      request = try interface.request(decoding: call.payload)
    } catch {
      return .refusal(.undecodablePayload(call.method, reason: "\(error)"))
    }
    let caller = contexts[number]?.caller ?? .anonymous
    if let error = HTTPLimits.error(in: request, from: caller) { return .refusal(error) }
    let price = self.price(of: request)
    let available = contexts[number]?.cyclesAvailable ?? 0
    guard available >= price else {
      return .refusal(.tooFewCycles(call.method, sent: available, required: price))
    }
    contexts[number]?.cyclesAvailable -= price
    switch outcalls.answer(to: request) {
    case .failure(let rejection): return .failure(rejection)
    case .success(let response):
      if let rejection = HTTPLimits.rejection(of: response, to: request) {
        return .failure(rejection)
      }
      guard let transform = request.transform else {
        return .reply(interface.encode(response))
      }
      return try transformed(
        interface.transformArgument(response, context: transform.context), by: transform,
        limitBytes: request.responseLimitBytes)
    }
  }

  private func price(of request: HTTPRequest) -> UInt128 {
    guard !kind.isFree else { return 0 }
    let nodes = UInt128(rt_subnet_nodes)
    let fixed = UInt128(rt_http_base_fee) + UInt128(rt_http_node_fee) * nodes
    let variable =
      UInt128(rt_http_request_byte_fee) * UInt128(request.sizeBytes)
      + UInt128(rt_http_response_byte_fee) * UInt128(request.responseLimitBytes)
    return (fixed + variable) * nodes
  }

  /// What the caller's own query makes of a response: that is the reply as it is.
  private func transformed(
    _ argument: [UInt8], by transform: HTTPRequest.Transform, limitBytes: UInt64
  ) throws(SubnetError) -> ContextAnswer {
    let target: Target
    switch find(transform.canister) {
    case .success(let found): target = found
    case .failure(let error): return .refusal(error)
    }
    switch target.installation.code.methods[transform.method] {
    case .query: break
    case .compositeQuery: return .refusal(.compositeQueryAsTransform)
    case .update, nil:
      return .refusal(
        .methodNotFound(transform.canister, kind: "query", name: transform.method))
    }
    var execution = Execution(
      entry: .query, timeNanoseconds: timeNanoseconds, caller: .management)
    execution.isTransform = true
    execution.method = transform.method
    execution.argument = argument
    let outcome = try execute(execution, on: target.canister, of: target.installation)
    switch outcome.result {
    case .reply(let bytes) where UInt64(bytes.count) > limitBytes:
      return .failure(
        Rejection(
          code: .systemFatal, message: "Transformed http response exceeds limit: \(limitBytes)"))
    case .reply(let bytes): return .reply(bytes)
    case .reject(let message): return .reject(message)
    case .error(let code, let message):
      return .trap(.executionFailed(transform.canister, code: code, message: message))
    case .noResponse: return .refusal(.queryDidNotReply(transform.canister))
    }
  }
}
