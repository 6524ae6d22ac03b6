import SpecEngines
import SpecSuite
import TestSupport
import Testing
import WebAssembly

/// The runner notices what is wrong: each of these commands must fail, or be skipped.
@Suite(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
struct SpecRunnerTests {
  private static let module = """
    (module (global (export "g") i32 (i32.const 1))
      (func (export "one") (result i32) (i32.const 1))
      (func (export "trap") unreachable))
    """

  private func run(_ commands: [WastScript.Kind], after text: String = module) throws -> SpecReport
  {
    let source = WastScript.ModuleSource.binary(try WasmTools.parse(text))
    var runner = SpecRunner(engine: InterpreterSpecEngine())
    let kinds = [.module(name: nil, source)] + commands
    return runner.run(
      WastScript(
        commands: kinds.enumerated().map { WastScript.Command(line: $0.offset, kind: $0.element) }))
  }

  private func invoke(_ name: String, of instance: String? = nil) -> WastScript.Action {
    WastScript.Action(instance: instance, export: name, kind: .invoke([]))
  }

  private static func i32(_ bits: UInt64) -> [ValuePattern] {
    [.lanes(.i32, width: 32, [.bits(bits)])]
  }

  @Test func rightCommandsPass() throws {
    let get = WastScript.Action(instance: nil, export: "g", kind: .get)
    let report = try run([
      .assertReturn(invoke("one"), Self.i32(1)), .assertReturn(get, Self.i32(1)),
      .assertTrap(invoke("trap"), message: "unreachable"),
    ])
    #expect(report.passedCount == 4)
    #expect(report.failures.isEmpty && report.skippedCounts.isEmpty)
  }

  @Test func wrongCommandsFail() throws {
    let valid = WastScript.ModuleSource.binary(try WasmTools.parse(Self.module))
    let importing = WastScript.ModuleSource.binary(
      try WasmTools.parse(#"(module (import "a" "b" (func)))"#))
    let commands: [WastScript.Kind] = [
      .assertReturn(invoke("one"), Self.i32(2)),
      .assertReturn(invoke("one"), []),
      .assertReturn(invoke("trap"), []),
      .assertReturn(invoke("absent"), []),
      .assertReturn(invoke("one", of: "absent"), Self.i32(1)),
      .assertTrap(invoke("one"), message: "unreachable"),
      .assertTrap(invoke("trap"), message: "integer overflow"),
      .assertTrap(invoke("absent"), message: "unreachable"),
      .assertException(invoke("one")),
      .assertMalformed(valid, message: ""),
      .assertMalformed(.binary([0]), message: "unexpected beginning"),
      .assertInvalid(valid, message: ""),
      .assertUnlinkable(valid, message: ""),
      .assertUnlinkable(importing, message: "incompatible import type"),
      .assertUninstantiable(importing, message: "unknown import"),
      .action(invoke("trap")),
      .register(name: "absent", as: "x"),
      .instance(name: nil, definition: "absent"),
    ]
    let report = try run(commands)
    #expect(report.failures.map(\.line) == Array(1...commands.count))
    #expect(report.passedCount == 1)
  }

  /// What is about a refused module is skipped, through imports too; the others are not.
  @Test func refusedModulesAreSkipped() throws {
    let refused = WastScript.ModuleSource.binary(
      try WasmTools.parse("(module (type (struct)) (func (export \"f\")))"))
    let importing = WastScript.ModuleSource.binary(
      try WasmTools.parse(#"(module (import "r" "f" (func)))"#))
    let report = try run([
      .register(name: nil, as: "good"),
      .module(name: "r", refused), .register(name: "r", as: "r"), .action(invoke("f")),
      .module(name: nil, importing), .assertUnlinkable(importing, message: "unknown import"),
      .assertMalformed(.text, message: "unknown operator"),
    ])
    #expect(report.failures.isEmpty)
    #expect(report.passedCount == 2)
    #expect(report.skippedCounts == [.proposal(.garbageCollection): 5, .textFormat: 1])
  }

  @Test func expectedSkipsSurviveTheirText() {
    var skips = ExpectedSkips()
    skips.set("b.wast", [.textFormat: 3, .proposal(.typedFunctionReferences): 12])
    skips.set("a.wast", [.proposal(.garbageCollection): 1])
    skips.set("c.wast", [:])
    #expect(ExpectedSkips(text: skips.text) == skips)
    #expect(
      skips.text.hasSuffix(
        "a.wast: 1 garbage collection\nb.wast: 12 typed function references, 3 text format\n"))
  }
}
