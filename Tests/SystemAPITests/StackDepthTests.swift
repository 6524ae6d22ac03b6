import Executions
import CanisterRuntime
import Instrumentation
import Interpreter
import TestSupport
import Testing
import Validation
import WebAssembly

/// How deep calls nest, against the depth at which Wasmtime 50 ends them: with 5 MiB of stack,
/// without optimisation, and with the checks of the counter in the code.
@Suite(.enabled(if: CompiledCanister.isPossible, Comment(rawValue: CompiledCanister.absence)))
struct StackDepthTests {
  /// A function `$f` that calls itself as often as its parameter says.
  struct Recursion: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let functions: String
    let depth: UInt32
  }

  static let recursions: [Recursion] = {
    let again = "(call $f (i32.sub (local.get $n) (i32.const 1)))"
    let count = 1...16
    let loads = count.map { "(local.set \($0) (i64.load (i32.const 0)))" }.joined()
    let stores = count.map { "(i64.store (i32.const 0) (local.get \($0)))" }.joined()
    return [
      Recursion(
        testDescription: "nothing live",
        functions: "(func $f (param $n i32) (if (local.get $n) (then \(again))))", depth: 163_815),
      Recursion(
        testDescription: "16 locals live",
        functions: """
          (func $f (param $n i32) (local\(String(repeating: " i64", count: 16)))
            (if (local.get $n) (then \(loads) \(again) \(stores))))
          """, depth: 32_755),
      Recursion(
        testDescription: "two functions",
        functions: """
          (func $f (param $n i32)
            (if (local.get $n) (then
              (call $g (i32.sub (local.get $n) (i32.const 1)))
              (i32.store (i32.const 0) (i32.const 1)))))
          (func $g (param $n i32)
            (if (local.get $n) (then \(again) (i32.store (i32.const 0) (local.get $n)))))
          """, depth: 131_050),
      // It has 1 MiB of stack of its own, and would overrun that beyond the end of the other one.
      Recursion(
        testDescription: "a stack in memory",
        functions: """
          (global $sp (mut i32) (i32.const 1048576))
          (func $f (param $n i32) (local $own i32)
            (global.set $sp (local.tee $own (i32.sub (global.get $sp) (i32.const 9))))
            (i32.store offset=4 (local.get $own) (local.get $n))
            (if (local.get $n) (then \(again)))
            (global.set $sp (i32.add (local.get $own) (i32.const 9))))
          """, depth: 109_210),
    ]
  }()

  @Test(arguments: recursions, [OptimizationLevel.none, .standard])
  func nativeCode(recursion: Recursion, level: OptimizationLevel) throws {
    func method(_ name: String, _ depth: UInt32) -> String {
      "(func (export \"canister_query \(name)\") (call $f (i32.const \(depth))))"
    }
    let text = """
      (module (memory 17) \(recursion.functions)
        \(method("half", recursion.depth / 2)) \(method("more", recursion.depth * 21 / 20)))
      """
    try CompiledCanister.with(text, optimization: level) { canister in
      try canister.install()
      #expect(try canister.execute(.query, "half").result == .noResponse)
      #expect(
        try canister.execute(.query, "more").error?.message
          == "Canister trapped: stack overflow")
    }
  }

  @Test(arguments: recursions) func interpreter(recursion: Recursion) throws {
    var limits = ExecutionLimits()
    (limits.callDepth, limits.slotCount) = (1 << 18, 1 << 22)
    let bytes = try WasmTools.parse(
      "(module (memory 17) \(recursion.functions) (export \"f\" (func $f)))")
    let module = try Validator.validate(ModuleDecoder().decode(bytes))
    let instance = try Store(limits: limits).instantiate(
      Pipeline.instrument(module, options: .plain(metering: .off)))
    #expect(try instance.invoke("f", [.i32(recursion.depth / 2)]) == [])
    do throws(TrapReport) {
      _ = try instance.invoke("f", [.i32(recursion.depth * 21 / 20)])
      Issue.record("no trap")
    } catch {
      #expect(error.trap == .stack_overflow)
    }
  }
}
