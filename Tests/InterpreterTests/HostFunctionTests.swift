import CanisterRuntime
import Instrumentation
import Interpreter
import TestSupport
import Testing
import Validation
import WebAssembly

/// Functions of the host, and instructions of stable memory, which end there too.
@Suite(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
struct HostFunctionTests {
  @Test func valuesArePassedAsWords() throws {
    let store = Store()
    let type = FunctionType(parameters: [.i32, .v128, .f64], results: [.v128, .i32])
    let host = store.makeFunction(type: type) { words in
      #expect(words[0] == 0xFFFF_FFFF)
      #expect((words[1], words[2]) == (1, 2))
      #expect(Double(bitPattern: words[3]) == 0.5)
      // What is above an i32 must be cut off.
      (words[0], words[1], words[2]) = (words[2], words[1], 0xAAAA_AAAA_0000_0007)
      return nil
    }
    let instance = try store.instantiate(
      """
      (module (import "h" "f" (func $f (param i32 v128 f64) (result v128 i32)))
        (func (export "run") (result i64 i64 i64) (local $v v128) (local $n i32)
          (call $f (i32.const -1) (v128.const i64x2 1 2) (f64.const 0.5))
          (local.set $n) (local.set $v)
          (i64x2.extract_lane 0 (local.get $v)) (i64x2.extract_lane 1 (local.get $v))
          (i64.extend_i32_u (local.get $n))))
      """
    ) { _ in .function(host) }
    #expect(try instance.invoke("run") == [.i64(2), .i64(1), .i64(7)])
  }

  @Test(arguments: ["call $f", "return_call $f", "(call_indirect (i32.const 0))"])
  func trapsEndTheCall(_ call: String) throws {
    let store = Store()
    let host = store.makeFunction(type: FunctionType(parameters: [], results: [])) { _ in
      .stable_memory_out_of_bounds
    }
    let instance = try store.instantiate(
      """
      (module (import "h" "f" (func $f)) (table 1 funcref) (elem (i32.const 0) $f)
        (func (export "run") \(call)))
      """
    ) { _ in .function(host) }
    let report = #expect(throws: TrapReport.self) { try instance.invoke("run") }
    #expect(report?.trap == .stable_memory_out_of_bounds)
    #expect(report?.function == 1)
  }

  @Test func hostMayCallBack() throws {
    let store = Store()
    var callback: FunctionAddress?
    let host = store.makeFunction(type: FunctionType(parameters: [.i32], results: [.i32])) {
      guard let callback else { return .unreachable }
      do throws(TrapReport) {
        guard case .i32(let value)? = try store.invoke(callback, [.i32(UInt32($0[0]))]).first
        else { return .unreachable }
        $0[0] = UInt64(value) + 1
        return nil
      } catch {
        return error.trap
      }
    }
    // From 0 on down, each step goes through the host.
    let instance = try store.instantiate(
      """
      (module (import "h" "f" (func $f (param i32) (result i32)))
        (func (export "run") (param i32) (result i32) (local i64 i64 i64)
          (if (result i32) (local.get 0)
            (then (i32.add (i32.const 10) (call $f (i32.sub (local.get 0) (i32.const 1)))))
            (else (i32.const 0)))))
      """
    ) { _ in .function(host) }
    callback = instance.function("run")
    #expect(try instance.invoke("run", [.i32(50)]) == [.i32(50 * 11)])
    let report = #expect(throws: TrapReport.self) { try instance.invoke("run", [.i32(1_000_000)]) }
    #expect(report?.trap == .stack_overflow)
    #expect(try instance.invoke("run", [.i32(2)]) == [.i32(22)])
  }

  @Test func stableMemoryInstructions() throws {
    let text = """
      (module (import "ic0" "stable64_grow" (func $grow (param i64) (result i64)))
        (import "ic0" "stable64_read" (func $read (param i64 i64 i64)))
        (func (export "run") (result i64)
          (call $read (i64.const 1) (i64.const 2) (i64.const 3))
          (i64.add (i64.const 100) (call $grow (i64.const 9)))))
      """
    let module = try Validator.validate(try ModuleDecoder().decode(try WasmTools.parse(text)))
    let store = Store()
    let unused = FunctionType(parameters: [.i64], results: [.i64])
    let grow = store.makeFunction(type: unused) { _ in .unreachable }
    let read = store.makeFunction(
      type: FunctionType(parameters: [.i64, .i64, .i64], results: [])
    ) { _ in .unreachable }
    var operations: [StableMemoryOperation] = []
    let instance = try store.instantiate(
      Pipeline.instrument(module),
      stableMemory: { operation, words in
        operations.append(operation)
        if operation == .read64 { #expect((words[0], words[1], words[2]) == (1, 2, 3)) }
        if operation == .grow64 { words[0] += 5 }
        return nil
      }, imports: { $0.name == "stable64_grow" ? .function(grow) : .function(read) })
    #expect(try instance.invoke("run") == [.i64(114)])
    #expect(operations == [.read64, .grow64])
  }
}
