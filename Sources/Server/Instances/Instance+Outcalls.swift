import Candid
import Executions
import Hashing
import Subnet
import SubnetHost

/// HTTP requests of canisters: none leaves this machine, and clients answer them.
extension Instance {
  /// All that are open, each with its subnet.
  func outcalls() async throws(ProtocolError) -> [(OpenOutcalls.Outcall, Principal)] {
    try await use { subnet in
      subnet.network.subnetIDs.flatMap { id in
        (subnet.network.subnets[id]?.outcalls.all ?? []).map { ($0, id) }
      }
    }
  }

  /// Answers a request with a client's response; the canister gets it in the next round.
  func answer(_ mock: OutcallMock) async throws(ProtocolError) {
    guard let subnet = try await use({ $0.network.subnets[mock.subnet] }) else {
      throw .subnetNotFound(mock.subnet)
    }
    guard let outcall = subnet.outcalls.all.first(where: { $0.number == mock.number }) else {
      throw .invalidHTTPRequestID(subnet: mock.subnet, id: mock.number)
    }
    let nodes = outcall.request.isReplicated ? subnet.settings.nodeCount : 1
    guard mock.answers.count == 1 || mock.answers.count == nodes else {
      throw .wrongResponseCount(given: mock.answers.count, nodes: nodes)
    }
    let answer = try await consensus(on: mock.answers, for: outcall.request, subnet: mock.subnet)
    do {
      try await network.answerOutcall(mock.number, on: mock.subnet, answer)
    } catch {
      throw ProtocolError(trouble: error)
    }
  }

  /// The answer on which the nodes agree, if they do: after the canister's own query has made of
  /// each what it makes of it.
  private func consensus(
    on answers: [OutcallAnswer], for request: HTTPRequest, subnet: Principal
  ) async throws(ProtocolError) -> OutcallAnswer {
    guard !answers.dropFirst().allSatisfy({ $0 == answers[0] }) else { return answers[0] }
    var results: [String: Int] = [:]
    for answer in answers {
      results[try await digest(of: answer, for: request, subnet: subnet), default: 0] += 1
    }
    if results.count == 1 { return answers[0] }
    let counts = results.sorted { $0.value > $1.value || $0.value == $1.value && $0.key < $1.key }
      .map { "[\($0.key): \($0.value)]" }.joined(separator: ", ")
    return .rejected(
      Rejection(
        code: .systemTransient,
        message: "No consensus could be reached. Replicas had different responses. "
          + "Details: hashes: \(counts)"))
  }

  /// A hash of what a node would have as the answer.
  private func digest(
    of answer: OutcallAnswer, for request: HTTPRequest, subnet: Principal
  ) async throws(ProtocolError) -> String {
    guard case .response(let response) = answer, let transform = request.transform else {
      return SHA256.hexadecimalHash(Array("\(answer)".utf8))
    }
    let message = IngressMessage(
      sender: .management, canister: transform.canister, method: transform.method,
      argument: transform.argument(for: response))
    do {
      let result = try await network.query(message, on: subnet)
      return SHA256.hexadecimalHash(Array("\(String(describing: result))".utf8))
    } catch {
      throw ProtocolError(trouble: error)
    }
  }
}
