import Foundation
import TestSupport
import Testing

@testable import Candid

/// Candid's conformance tests, where they are here.
@Suite(.enabled(if: CandidSuite.folder != nil, Comment(rawValue: CandidSuite.absence)))
struct ConformanceTests {
  @Test(arguments: CandidSuite.scripts)
  func scriptHolds(url: URL) throws {
    for assertion in try ConformanceScript(url).assertions {
      let found = assertion.input.values(assertion.types, assertion.table)
      let other = assertion.other?.values(assertion.types, assertion.table)
      let holds =
        switch (assertion.relation, found, other) {
        case (.readable, .success, nil), (.unreadable, .failure, nil): true
        case (.equal, .success(let values), .success(let others)): values == others
        case (.unequal, .success(let values), .success(let others)): values != others
        default: false
        }
      #expect(holds, "\(assertion.description): \(found), \(String(describing: other))")
    }
  }

  @Test func suiteIsWhole() { #expect(CandidSuite.scripts.count >= 6) }
}
