import Instrumentation
import TestSupport
import Testing
import Validation
import WebAssembly

@Suite(.enabled(if: WasmTools.isAvailable, Comment(rawValue: WasmTools.absence)))
struct CallCyclesTests {
  private func bodies(_ functions: String, maximumCount: Int = 16) throws -> Set<Int> {
    let module = try ModuleDecoder().decode(
      try WasmTools.parse(#"(module (import "ic0" "msg_reply" (func $import)) \#(functions))"#))
    let instrumented = Pipeline.instrument(try Validator.validate(module))
    return CallCycles(of: instrumented, maximumCount: maximumCount).bodies
  }

  /// Functions `$0`, `$1`, … that call those of the lists.
  private func functions(_ callees: [[Int]]) -> String {
    callees.enumerated().map { index, callees in
      "(func $\(index) (call $import)\(callees.map { "(call $\($0))" }.joined()))"
    }.joined()
  }

  @Test(
    arguments: [
      ([[1], [0]], [0, 1]),
      // One that calls itself is in no circle with others.
      ([[0], [0]], []),
      ([[1], [2], [3], [1, 4], []], [1, 2, 3]),
      ([[2], [0], [1, 3], [4], [3, 0]], [0, 1, 2, 3, 4]),
      ([[1, 2], [0], [3], [2]], [0, 1, 2, 3]),
      ([[1, 2], [3], [3], []], []),
    ] as [([[Int]], Set<Int>)]) func circlesAreFound(callees: [[Int]], expected: Set<Int>) throws
  {
    #expect(try bodies(functions(callees)) == expected)
  }

  @Test func largeCirclesAreLeftOut() throws {
    let callees = (0..<17).map { [($0 + 1) % 17] }
    #expect(try bodies(functions(callees)).isEmpty)
    #expect(try bodies(functions(callees), maximumCount: 17).count == 17)
  }

  /// 50,000 functions, each of which calls the next one.
  @Test func longChainsAreFollowed() throws {
    let count = 50_000
    let chain = (0..<count).map { $0 + 1 < count ? [$0 + 1] : [0] }
    #expect(try bodies(functions(chain), maximumCount: count).count == count)
  }
}
