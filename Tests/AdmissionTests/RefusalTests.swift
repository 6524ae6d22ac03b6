import Admission
import TestSupport
import Testing
import Validation
import WebAssembly

/// Each rule by which a module is refused, with the replica's words.
@Suite(.enabled(if: WasmTools.isAvailable, Comment(rawValue: WasmTools.absence)))
struct RefusalTests {
  /// A module in text format, why it is refused, and where.
  struct Case: CustomTestStringConvertible, Sendable {
    let text: String
    let message: String
    let place: String?

    init(_ text: String, _ message: String, at place: String? = nil) {
      self.text = text
      self.message = message
      self.place = place
    }

    var testDescription: String { text }
  }

  @Test(arguments: imports + exports + definitions + code + metadata)
  func refuses(_ item: Case) throws {
    let error = try #require(throws: AdmissionError.self) {
      try CanisterModule.admit(try WasmTools.parse(item.text))
    }
    #expect(error.icMessage == "Canister's Wasm module is not valid: " + item.message)
    #expect(error.description == (item.place.map { $0 + ": " } ?? "") + item.message)
  }

  static let imports: [Case] = [
    Case(
      #"(module (import "ic0" "msg_replyy" (func)))"#,
      """
      Wasm module has an invalid import section. Module imports function 'msg_replyy' from 'ic0' \
      that is not exported by the runtime.
      """, at: #"import 0 "ic0.msg_replyy""#),
    Case(
      #"(module (import "wasi_snapshot_preview1" "fd_write" (func)))"#,
      """
      Wasm module has an invalid import section. Module imports function 'fd_write' from \
      'wasi_snapshot_preview1' that is not exported by the runtime.
      """, at: #"import 0 "wasi_snapshot_preview1.fd_write""#),
    // Functions that the interface once had.
    Case(
      #"(module (import "ic0" "msg_reply" (func)) (import "ic0" "call_simple" (func)))"#,
      """
      Wasm module has an invalid import section. Module imports function 'call_simple' from 'ic0' \
      that is not exported by the runtime.
      """, at: #"import 1 "ic0.call_simple""#),
    Case(
      #"(module (import "ic0" "stable_size" (func (result i32))) (memory i64 1))"#,
      """
      Wasm module has an invalid import section. Module imports function 'stable_size' from 'ic0' \
      that is not exported by the runtime.
      """, at: #"import 0 "ic0.stable_size""#),
    Case(
      #"(module (import "ic0" "msg_caller_copy" (func (param i32 i64))))"#,
      """
      Wasm module has an invalid function signature. Expected input params [I32, I32, I32] for \
      'msg_caller_copy', got [I32, I64].
      """, at: #"import 0 "ic0.msg_caller_copy""#),
    Case(
      #"(module (import "ic0" "time" (func (result i32))))"#,
      """
      Wasm module has an invalid function signature. Expected return type [I64] for 'time', got \
      [I32].
      """, at: #"import 0 "ic0.time""#),
    // Without a memory, addresses have 32 bits; with a 64-bit one, 64.
    Case(
      #"(module (import "ic0" "msg_arg_data_size" (func (result i64))))"#,
      """
      Wasm module has an invalid function signature. Expected return type [I32] for \
      'msg_arg_data_size', got [I64].
      """, at: #"import 0 "ic0.msg_arg_data_size""#),
    Case(
      #"(module (import "ic0" "msg_arg_data_size" (func (result i32))) (memory i64 1))"#,
      """
      Wasm module has an invalid function signature. Expected return type [I64] for \
      'msg_arg_data_size', got [I32].
      """, at: #"import 0 "ic0.msg_arg_data_size""#),
    Case(
      #"(module (import "env" "global" (global i32)))"#,
      "Wasm module has an invalid import section. Importing globals is not allowed.",
      at: #"import 0 "env.global""#),
    Case(
      #"(module (import "js" "memory" (memory 1)))"#,
      "Wasm module has an invalid import section. Only memory imported from env.memory is allowed.",
      at: #"import 0 "js.memory""#),
    Case(
      #"(module (import "env" "table0" (table 1 funcref)))"#,
      "Wasm module has an invalid import section. Only tables imported from env.table are allowed.",
      at: #"import 0 "env.table0""#),
  ]

  static let exports: [Case] = [
    Case(
      #"(module (func (export "canister_frobnicate")))"#,
      """
      Wasm module has an invalid export section. Exporting reserved function \
      'canister_frobnicate' with "canister_" prefix
      """, at: #"export 0 "canister_frobnicate""#),
    // A prefix without a space is no method.
    Case(
      #"(module (func (export "canister_update")))"#,
      """
      Wasm module has an invalid export section. Exporting reserved function 'canister_update' \
      with "canister_" prefix
      """, at: #"export 0 "canister_update""#),
    Case(
      #"(module (func (export "canister_init x")))"#,
      """
      Wasm module has an invalid export section. Exporting reserved function 'canister_init x' \
      with "canister_" prefix
      """, at: #"export 0 "canister_init x""#),
    Case(
      #"(module (func (export "canister_update go") (export "canister_query go")))"#,
      """
      Duplicate function 'go' exported multiple times with different call types: update, query, \
      or composite_query.
      """, at: #"export 1 "canister_query go""#),
    Case(
      #"(module (func (export "canister_query go") (param i32)))"#,
      """
      Wasm module has an invalid function signature. Expected input params [] for \
      'canister_query go', got [I32].
      """, at: #"export 0 "canister_query go""#),
    Case(
      #"(module (func (export "canister_init") (result f64) f64.const 0))"#,
      """
      Wasm module has an invalid function signature. Expected return type [] for \
      'canister_init', got [F64].
      """, at: #"export 0 "canister_init""#),
    // The type is checked even if the function is an import.
    Case(
      #"""
      (module
        (import "ic0" "time" (func $t (result i64)))
        (export "canister_heartbeat" (func $t)))
      """#,
      """
      Wasm module has an invalid function signature. Expected return type [] for \
      'canister_heartbeat', got [I64].
      """, at: #"export 0 "canister_heartbeat""#),
    Case(
      #"(module (memory (export "stable_memory") 1))"#,
      """
      Wasm module has an invalid export section. Exporting reserved symbol stable_memory not \
      allowed.
      """, at: #"export 0 "stable_memory""#),
    Case(
      #"(module (global (export "canister counter_instructions") i64 (i64.const 0)))"#,
      """
      Wasm module has an invalid export section. Exporting reserved symbol canister \
      counter_instructions not allowed.
      """, at: #"export 0 "canister counter_instructions""#),
  ]

  static let definitions: [Case] = [
    Case(
      "(module (global externref (ref.null extern)))",
      "Wasm module has an invalid global section. Unsupported global type: externref",
      at: "global 0"),
    Case(
      "(module (table 1 funcref) (table 1 funcref))",
      "Wasm module defined 2 tables, which exceeds the maximum number allowed 1."),
    Case(
      "(module (table 1000001 funcref))",
      """
      Wasm module defined a table of 1000001 elements, which exceeds the maximum number allowed \
      1000000.
      """),
    Case(
      "(module (memory i64 98305))",
      "Wasm module defined a memory of 98305 pages, which exceeds the maximum allowed 98304."),
  ]

  static let code: [Case] = [
    ("table.set", "(table.set (i32.const 0) (ref.null func))"),
    ("table.grow", "(drop (table.grow (ref.null func) (i32.const 1)))"),
    ("table.fill", "(table.fill (i32.const 0) (ref.null func) (i32.const 1))"),
    ("table.copy", "(table.copy (i32.const 0) (i32.const 0) (i32.const 1))"),
    ("table.init", "(table.init $e (i32.const 0) (i32.const 0) (i32.const 1))"),
  ].map { mnemonic, text in
    Case(
      #"""
      (module (import "ic0" "msg_reply" (func)) (table 1 funcref) (elem $e func)
        (func) (func $f \#(text)))
      """#,
      """
      Wasm module contains a function at index 1 with unsupported instruction \(mnemonic).
      """, at: #"function 2 "f""#)
  }

  static let metadata: [Case] = [
    Case(
      #"(module (@custom "icp:public" "x"))"#,
      """
      Wasm module has an invalid custom section. 'icp:' section names must have a space after the \
      public/private scope
      """, at: #"custom section "icp:public""#),
    Case(
      #"(module (@custom "icp:protected name" "x"))"#,
      """
      Wasm module has an invalid custom section. Invalid custom section: Custom section \
      'icp:protected name' has no public/private scope defined.
      """, at: #"custom section "icp:protected name""#),
    Case(
      #"(module (@custom "icp:public candid" "x") (@custom "icp:private candid" "y"))"#,
      """
      Wasm module has an invalid custom section. Invalid custom section: name candid already exists
      """, at: #"custom section "icp:private candid""#),
  ]

  @Test(arguments: [
    (#"(module (memory 1) (data (i32.const 65534) "abc"))"#, 3, 65534 as UInt64),
    (#"(module (memory 0) (data (i32.const 1) ""))"#, 0, 1),
    (#"(module (memory 1) (data (i32.const -1) "a"))"#, 1, 4_294_967_295),
    (#"(module (memory i64 1) (data (i64.const -1) "ab"))"#, 2, 18_446_744_073_709_551_615),
  ])
  func refusesDataOutsideOfTheInitialMemory(text: String, size: Int, offset: UInt64) throws {
    let error = try #require(throws: AdmissionError.self) {
      try CanisterModule.admit(try WasmTools.parse(text))
    }
    #expect(
      error.icMessage == """
        Could not instrument wasm module of canister: Wasm module has invalid data segment of \
        \(size) bytes at \(offset)
        """)
    #expect(error.location == .dataSegment(index: 0))
  }

  /// The rules for imports allow these, as long as all other rules are kept.
  @Test(arguments: [
    (#"(import "env" "memory" (memory 1))"#, "memory"),
    (#"(import "env" "memory" (memory i64 1))"#, "memory"),
    (#"(import "env" "table" (table 3 funcref)) (memory 1)"#, "table"),
    (#"(import "env" "table" (table 3 funcref)) (import "env" "memory" (memory 1))"#, "table"),
  ])
  func refusesImportsThatNobodyDefines(fields: String, name: String) throws {
    let error = try #require(throws: AdmissionError.self) {
      try CanisterModule.admit(try WasmTools.parse("(module \(fields))"))
    }
    #expect(error.icCode == 521)
    #expect(
      error.icMessage == """
        Canister encountered a Wasm engine error: Failed to instantiate module: unknown import: \
        `env::\(name)` has not been defined
        """)
    #expect(error.location == .import(index: 0, module: "env", name: name))
    let other = try #require(throws: AdmissionError.self) {
      try CanisterModule.admit(
        try WasmTools.parse(#"(module \#(fields) (func (export "canister_x")))"#))
    }
    #expect(other.icCode == 505)
  }

  /// With the IC's features only an imported global can be an offset, and none can be imported; so
  /// this needs more features.
  @Test func refusesOffsetsThatAreNotConstants() throws {
    let text = #"(module (memory 1) (data (i32.add (i32.const 1) (i32.const 2)) "a"))"#
    let error = try #require(throws: AdmissionError.self) {
      try CanisterModule.admit(try WasmTools.parse(text), features: .core)
    }
    #expect(error.kind == .segmentOffset(.i32, global: nil))
    #expect(
      error.description == """
        data segment 0: Wasm module has an invalid data section. Invalid offset expression in data \
        segment for 32bit memory: not a constant
        """)
  }

  @Test func refusesWhatIsNotValid() throws {
    let bytes = try WasmTools.parse("(module (func (result i32) nop))")
    let error = try #require(throws: AdmissionError.self) { try CanisterModule.admit(bytes) }
    guard case .invalid(let reason) = error.kind else {
      Issue.record("\(error.kind)")
      return
    }
    #expect(error.description == reason.description)
    #expect(
      error.icMessage == """
        Canister's Wasm module is not valid: Wasmtime failed to validate wasm module \
        wasmtime::Module::validate() failed with \(reason)
        """)
  }

  /// Everything that the replica switches off.
  @Test(arguments: [
    "(module (memory 1) (memory 1))",
    "(module (func (drop (i8x16.relaxed_swizzle (v128.const i64x2 0 0) (v128.const i64x2 0 0)))))",
    "(module (global i32 (i32.add (i32.const 1) (i32.const 2))))",
    "(module (memory 1 1 shared))",
    "(module (tag))",
    "(module (type (struct)))",
  ])
  func refusesFeaturesThatAreOff(text: String) throws {
    let bytes = try WasmTools.parse(text)
    let error = try #require(throws: AdmissionError.self) { try CanisterModule.admit(bytes) }
    switch error.kind {
    case .malformed, .invalid: break
    default: Issue.record("\(error)")
    }
  }
}
