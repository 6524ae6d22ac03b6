import Instrumentation
import Engines
import Lowering
import NativeLoader
import SpecEngines
import SpecSuite
import TestSupport
import Testing
import Validation
import WebAssembly

/// An access out of bounds leaves all that came before it, and nothing of what comes after it.
@Suite(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
struct StateAfterFaultTests {
  /// Each function faults if it gets an address behind the memory.
  private static let text = """
    (module
      (memory (export "m") 1) (global $g (export "g") (mut i32) (i32.const 0))
      (func (export "overwritten") (param i32)
        (i32.store (i32.const 0) (i32.const 1)) (global.set $g (i32.const 1))
        (drop (i32.load (local.get 0)))
        (i32.store (i32.const 0) (i32.const 2)) (global.set $g (i32.const 2)))
      (func (export "overwritten, the load being used") (param i32)
        (i32.store (i32.const 4) (i32.const 3)) (global.set $g (i32.const 3))
        (i32.store (i32.const 4) (i32.load (local.get 0))) (global.set $g (i32.const 4)))
      (func (export "faulting store") (param i32)
        (i32.store (i32.const 8) (i32.const 5)) (global.set $g (i32.const 5))
        (i32.store (local.get 0) (i32.const 6))
        (i32.store (i32.const 8) (i32.const 7)) (global.set $g (i32.const 6)))
      (func (export "sum in a loop") (param i32)
        (local $i i32)
        (loop $next
          (i32.store (i32.const 12)
            (i32.add (i32.load (i32.const 12)) (i32.load (i32.add (local.get 0) (local.get $i)))))
          (global.set $g (i32.add (global.get $g) (i32.const 1)))
          (br_if $next (i32.lt_u
            (local.tee $i (i32.add (local.get $i) (i32.const 4))) (i32.const 400)))))
      (func (export "bulk") (param i32)
        (memory.fill (i32.const 32) (i32.const 7) (i32.const 40))
        (memory.copy (i32.const 100) (i32.const 32) (i32.const 8))
        (i32.store (i32.const 200) (i32.load (local.get 0)))
        (memory.fill (i32.const 32) (i32.const 8) (i32.const 40))
        (memory.copy (i32.const 100) (i32.const 32) (i32.const 8)))
      (func (export "vectors") (param i32) (local v128)
        (v128.store (i32.const 300) (v128.const i64x2 1 2))
        (local.set 1 (v128.load (local.get 0)))
        (v128.store (i32.const 300) (local.get 1))
        (v128.store64_lane 0 (i32.const 300) (local.get 1)))
      (func (export "on one way") (param i32)
        (global.set $g (i32.const 20))
        (if (i32.load (local.get 0))
          (then (global.set $g (i32.const 21)))
          (else (global.set $g (i32.const 22))))))
    """

  static let forms: [LoadingOptions] = BaseForm.allCases.flatMap { base in
    OptimizationLevel.allCases.map {
      LoadingOptions(base: base, optimization: $0)
    }
  }

  @Test(arguments: forms)
  func engineLeavesWhatTheInterpreterLeaves(options: LoadingOptions) throws {
    let module = try Validator.validate(ModuleDecoder().decode(WasmTools.parse(Self.text)))
    let expected = try Self.states(of: module, on: InterpreterSpecEngine())
    let found = try Self.states(of: module, on: NativeSpecEngine(options: options))
    #expect(expected.count > 6)
    for (expected, found) in zip(expected, found) {
      #expect(found == expected)
    }
  }

  /// What can be seen after each function, called so that some of it is in range.
  private struct State: Equatable, CustomStringConvertible {
    let function: String
    let global: String
    let memory: [UInt8]

    var description: String {
      let bytes = memory.enumerated().filter { $0.element != 0 }
        .map { "\($0.offset): \($0.element)" }
      return "\(function), global \(global), memory \(bytes.joined(separator: ", "))"
    }
  }

  private static func states<Engine: InspectableEngine>(
    of module: ValidatedModule, on engine: Engine
  ) throws -> [State] {
    let instance = try engine.instantiate(module, imports: [:])
    return try module.module.exports.filter { $0.kind == .function }.map { export in
      let address = SpecValue.number(.i32, V128(low: 65_536 - 3, high: 0))
      let early = SpecValue.number(.i32, V128(low: 65_536 - 40, high: 0))
      let argument = export.name == "sum in a loop" ? early : address
      #expect(throws: SpecFault.self) {
        try engine.invoke(export.name, of: instance, [argument])
      }
      return State(
        function: export.name, global: "\(try engine.global("g", of: instance))",
        memory: try engine.memory("m", of: instance))
    }
  }
}
