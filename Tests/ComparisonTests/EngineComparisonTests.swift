import CanisterProcess
import Executions
import SubnetHost
import Testing

@testable import Comparison

struct EngineComparisonTests {
  @Test func agreementIsMeasured() throws {
    let report = try FakeEngines().compare(["one", "two", "three"], rounds: 3)
    #expect(report.mismatch == nil && report.rounds == 3)
    #expect(report.messages.map(\.title) == ["install", "a", "b"])
    #expect(report.messages.map(\.kind) == ["", "update", "query"])
    #expect(report.messages.map(\.line) == [1, 2, 3])
    for times in report.messages[1].times { #expect(times.values == [1000, 1000, 1000]) }
    #expect(report.messages[1].instructions == [77, 77, 77] && report.countsInstructions)
    #expect(report.totals == [3000, 3000, 3000])
  }

  /// A way to differ, and what is said of it.
  struct Doctored: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let change: @Sendable (inout FakeEngines.Reaction) -> Void
    let summary: String
    let sides: [String]
  }

  static let doctored: [Doctored] = [
    Doctored(
      testDescription: "reply", change: { $0.outcome.result = .reply([0x72, 0x65, 1]) },
      summary: "the replies differ from byte 2 on",
      sides: ["reply 0x7265706c7920746f2061", "reply 0x726501"]),
    Doctored(
      testDescription: "trap",
      change: { $0.outcome.result = .error(ExecutionError(.trapped, "x")) },
      summary: "the outcomes differ", sides: ["reply 0x7265706c7920746f2061", "IC0502: "]),
    Doctored(
      testDescription: "debug print", change: { $0.outcome.debugPrints = ["hm"] },
      summary: "the debug prints differ", sides: ["", "hm"]),
    Doctored(
      testDescription: "instructions", change: { $0.outcome.instructions += 1 },
      summary: "the numbers of instructions differ", sides: ["77", "78"]),
    Doctored(
      testDescription: "heap pages", change: { $0.outcome.changedHeapPages = 5 },
      summary: "the numbers of changed pages of the heap differ", sides: ["2", "5"]),
    Doctored(
      testDescription: "stable pages", change: { $0.outcome.changedStablePages = 5 },
      summary: "the numbers of changed pages of the stable memory differ", sides: ["0", "5"]),
    Doctored(
      testDescription: "heap", change: { $0.heap[2] = 9 },
      summary: "the heap of \(FakeEngines.id) differs from byte 2 on", sides: ["01", "09"]),
    Doctored(
      testDescription: "stable memory", change: { $0.stableMemory += [9] },
      summary: "the stable memory of \(FakeEngines.id) differs from byte 1 on",
      sides: ["", "09"]),
    Doctored(
      testDescription: "globals", change: { $0.state.globals = [9] },
      summary: "the globals of \(FakeEngines.id) differ", sides: []),
    Doctored(
      testDescription: "certified data", change: { $0.state.certifiedData = [9] },
      summary: "the version, timer or certified data of \(FakeEngines.id) differ", sides: []),
  ]

  @Test(arguments: doctored)
  func whateverDiffersIsFound(_ doctored: Doctored) throws {
    var engines = FakeEngines()
    engines.answers["two"] = { execution in
      var reaction = FakeEngines.Reaction(execution)
      if execution.method == "a" { doctored.change(&reaction) }
      return reaction
    }
    let mismatch = try #require(try engines.compare().mismatch)
    #expect(mismatch.line == 2 && mismatch.message == "a")
    #expect(mismatch.summary == doctored.summary)
    let text = mismatch.text(script: "x.drun")
    #expect(text.hasPrefix("x.drun:2: a: \(doctored.summary) between one and two\n"))
    #expect(text.contains("\n  tinsmith run x.drun --engine two --state two.state\n"))
    let sides = mismatch.sides.map { [$0.0, $0.1] } ?? []
    #expect(sides.count == doctored.sides.count)
    for (side, expected) in zip(sides, doctored.sides) { #expect(side.contains(expected)) }
  }

  @Test func instructionsCountOnlyWhereAllCountThem() throws {
    var engines = FakeEngines()
    engines.answers["two"] = { execution in
      var reaction = FakeEngines.Reaction(execution)
      reaction.outcome.instructions = 0
      return reaction
    }
    #expect(try engines.compare(countsInstructions: false).mismatch == nil)
    #expect(try engines.compare().mismatch?.difference == .instructions(77, 0))
  }

  @Test func enginesThatAreLostAreMismatches() throws {
    var engines = FakeEngines()
    engines.answers["two"] = Self.losingB
    let report = try engines.compare()
    let mismatch = try #require(report.mismatch)
    #expect(mismatch.line == 3 && mismatch.summary == "the outcomes differ")
    #expect(mismatch.sides?.1.contains("no more") == true)
    #expect(report.messages.count == 2 && report.rounds == 0)
    // If all are, there is nothing to compare.
    engines.answers["one"] = Self.losingB
    #expect(throws: SubnetError.self) { try engines.compare() }
  }

  private static func losingB(_ execution: Execution) -> FakeEngines.Reaction {
    var reaction = FakeEngines.Reaction(execution)
    if execution.method == "b" { reaction.error = .refused("no more") }
    return reaction
  }
}
