import Instrumentation
import SystemAPI
import TestSupport
import Testing
import Validation
import WebAssembly

@Suite(.enabled(if: WasmTools.isAvailable, Comment(rawValue: WasmTools.absence)))
struct StableMemoryInliningTests {
  private func instrument(
    _ text: String, _ options: CodeOptions = CodeOptions(metering: .off)
  ) throws -> InstrumentedModule {
    let module = try ModuleDecoder().decode(try WasmTools.parse(text))
    return Pipeline.instrument(try Validator.validate(module), options: options)
  }

  private static let text = #"""
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "env" "stable64_size" (func $other (result i64)))
      (import "env" "memory" (memory 1))
      (import "ic0" "stable64_size" (func $size (result i64)))
      (import "ic0" "stable_write" (func $write (param i32 i32 i32)))
      (table 1 funcref) (elem (i32.const 0) func $size)
      (func
        call $reply
        (drop (call $other))
        (drop (call $size))
        (call $write (i32.const 1) (i32.const 2) (i32.const 3))
        (drop (ref.func $size)))
      (func (result i64) (return_call $size)))
    """#

  @Test func directCallsBecomeInstructions() throws {
    let module = try instrument(Self.text)
    #expect(
      module.bodies[0].instructions == [
        .wasm(.call(0)), .wasm(.call(1)), .wasm(.drop), .stableMemory(.size64), .wasm(.drop),
        .wasm(.i32Const(1)), .wasm(.i32Const(2)), .wasm(.i32Const(3)), .stableMemory(.write32),
        .wasm(.refFunc(2)), .wasm(.drop), .wasm(.end),
      ])
    #expect(module.bodies[1].instructions == [.wasm(.returnCall(2)), .wasm(.end)])
  }

  @Test func everythingElseStays() throws {
    let module = try instrument(Self.text)
    let before = module.validated.module.bodies
    #expect(module.bodies.map(\.instructionOffsets) == before.map(\.instructionOffsets))
    #expect(before[0].instructions.contains(.call(2)))
  }

  @Test(arguments: [CodeOptions(stableMemory: .call, metering: .off), .plain(metering: .off)])
  func callsStayIfAskedTo(options: CodeOptions) throws {
    let module = try instrument(Self.text, options)
    #expect(
      module.bodies.map { $0.instructions.map(\.wasm) }
        == module.validated.module.bodies.map(\.instructions))
  }

  @Test(arguments: StableMemoryOperation.allCases)
  func operationsAreFunctionsOfTheSystemAPI(operation: StableMemoryOperation) throws {
    let function = try #require(SystemFunction.named(operation.importName))
    #expect(StableMemoryOperation(importName: function.name) == operation)
    let is32Bit = [.size32, .grow32, .read32, .write32].contains(operation)
    #expect(function.isWasm32Only == is32Bit)
  }

  @Test func noOtherFunctionIsAnOperation() {
    let names = SystemFunction.all.map(\.name).filter {
      StableMemoryOperation(importName: $0) != nil
    }
    #expect(names == SystemFunction.all.map(\.name).filter { $0.hasPrefix("stable") })
  }
}
