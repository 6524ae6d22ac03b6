import Foundation
import Instrumentation
import Lowering
import NativeLoader
import SpecEngines
import SpecSuite
import TestSupport
import Testing
import WebAssembly

/// All engines use the same instructions for each action of each script.
@Suite(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
struct CountingSpecEngineTests {
  static let engines: [LoadingOptions] = [
    LoadingOptions(
      base: .parameter, optimization: .standard, isStrict: false, metering: .exact),
    LoadingOptions(base: .constant, optimization: .less, metering: .reference),
  ]

  @Test(
    .enabled(if: OfficialSuite.isAvailable, "\(OfficialSuite.absence)"),
    arguments: OfficialSuite.scripts + SpecScripts.own)
  func enginesCountAlike(_ url: URL) throws {
    let script = try SpecScripts.read(url)
    let expected = SpecEngineChoice.interpreter(metering: .exact).count(script)
    for engine in Self.engines {
      let found = SpecEngineChoice.native(engine).count(script)
      #expect(found.count == expected.count)
      let different = zip(expected, found).filter { expected, found in
        !Self.agree(expected, found, afterFaults: engine.metering == .reference)
      }
      for (expected, found) in different.prefix(5) {
        Issue.record("\(url.lastPathComponent) on \(engine): \(found), interpreter: \(expected)")
      }
    }
  }

  /// Whether an action used the same; how deep the stack is may differ.
  private static func agree(
    _ expected: ActionCount, _ found: ActionCount, afterFaults: Bool
  ) -> Bool {
    guard expected.action == found.action, expected.fault == found.fault else { return false }
    if expected.fault == "trap: call stack exhausted" { return true }
    if expected.fault == "trap: out of bounds memory access" && !afterFaults {
      return found.instructions <= expected.instructions
    }
    return found.instructions == expected.instructions
  }

  private static let module = """
    (module (func (export "empty")) (func (export "trap") nop nop unreachable)
      (func (export "fault") (drop (i32.load (i32.const 65536)))) (memory 1))
    """

  /// What is compared are counts: those of the definition.
  @Test(arguments: [SpecEngineChoice.interpreter(metering: .exact)] + engines.map { .native($0) })
  func countsAreThoseOfTheDefinition(_ engine: SpecEngineChoice) throws {
    let actions = ["empty", "trap", "fault"].map {
      WastScript.Kind.action(WastScript.Action(instance: nil, export: $0, kind: .invoke([])))
    }
    let module = WastScript.Kind.module(name: nil, .binary(try WasmTools.parse(Self.module)))
    let counts = engine.count(
      WastScript(
        commands: ([module] + actions).enumerated().map {
          WastScript.Command(line: $0.offset, kind: $0.element)
        }))
    // The module that scripts can import from, and the script's own.
    #expect(counts.prefix(2).map(\.instructions) == [0, 0])
    #expect(counts.dropFirst(2).prefix(2).map(\.instructions) == [1, 4])
    #expect(counts.last?.fault == "trap: out of bounds memory access")
  }
}
