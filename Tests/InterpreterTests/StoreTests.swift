import CanisterRuntime
import Instrumentation
import Interpreter
import TestSupport
import Testing
import Validation
import WebAssembly

/// Instances and their limits.
@Suite(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
struct StoreTests {
  /// Calls the function `run` of a module.
  func run(_ text: String, _ arguments: [Value] = []) throws -> [Value] {
    let module = try Validator.validate(try ModuleDecoder().decode(try WasmTools.parse(text)))
    let store = Store()
    let instance = try store.instantiate(
      Pipeline.instrument(module, options: .plain), imports: { _ in nil })
    return try store.invoke(try #require(instance.function("run")), arguments)
  }

  @Test func endlessRecursionTraps() throws {
    let error = try #require(throws: TrapReport.self) {
      try run("(module (func $f (export \"run\") (call $f)))")
    }
    #expect(error.trap == .stack_overflow)
  }

  @Test func tailCallsTakeNoStack() throws {
    let module = """
      (module
        (func $f (param i64) (result i64)
          (if (i64.eqz (local.get 0)) (then (return (i64.const 7))))
          (return_call $f (i64.sub (local.get 0) (i64.const 1))))
        (func (export "run") (result i64) (call $f (i64.const 200000))))
      """
    #expect(try run(module) == [.i64(7)])
  }

  @Test(arguments: [
    "(i32.load (i32.const 65533))", "(i32.load offset=0xffffffff (i32.const -1))",
    "(i32.load8_u (i32.const 65536))",
  ])
  func accessesOutOfBoundsTrap(access: String) throws {
    let error = try #require(throws: TrapReport.self) {
      try run("(module (memory 1) (func (export \"run\") (drop \(access))))")
    }
    #expect(error.trap == .memory_out_of_bounds)
    #expect(error.function == 0 && error.offsetBytes != nil)
  }

  @Test func memoryGrowsUpToItsMaximum() throws {
    let module = """
      (module (memory 1 3)
        (func (export "run") (result i32 i32 i32)
          (memory.grow (i32.const 2)) (memory.grow (i32.const 1)) (memory.size)))
      """
    #expect(try run(module) == [.i32(1), .i32(.max), .i32(3)])
  }

  @Test func missingImportsAreNamed() throws {
    let text = #"(module (import "ic0" "time" (func (result i64))))"#
    #expect(throws: InstantiationError.self) { try run(text) }
  }
}
