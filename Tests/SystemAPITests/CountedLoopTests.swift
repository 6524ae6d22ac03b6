import CanisterProcess
import Executions
import CanisterRuntime
import Instrumentation
import Interpreter
import TestSupport
import Testing
import Validation
import WebAssembly

/// Loops that may run without a check in every pass end at every limit where the interpreter ends
/// them, which checks each pass.
@Suite(.enabled(if: CompiledCanister.isPossible, Comment(rawValue: CompiledCanister.absence)))
struct CountedLoopTests {
  /// A loop over `$i`, from a value to another; LLVM knows neither.
  private struct Loop {
    var from: Int64
    var to: Int64
    var by: Int64 = 1
    var code: String

    /// The loop as an exported query; `$T` in its code is the type of `$i`.
    func method(_ index: Int, type: String) -> String {
      let local = "(local $i \(type)) (local $n \(type)) (local $s \(type)) (local $sum i32)"
      let values = zip(["$i", "$n", "$s"], [from, to, by]).enumerated().map { place, pair in
        "(local.set \(pair.0) (\(type).load (i32.const \(32 * index + 8 * place))))"
      }
      let data = [from, to, by].flatMap { value in
        (0..<8).map { "\\\(hex(UInt8(truncatingIfNeeded: value >> (8 * $0))))" }
      }
      return """
        (data (i32.const \(32 * index)) "\(data.joined())")
        (func (export "canister_query m\(index)") \(local)
          \(values.joined(separator: " "))
          \(code.replacing("$T", with: type)))

        """
    }

    private func hex(_ byte: UInt8) -> String {
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
  }

  /// Something that costs a little, and does not end before the loop does.
  private static let work = """
    (local.set $sum (i32.add (local.get $sum) (i32.load8_u offset=4096 (local.get $sum))))
    """

  /// The same, dearer in some passes.
  private static let unequalWork = """
    (if (i32.and (local.get $sum) (i32.const 1))
      (then (local.set $sum (i32.add (local.get $sum) (i32.const 3))) \(work))
      (else (local.set $sum (i32.add (local.get $sum) (i32.const 1)))))
    """

  private static let loops: [Loop] = {
    let step = "(local.tee $i ($T.add (local.get $i) ($T.const 1)))"
    let stepBySize = "(local.tee $i ($T.add (local.get $i) (local.get $s)))"
    let down = "(local.tee $i ($T.add ($T.const -1) (local.get $i)))"
    return [
      Loop(from: 3, to: 20, code: "(loop \(work) (br_if 0 ($T.ne \(step) (local.get $n))))"),
      Loop(from: 3, to: 20, code: "(loop \(work) (br_if 0 ($T.ne (local.get $n) \(step))))"),
      Loop(from: 16, to: 0, code: "(loop \(unequalWork) (br_if 0 ($T.ne \(down) ($T.const 0))))"),
      Loop(from: 16, to: 0, code: "(loop \(work) (br_if 0 (i32.eqz ($T.eqz \(down)))))"),
      // Around the largest value, and past the bound for ever.
      Loop(
        from: -8, to: 20,
        code: """
          (loop \(work) (local.set $i ($T.sub (local.get $i) ($T.const -4)))
            (br_if 0 ($T.ne (local.get $i) (local.get $n))))
          """),
      Loop(
        from: 0, to: 20,
        code: """
          (loop \(work) (local.set $i ($T.add (local.get $i) ($T.const 6)))
            (br_if 0 ($T.ne (local.get $i) (local.get $n))))
          """),
      // A step that is known as late as the bound, or is none, or leads around.
      Loop(
        from: 0, to: 50, by: 7,
        code: """
          (loop \(unequalWork)
            (br_if 0 ($T.lt_u \(stepBySize) (local.get $n))))
          """),
      Loop(
        from: 0, to: 50, by: 0,
        code: """
          (loop \(work)
            (br_if 0 ($T.gt_u (local.get $n) \(stepBySize))))
          """),
      Loop(
        from: 0, to: -2, by: -4,
        code: """
          (loop \(work)
            (br_if 0 ($T.lt_u \(stepBySize) (local.get $n))))
          """),
      // Tests before the work, also one that fails at once.
      Loop(
        from: 5, to: 30,
        code: """
          (block (loop (br_if 1 ($T.ge_u (local.get $i) (local.get $n))) \(unequalWork)
            (local.set $i ($T.add (local.get $i) ($T.const 2))) (br 0)))
          """),
      Loop(
        from: 5, to: 5,
        code: """
          (block (loop (br_if 1 ($T.eq (local.get $n) (local.get $i))) \(work)
            (local.set $i ($T.add (local.get $i) ($T.const 1))) (br 0)))
          """),
      // Other ways out, and around.
      Loop(
        from: 0, to: 1000,
        code: """
          (block (loop \(work) (br_if 1 ($T.eq (local.get $i) ($T.const 11)))
            (br_if 0 ($T.ne \(step) (local.get $n)))))
          """),
      Loop(
        from: 0, to: 25,
        code: """
          (block (loop (br_if 1 ($T.ge_u (local.get $i) (local.get $n)))
            (local.set $i ($T.add (local.get $i) ($T.const 1)))
            (br_if 0 (i32.and (local.get $sum) (i32.const 1))) \(work) (br 0)))
          """),
      Loop(
        from: 0, to: 30,
        code: """
          (loop (if ($T.eq (local.get $i) ($T.const 13)) (then unreachable)) \(work)
            (br_if 0 ($T.ne \(step) (local.get $n))))
          """),
      // Values that go around with the loop, and one that it leaves.
      Loop(
        from: 0, to: 12,
        code: """
          (drop (i32.const 5) (loop (param i32) (result i32) (i32.add (i32.const 2)) \(work)
            (br_if 0 ($T.ne \(step) (local.get $n)))))
          """),
      // Inside another, which is not counted.
      Loop(
        from: 0, to: 6,
        code: """
          (loop (local.set $i ($T.const 0))
            (loop \(work) (br_if 0 ($T.ne \(step) (local.get $n))))
            (br_if 0 (i32.lt_u (local.get $sum) (i32.const 40))))
          """),
    ]
  }()

  /// A charge beyond the last pass of all, so that no limit falls together with the end.
  @Test(arguments: ["i32", "i64"], [OptimizationLevel.none, .standard, .aggressive])
  func everyLimitEndsThem(type: String, optimization: OptimizationLevel) throws {
    let methods = Self.loops.enumerated().map { $1.method($0, type: type) }
    let bytes = try WasmTools.parse(
      """
      (module (memory 1) (data (i32.const 4096) "\\01\\02\\01\\01\\03\\05\\02\\01")
        \(methods.joined()))
      """)
    let module = Pipeline.instrument(
      try Validator.validate(ModuleDecoder(features: .ic).decode(bytes)),
      options: CodeOptions(stableMemory: .call, metering: .reference))
    try CompiledCanister.with(bytes, optimization: optimization) { canister in
      try canister.install()
      for limit in 1...500 {
        try canister.send(
          .configure(CompiledCanister.configuration(instructionLimit: UInt64(limit))))
        for method in Self.loops.indices {
          let outcome = try canister.execute(.query, "m\(method)")
          let expected = try interpreted(module, method, limit: Int64(limit))
          #expect(outcome.instructions == expected.used, "loop \(method), limit \(limit)")
          #expect(
            outcome.error.map { $0.kind == .instructionLimit }
              == expected.trap.map { $0 == .instruction_limit }, "loop \(method), limit \(limit)")
        }
      }
    }
  }

  private func interpreted(
    _ module: InstrumentedModule, _ method: Int, limit: Int64
  ) throws -> (used: UInt64, trap: Trap?) {
    let store = Store()
    let instance = try store.instantiate(module)
    store.instructionsLeft = limit
    var trap: Trap?
    do throws(TrapReport) {
      _ = try instance.invoke("canister_query m\(method)")
    } catch {
      trap = error.trap
    }
    return (UInt64(limit - max(0, store.instructionsLeft)), trap)
  }
}
