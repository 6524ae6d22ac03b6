import Executions
package import Subnet

/// What the world answers to HTTP requests of canisters: no request leaves this machine.
package struct OutcallScript: Sendable {
  /// An answer to all requests of a URL, and of a method if one is given.
  package struct Rule: Equatable, Sendable {
    package var url: String
    /// In small letters, such as `get`.
    package var method: String?
    package var answer: OutcallAnswer

    package init(url: String, method: String? = nil, answer: OutcallAnswer) {
      self.url = url
      self.method = method
      self.answer = answer
    }
  }

  /// The first that fits answers.
  package var rules: [Rule]

  package init(rules: [Rule] = []) { self.rules = rules }

  func answer(to request: HTTPRequest) -> OutcallAnswer {
    let rule = rules.first {
      $0.url == request.url && ($0.method == nil || $0.method == request.method)
    }
    return rule?.answer
      ?? .rejected(
        Rejection(
          code: .systemTransient,
          message: "Nothing is known to answer \(request.method.uppercased()) \(request.url): "
            + "give its answer in a file with --outcalls"))
  }
}
