import CanisterRuntime
import Interpreter
import TestSupport
import Testing
import WebAssembly

/// Deep calls and hostile code: everything ends in a result or a trap.
@Suite(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
struct ExecutionTests {
  private func trap(_ text: String, limits: ExecutionLimits = .init()) throws -> Trap? {
    let instance = try Store(limits: limits).instantiate(text)
    return #expect(throws: TrapReport.self) { try instance.invoke("run") }?.trap
  }

  // Calls

  @Test func recursionIsBoundedByDepth() throws {
    #expect(try trap(#"(module (func $f (export "run") call $f))"#) == .stack_overflow)
  }

  @Test func recursionIsBoundedBySlots() throws {
    let locals = String(repeating: " i64", count: 1000)
    #expect(
      try trap("(module (func $f (export \"run\") (local\(locals)) call $f))") == .stack_overflow)
  }

  @Test func depthIsExact() throws {
    var limits = ExecutionLimits()
    limits.callDepth = 100
    let instance = try Store(limits: limits).instantiate(
      """
      (module (func $f (export "down") (param i32) (result i32)
        (if (result i32) (local.get 0)
          (then (i32.add (i32.const 1) (call $f (i32.sub (local.get 0) (i32.const 1)))))
          (else (i32.const 0)))))
      """)
    #expect(try instance.invoke("down", [.i32(100)]) == [.i32(100)])
    #expect(throws: TrapReport.self) { try instance.invoke("down", [.i32(101)]) }
    #expect(try instance.invoke("down", [.i32(100)]) == [.i32(100)])
  }

  /// Nothing piles up, though the number of parameters changes with each step.
  @Test(
    arguments: ["return_call $odd", "(return_call_indirect (param i32 i64 i32) (i32.const 0))"])
  func tailCallsTakeNoStack(_ call: String) throws {
    var limits = ExecutionLimits()
    (limits.callDepth, limits.slotCount) = (2, 32)
    let instance = try Store(limits: limits).instantiate(
      """
      (module (table 1 funcref) (elem (i32.const 0) $odd) (global $done (mut i32) (i32.const 0))
        (func $even (param i32) (local i64)
          (if (i32.eqz (local.get 0)) (then (global.set $done (i32.const 7)) return))
          (i32.const 1) (i32.sub (local.get 0) (i32.const 1)) (i64.const 5) (i32.const 6) \(call))
        (func $odd (param i32 i64 i32) (return_call $even (local.get 0)))
        (func (export "run") (param i32) (result i32)
          (call $even (local.get 0)) (global.get $done)))
      """)
    #expect(try instance.invoke("run", [.i32(500_000)]) == [.i32(7)])
  }

  @Test func manyResults() throws {
    let instance = try Store().instantiate(
      """
      (module
        (func $three (result i32 v128 i64)
          (i64.const 99) (i32.const 1) (v128.const i64x2 2 3) (i64.const 4)
          (return))
        (func (export "run") (result i32 v128 i64) (f32.const 0) (call $three) (return)))
      """)
    #expect(try instance.invoke("run") == [.i32(1), .v128(V128(low: 2, high: 3)), .i64(4)])
  }

  // Branches

  @Test func hugeBranchTable() throws {
    let labels = (0..<20_000).map { $0 % 3 == 0 ? "$a" : "$b" }.joined(separator: " ")
    let instance = try Store().instantiate(
      """
      (module (func (export "run") (param i32) (result i32)
        (block $c (block $b (block $a (br_table \(labels) $c (local.get 0)))
          (return (i32.const 0))) (return (i32.const 1)))
        (i32.const 2)))
      """)
    let expected: [(UInt32, UInt32)] = [
      (0, 0), (1, 1), (3, 0), (19_998, 0), (19_999, 1), (20_000, 2), (.max, 2), (1 << 31, 2),
    ]
    for (index, label) in expected {
      #expect(try instance.invoke("run", [.i32(index)]) == [.i32(label)])
    }
  }

  @Test func branchesOutOfDeepBlocks() throws {
    let depth = 2000
    let instance = try Store().instantiate(
      "(module (func (export \"run\") (param i32) (result i32) i32.const 42\n"
        + String(repeating: "block i32.const 1\n", count: depth)
        + "i32.const 5 local.get 0 br_if \(depth) drop\n"
        + String(repeating: "drop end\n", count: depth) + "))")
    #expect(try instance.invoke("run", [.i32(1)]) == [.i32(5)])
    #expect(try instance.invoke("run", [.i32(0)]) == [.i32(42)])
  }

  // Memory

  @Test(
    arguments: [
      "(i32.load offset=4294967295 (i32.const -1))", "(i32.load (i32.const 65533))",
      "(i32.load8_u (i32.const 65536))", "(i32.load offset=1 (i32.const -1))",
      "(i32.load offset=65532 (i32.const 1))",
      "(i32.load $big offset=18446744073709551615 (i64.const 1))",
      "(i32.load $big (i64.const -4))",
      "(i32.load $big offset=65536 (i64.const 0xFFFF_FFFF_FFFF_0000))",
    ])
  func accessesOutOfBounds(_ access: String) throws {
    let text = "(module (memory 1) (memory $big i64 1) (func (export \"run\") (drop \(access))))"
    #expect(try trap(text) == .memory_out_of_bounds)
  }

  @Test(
    arguments: [
      "(memory.fill (i32.const 65536) (i32.const 0) (i32.const 1))",
      "(memory.fill (i32.const 1) (i32.const 0) (i32.const -1))",
      "(memory.copy (i32.const 0) (i32.const 65536) (i32.const 1))",
      "(memory.copy (i32.const -1) (i32.const 0) (i32.const 0))",
      "(memory.init 0 (i32.const 0) (i32.const 0) (i32.const 4))",
      "(memory.init 0 (i32.const 0) (i32.const -1) (i32.const 1))",
      "(data.drop 0) (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 1))",
    ])
  func bulkOutOfBounds(_ operation: String) throws {
    let text = "(module (memory 1) (data \"abc\") (func (export \"run\") \(operation)))"
    #expect(try trap(text) == .memory_out_of_bounds)
  }

  /// The pages are only reserved: growing to 4 GiB costs nothing.
  @Test func memoryGrowsToItsMaximum() throws {
    let instance = try Store().instantiate(
      """
      (module (memory 1)
        (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
        (func (export "last") (result i32)
          (i32.store8 (i32.const -1) (i32.const 9)) (i32.load8_u (i32.const -1))))
      """)
    #expect(try instance.invoke("grow", [.i32(65_536)]) == [.i32(.max)])
    #expect(try instance.invoke("grow", [.i32(.max)]) == [.i32(.max)])
    #expect(throws: TrapReport.self) { try instance.invoke("last") }
    #expect(try instance.invoke("grow", [.i32(65_535)]) == [.i32(1)])
    #expect(try instance.invoke("last") == [.i32(9)])
    #expect(try instance.invoke("grow", [.i32(1)]) == [.i32(.max)])
    #expect(try instance.invoke("grow", [.i32(0)]) == [.i32(65_536)])
  }

  // Tables

  @Test func tablesGrowWithinBounds() throws {
    let instance = try Store().instantiate(
      """
      (module (table 1 externref) (table $big i64 0 funcref)
        (func (export "grow") (param i32) (result i32)
          (table.grow 0 (ref.null extern) (local.get 0)))
        (func (export "grow64") (param i64) (result i64)
          (table.grow $big (ref.null func) (local.get 0))))
      """)
    #expect(try instance.invoke("grow", [.i32(.max)]) == [.i32(.max)])
    #expect(try instance.invoke("grow64", [.i64(.max)]) == [.i64(.max)])
    #expect(try instance.invoke("grow", [.i32(10)]) == [.i32(1)])
    #expect(try instance.invoke("grow", [.i32(10_000_000)]) == [.i32(.max)])
  }

  @Test func indirectCallsTellWhy() throws {
    func text(_ index: Int) -> String {
      """
      (module (type $t (func (result i32))) (table 3 funcref) (elem (i32.const 1) $f)
        (func $f (result i64) (i64.const 0))
        (func (export "run") (drop (call_indirect (type $t) (i32.const \(index))))))
      """
    }
    #expect(try trap(text(3)) == .undefined_element)
    #expect(try trap(text(-1)) == .undefined_element)
    #expect(try trap(text(0)) == .uninitialized_element)
    #expect(try trap(text(1)) == .indirect_call_type_mismatch)
  }

  // Reports

  @Test func reportTellsThePlace() throws {
    let text = """
      (module (func $f (param i32) (result i32) nop (i32.div_u (i32.const 1) (local.get 0)))
        (func (export "run") (result i32) (call $f (i32.const 0))))
      """
    let bytes = try WasmTools.parse(text)
    let instance = try Store().instantiate(text)
    let report = try #require(#expect(throws: TrapReport.self) { try instance.invoke("run") })
    #expect(report.function == 0)
    let offset = try #require(report.offsetBytes)
    #expect(bytes[Int(offset)] == 0x6E)
    #expect(
      report.description
        == "function 0, offset 0x\(String(offset, radix: 16)): integer divide by zero")
  }
}
