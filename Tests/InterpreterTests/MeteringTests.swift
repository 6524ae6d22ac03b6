import CanisterRuntime
import Instrumentation
import Interpreter
import TestSupport
import Testing
import Validation
import WebAssembly

/// The interpreter executes the charges by their definition.
@Suite(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
struct MeteringTests {
  /// A run of the vector's function, with so many instructions to use.
  private func run(_ module: String, limit: Int64) throws -> (used: Int64, trap: Trap?) {
    let validated = try Validator.validate(ModuleDecoder().decode(try WasmTools.parse(module)))
    let store = Store()
    let instance = try store.instantiate(
      Pipeline.instrument(validated, options: .init(stableMemory: .call, metering: .reference)))
    store.instructionsLeft = limit
    do throws(TrapReport) {
      _ = try instance.invoke("canister_update run")
      return (limit &- store.instructionsLeft, nil)
    } catch {
      return (limit &- store.instructionsLeft, error.trap)
    }
  }

  @Test(arguments: MeteringVector.all)
  func countsAsTheInternetComputer(vector: MeteringVector) throws {
    let (used, trap) = try run(vector.module, limit: 1_000_000)
    #expect(used == Int64(vector.used))
    #expect(trap == (vector.traps ? .unreachable : nil))
  }

  @Test func limitIsExact() throws {
    let module = try #require(MeteringVector.all.first { $0.name == "straight" }).module
    #expect(try run(module, limit: 25).trap == nil)
    #expect(try run(module, limit: 24).trap == .instruction_limit)
  }

  @Test(arguments: [
    "(loop $l br $l)", "(call $down (i32.const -1))", "(call $tail (i32.const -1))",
    "(memory.fill (i32.const 0) (i32.const 0) (i32.const -1))",
  ])
  func nothingRunsForEver(body: String) throws {
    let vector = MeteringVector(body: body)
    #expect(try run(vector.module, limit: 100_000).trap == .instruction_limit)
  }

  /// Sizes of all 64 bits: some of them are negative numbers to a counter with a sign.
  @Test(
    arguments: [
      (1000, UInt64(1_000)), (Int64.max - 10, .max), (Int64.max - 10, 1 << 63),
      (Int64.max - 10, UInt64(Int64.max)),
    ] as [(Int64, UInt64)])
  func hugeSizesExceedAnyLimit(limit: Int64, size: UInt64) throws {
    let vector = MeteringVector(
      body: "(memory.fill (i64.const 0) (i32.const 0) (i64.const \(Int64(bitPattern: size))))",
      hasAddresses64: true)
    #expect(try run(vector.module, limit: limit).trap == .instruction_limit)
  }

  /// Only loop heads and function entries look at the counter.
  @Test func unpaidBranchesEndAtTheNextCheck() throws {
    let body = "(if (i32.const 1) (then nop nop nop nop))"
    let ends = MeteringVector(body: body)
    #expect(try run(ends.module, limit: 5) == (8, nil))
    let goesOn = MeteringVector(body: body + "(loop)")
    #expect(try run(goesOn.module, limit: 5).trap == .instruction_limit)
  }
}
