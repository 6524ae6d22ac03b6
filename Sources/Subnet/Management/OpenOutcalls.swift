import Executions

/// HTTP requests of canisters that the world has not answered yet, and may never.
package struct OpenOutcalls: Codable, Equatable, Sendable {
  /// In the order in which they came.
  package private(set) var all: [Outcall] = []
  private var count: UInt64 = 0

  /// How long an answer is awaited.
  private static let timeoutNanoseconds: UInt64 = 60_000_000_000

  /// A request, and the call that waits for its answer.
  package struct Outcall: Codable, Equatable, Sendable {
    /// Its number among all of the subnet, from 0.
    package let number: UInt64
    package let request: HTTPRequest
    let context: ContextNumber
    let sinceNanoseconds: UInt64
  }

  mutating func add(_ request: HTTPRequest, in context: ContextNumber, at time: UInt64) {
    all.append(
      Outcall(number: count, request: request, context: context, sinceNanoseconds: time))
    count += 1
  }

  /// Takes a request out that is answered now; nil if there is none of this number.
  mutating func remove(_ number: UInt64) -> Outcall? {
    guard let index = all.firstIndex(where: { $0.number == number }) else { return nil }
    return all.remove(at: index)
  }

  /// Takes those out that were not answered in time.
  fileprivate mutating func removeExpired(at time: UInt64) -> [Outcall] {
    let expired = all.filter { time >= $0.sinceNanoseconds &+ Self.timeoutNanoseconds }
    all.removeAll { expired.contains($0) }
    return expired
  }

  mutating func removeAll() { all = [] }
}

extension SubnetState {
  /// Answers a request that was left open.
  mutating func answerOutcall(_ number: UInt64, _ answer: OutcallAnswer) {
    guard let outcall = outcalls.remove(number) else { return }
    HTTPRequestMethod.resume(outcall.request, answer, in: outcall.context, of: &self)
  }

  /// Rejects the requests that were not answered in time.
  mutating func expireOutcalls() {
    let rejection = Rejection(
      code: .systemTransient, message: "Canister http request timed out")
    for outcall in outcalls.removeExpired(at: timeNanoseconds) {
      finish(outcall.context, answer: .failure(rejection))
    }
  }
}
