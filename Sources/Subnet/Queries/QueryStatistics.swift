/// What a canister's queries have used (Interface Specification, "IC method `canister_status`").
package struct QueryStatistics: Codable, Equatable, Sendable {
  package var callCount: UInt64 = 0
  package var instructions: UInt64 = 0
  package var requestBytes: UInt64 = 0
  package var responseBytes: UInt64 = 0

  package init() {}

  /// The sum of two, each number up to the largest one.
  static func + (left: QueryStatistics, right: QueryStatistics) -> QueryStatistics {
    left.combined(with: right) { sum, number in
      let (sum, overflows) = sum.addingReportingOverflow(number)
      return overflows ? .max : sum
    }
  }

  /// What all nodes of a subnet would report together if each of them reported its share of this.
  func shared(by nodeCount: UInt64) -> QueryStatistics {
    combined(with: self) { number, _ in number - number % max(nodeCount, 1) }
  }

  private func combined(
    with other: QueryStatistics, _ combine: (UInt64, UInt64) -> UInt64
  ) -> QueryStatistics {
    var result = self
    result.callCount = combine(callCount, other.callCount)
    result.instructions = combine(instructions, other.instructions)
    result.requestBytes = combine(requestBytes, other.requestBytes)
    result.responseBytes = combine(responseBytes, other.responseBytes)
    return result
  }
}
