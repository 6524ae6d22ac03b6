import CanisterRuntime
import Interpreter
import TestSupport
import Testing
import WebAssembly

/// Instantiation: its errors, and what it leaves behind if it fails.
@Suite(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
struct InstantiationTests {
  @Test func unknownImport() throws {
    let error = #expect(throws: InstantiationError.self) {
      try Store().instantiate(#"(module (import "a" "b" (func)))"#)
    }
    #expect(error?.description == #"unknown import: "a" "b""#)
  }

  /// An export, and an import that it does not match.
  @Test(
    arguments: [
      ("(func (export \"x\"))", "(func (param i32))"),
      ("(func (export \"x\"))", "(memory 0)"),
      ("(memory (export \"x\") 1)", "(memory 2)"),
      ("(memory (export \"x\") 1)", "(memory 1 2)"),
      ("(memory (export \"x\") 1 3)", "(memory 1 2)"),
      ("(memory (export \"x\") i64 1)", "(memory 1)"),
      ("(table (export \"x\") 1 funcref)", "(table 1 externref)"),
      ("(table (export \"x\") 1 funcref)", "(table i64 1 funcref)"),
      ("(global (export \"x\") i32 (i32.const 0))", "(global (mut i32))"),
      ("(global (export \"x\") i32 (i32.const 0))", "(global i64)"),
    ])
  func incompatibleImport(export: String, wanted: String) throws {
    let store = Store()
    let exporter = try store.instantiate("(module \(export))")
    let error = #expect(throws: InstantiationError.self) {
      try store.instantiate("(module (import \"m\" \"x\" \(wanted)))") { exporter.export($0.name) }
    }
    #expect(error?.description.hasPrefix("incompatible import type: \"m\" \"x\"") == true)
  }

  /// What has grown is as large as what asks for more.
  @Test func grownMemoryMatches() throws {
    let store = Store()
    let exporter = try store.instantiate(
      """
      (module (memory (export "m") 1)
        (func (export "grow") (drop (memory.grow (i32.const 4)))))
      """)
    _ = try exporter.invoke("grow")
    _ = try store.instantiate(#"(module (import "m" "m" (memory 5)))"#) { exporter.export($0.name) }
  }

  @Test func trapsLeaveEarlierEffects() throws {
    let store = Store()
    let exporter = try store.instantiate(
      """
      (module (memory (export "m") 1) (table (export "t") 1 funcref)
        (func (export "load") (result i32) (i32.load8_u (i32.const 0)))
        (func (export "call") (result i32) (call_indirect (result i32) (i32.const 0))))
      """)
    let error = #expect(throws: InstantiationError.self) {
      try store.instantiate(
        """
        (module (import "x" "m" (memory 1)) (import "x" "t" (table 1 funcref))
          (elem (i32.const 0) $f) (func $f (result i32) (i32.const 7))
          (data (i32.const 0) "A") (data (i32.const 65536) "B"))
        """
      ) { exporter.export($0.name) }
    }
    #expect(error?.description == "out of bounds memory access")
    #expect(try exporter.invoke("load") == [.i32(65)])
    #expect(try exporter.invoke("call") == [.i32(7)])
  }

  @Test func startFunctionTraps() throws {
    let error = #expect(throws: InstantiationError.self) {
      try Store().instantiate("(module (start $f) (func $f nop unreachable))")
    }
    guard case .trap(let report)? = error else {
      Issue.record("no trap")
      return
    }
    #expect(report.trap == .unreachable)
    #expect(report.function == 0)
    #expect(report.offsetBytes != nil)
  }

  @Test func boundsOfTheImplementation() throws {
    var limits = ExecutionLimits()
    (limits.memoryPages, limits.tableElements) = (10, 10)
    let store = Store(limits: limits)
    #expect(throws: InstantiationError.self) { try store.instantiate("(module (memory 11))") }
    #expect(throws: InstantiationError.self) {
      try store.instantiate("(module (table 11 funcref))")
    }
    _ = try store.instantiate("(module (memory 10 65536) (table 10 funcref))")
  }

  @Test func globalsUseGlobalsBeforeThem() throws {
    let instance = try Store().instantiate(
      """
      (module (global $a i64 (i64.const 5))
        (global (export "b") i64 (i64.mul (global.get $a) (i64.sub (i64.const 1) (i64.const 4)))))
      """)
    guard case .global(let global)? = instance.export("b") else {
      Issue.record("no global")
      return
    }
    #expect(global.pointee.value == .i64(UInt64(bitPattern: -15)))
  }

  /// Swift's strings equate names that differ in their bytes.
  @Test func namesAreBytes() throws {
    let instance = try Store().instantiate(
      """
      (module (func (export "\\c3\\a9") (result i32) (i32.const 1))
        (func (export "e\\cc\\81") (result i32) (i32.const 2)))
      """)
    #expect(try instance.invoke("\u{E9}") == [.i32(1)])
    #expect(try instance.invoke("e\u{301}") == [.i32(2)])
  }
}
