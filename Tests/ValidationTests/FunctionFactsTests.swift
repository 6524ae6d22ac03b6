import TestSupport
import Testing
import Validation
import WebAssembly

/// The side table of branches, in small functions.
struct FunctionFactsTests {
  private func facts(
    parameters: [UInt8] = [], results: [UInt8] = [], locals: [[UInt8]] = [], _ code: [UInt8]
  ) throws -> FunctionFacts {
    let bytes = BinaryModule.function(
      parameters: parameters, results: results, locals: locals, code: code)
    let module = try Validator.validate(try ModuleDecoder().decode(bytes))
    return try #require(module.functionFacts.first)
  }

  private func target(
    _ position: UInt32, height: UInt32, count: UInt32, cursor: UInt32
  ) -> [UInt32] { [position, height, count, cursor] }

  private func targets(_ facts: FunctionFacts) -> [[UInt32]] {
    facts.branches.map { [$0.position, $0.operandHeight, $0.valueCount, $0.cursor] }
  }

  @Test func branchesForwardGoBehindTheEnd() throws {
    // 0 i64.const 7, 1 block (result i32), 2 i32.const 1, 3 br 0, 4 end, 5 drop, 6 drop, 7 end
    let facts = try facts([0x42, 0x07, 0x02, 0x7F, 0x41, 0x01, 0x0C, 0x00, 0x0B, 0x1A, 0x1A])
    #expect(targets(facts) == [target(5, height: 1, count: 1, cursor: 1)])
    #expect(facts.blocks.map(\.start) == [1])
    #expect(facts.blocks.map(\.end) == [4])
    #expect(facts.blocks.map(\.elsePosition) == [nil])
    #expect(facts.maximumOperandCount == 2)
  }

  @Test func branchesBackGoBehindTheLoop() throws {
    // 0 loop, 1 i32.const 0, 2 br_if 0, 3 loop, 4 br 1, 5 end, 6 end, 7 end
    let facts = try facts([
      0x03, 0x40, 0x41, 0x00, 0x0D, 0x00, 0x03, 0x40, 0x0C, 0x01, 0x0B, 0x0B,
    ])
    #expect(
      targets(facts) == [
        target(1, height: 0, count: 0, cursor: 0), target(1, height: 0, count: 0, cursor: 0),
      ])
    #expect(facts.blocks.map(\.start) == [0, 3])
    #expect(facts.blocks.map(\.end) == [6, 5])
  }

  /// Loops take parameters on every round; blocks give results.
  @Test func loopsCarryTheirParameters() throws {
    // (param i64) (result i64): 0 local.get 0, 1 local.get 0, 2 loop type 0, 3 br 0, 4 end …
    let facts = try facts(
      parameters: [0x7E], results: [0x7E],
      [0x20, 0x00, 0x20, 0x00, 0x03, 0x00, 0x0C, 0x00, 0x0B, 0x1A])
    #expect(targets(facts) == [target(3, height: 1, count: 1, cursor: 0)])
  }

  @Test func ifsGoBehindTheirElse() throws {
    // 0 i32.const 1, 1 if, 2 nop, 3 br 0, 4 else, 5 br 1, 6 end, 7 end
    let facts = try facts([0x41, 0x01, 0x04, 0x40, 0x01, 0x0C, 0x00, 0x05, 0x0C, 0x01, 0x0B])
    #expect(
      targets(facts) == [
        target(5, height: 0, count: 0, cursor: 3),  // if: to the second arm
        target(7, height: 0, count: 0, cursor: 4),  // br 0 in the first arm
        target(7, height: 0, count: 0, cursor: 4),  // else: past the second arm
        target(7, height: 0, count: 0, cursor: 4),  // br 1 out of the function
      ])
    #expect(
      facts.blocks.map { [$0.start, $0.elsePosition ?? 0, $0.end] } == [[1, 4, 6]])
  }

  @Test func ifsWithoutElseGoBehindTheirEnd() throws {
    // 0 i32.const 1, 1 if, 2 nop, 3 end, 4 end
    let facts = try facts([0x41, 0x01, 0x04, 0x40, 0x01, 0x0B])
    #expect(targets(facts) == [target(4, height: 0, count: 0, cursor: 1)])
  }

  @Test func tablesHaveAnEntryForEachLabel() throws {
    // 0 block (result i32), 1 block (result i32), 2 i32.const 5, 3 i32.const 0, 4 br_table 0 1 1,
    // 5 end, 6 end, 7 drop, 8 end
    let facts = try facts([
      0x02, 0x7F, 0x02, 0x7F, 0x41, 0x05, 0x41, 0x00, 0x0E, 0x02, 0x00, 0x01, 0x01, 0x0B, 0x0B,
      0x1A,
    ])
    #expect(
      targets(facts) == [
        target(6, height: 0, count: 1, cursor: 3), target(7, height: 0, count: 1, cursor: 3),
        target(7, height: 0, count: 1, cursor: 3),
      ])
  }

  @Test func branchesOutOfTheFunctionGoToItsEnd() throws {
    // 0 i32.const 3, 1 i32.const 4, 2 br 0, 3 end
    let facts = try facts(results: [0x7F], [0x41, 0x03, 0x41, 0x04, 0x0C, 0x00])
    #expect(targets(facts) == [target(3, height: 0, count: 1, cursor: 1)])
  }

  @Test func localsAreCountedAndListed() throws {
    let bytes = BinaryModule.function(
      parameters: [0x7F], locals: [[0x02, 0x7C], [0x00, 0x7B], [0x01, 0x70]], code: [])
    let module = try Validator.validate(try ModuleDecoder().decode(bytes))
    #expect(module.functionFacts.map(\.localCount) == [4])
    #expect(module.localTypes(ofBody: 0) == [.i32, .f64, .f64, .funcref])
  }

  @Test func factsCanBeRelocated() throws {
    let facts = try facts([0x41, 0x01, 0x04, 0x40, 0x01, 0x05, 0x01, 0x0B])
    // A pass has put an instruction before each of the seven.
    let relocated = facts.relocated(to: (0..<7).map { 2 * $0 })
    #expect(relocated.branches.map(\.position) == facts.branches.map { 2 * $0.position })
    #expect(relocated.blocks.map { [$0.start, $0.elsePosition ?? 0, $0.end] } == [[2, 6, 10]])
  }
}
