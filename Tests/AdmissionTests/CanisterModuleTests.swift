import Admission
import Hashing
import TestSupport
import Testing
import Validation
import WebAssembly

/// What admitted modules say about themselves.
@Suite(.enabled(if: WasmTools.isAvailable, Comment(rawValue: WasmTools.absence)))
struct CanisterModuleTests {
  private func admit(_ text: String) throws -> CanisterModule {
    try CanisterModule.admit(try WasmTools.parse(text))
  }

  @Test func methodsAreFoundByName() throws {
    let canister = try admit(
      """
      (module
        (import "ic0" "msg_reply" (func))
        (func $u) (func $q) (func $c) (func $i)
        (memory (export "memory") 1)
        (export "canister_update insert many" (func $u))
        (export "canister_query get" (func $q))
        (export "canister_composite_query " (func $c))
        (export "canister_init" (func $i))
        (export "canister_on_low_wasm_memory" (func $i))
        (export "<ic-cdk internal> timer_executor" (func $u)))
      """)
    let methods = canister.methods
    #expect(methods.methods.map(\.name) == ["insert many", "get", ""])
    #expect(methods.methods.map(\.kind) == [.update, .query, .compositeQuery])
    #expect(methods.methods.map(\.functionIndex) == [1, 2, 3])
    #expect(methods.methods.map(\.exportIndex) == [1, 2, 3])
    #expect(methods.method(named: "get")?.functionIndex == 2)
    #expect(methods.method(named: "init") == nil)
    #expect(methods.functionIndex(of: .initialize) == 4)
    #expect(methods.functionIndex(of: .onLowWasmMemory) == 4)
    #expect(methods.functionIndex(of: .heartbeat) == nil)
  }

  /// Globals that can't change and are not exported are not part of the state.
  @Test func someGlobalsStay() throws {
    let canister = try admit(
      """
      (module
        (global (mut i32) (i32.const 1)) (global i64 (i64.const 2))
        (global (export "end") i32 (i32.const 3)) (global (mut v128) (v128.const i64x2 1 2)))
      """)
    #expect(CanisterDescription(canister).persistentGlobalCount == 3)
  }

  /// Unicode calls these two names equivalent, and Swift's `==` with it; the IC does not.
  @Test func namesAreBytes() throws {
    let canister = try admit(
      #"""
      (module (func $f)
        (export "canister_update \u{e9}" (func $f))
        (export "canister_query e\u{301}" (func $f))
        (export "canister_query \u{301}" (func $f)))
      """#)
    #expect(canister.methods.methods.count == 3)
    #expect(canister.methods.method(named: "\u{E9}")?.kind == .update)
    #expect(canister.methods.method(named: "e\u{301}")?.kind == .query)
  }

  @Test func metadataIsCollected() throws {
    let canister = try admit(
      #"""
      (module
        (@custom "icp:public candid:service" "service : {}")
        (@custom "icp:private candid:args" "(nat)")
        (@custom "icp:public   spaces" "\ff")
        (@custom "icp:private " "")
        (@custom "git_commit_id" "ignored"))
      """#)
    #expect(canister.metadata.map(\.name) == ["candid:service", "candid:args", "  spaces", ""])
    #expect(canister.metadata.map(\.isPublic) == [true, false, true, false])
    #expect(canister.metadata.candidService == "service : {}")
    #expect(canister.metadata.candidArguments == "(nat)")
    #expect(canister.metadata[2].bytes == [0xFF])
  }

  @Test(arguments: [
    (#"(module (@custom "icp:private enhanced-orthogonal-persistence" ""))"#, true),
    (#"(module (@custom "icp:public enhanced-orthogonal-persistence" ""))"#, false),
    ("(module)", false),
  ])
  func enhancedOrthogonalPersistenceIsPrivateMetadata(text: String, isOn: Bool) throws {
    #expect(try admit(text).hasEnhancedOrthogonalPersistence == isOn)
  }

  @Test(arguments: [
    (#"(func (export "canister_update __motoko_async_helper"))"#, true),
    (#"(func (export "canister_query __motoko_async_helper"))"#, false),
    (
      #"""
      (func (export "canister_update __motoko_async_helper"))
      (@custom "icp:private motoko:compiler" "0.6.21")
      """#, false
    ),
    ("", false),
  ])
  func oldMotokoReservesItsLastPages(fields: String, isOn: Bool) throws {
    #expect(try admit("(module \(fields))").reservesLastPages == isOn)
  }

  @Test func addressesFollowTheMemory() throws {
    #expect(try admit("(module)").addressType == .i32)
    #expect(try admit("(module (memory 1))").addressType == .i32)
    #expect(try admit("(module (memory i64 1))").addressType == .i64)
  }

  @Test(
    arguments: [("1", 98_304), ("1 100000", 98_304), ("1 98305", 98_304), ("1 7", 7)]
      as [(String, UInt64)])
  func largeMemoriesAreCapped(limits: String, maximum: UInt64) throws {
    let canister = try admit("(module (memory i64 \(limits)))")
    #expect(canister.validated.memoryTypes[0].limits.maximum == maximum)
  }

  @Test func whatTheReplicaAllowsIsAllowed() throws {
    _ = try admit(
      #"""
      (module
        (import "ic0" "stable64_read" (func $read (param i64 i64 i64)))
        (import "ic0" "stable_size" (func (result i32)))
        (memory 1)
        (table 3 funcref)
        (global (mut v128) (v128.const i64x2 0 0))
        (elem (i32.const 0) func $read)
        (elem $e declare func $start)
        (elem $p func $start)
        (data (i32.const 65533) "end")
        (data $d "passive")
        (start $start)
        (func $start
          (drop (ref.func $start)) (drop (table.get (i32.const 0))) (drop (table.size))
          (elem.drop $p) (data.drop $d)
          (memory.init $d (i32.const 0) (i32.const 0) (i32.const 0))
          (memory.fill (i32.const 0) (i32.const 0) (i32.const 0))
          (return_call $start)))
      """#)
  }

  @Test func modulesAreNamedByTheirBytesAsGiven() throws {
    let raw = ModuleBytes().bytes
    #expect(try CanisterModule.admit(raw).hash == SHA256.hexadecimalHash(raw))
    let gzipped = EncodingTests.compressed
    #expect(try CanisterModule.admit(gzipped).hash == SHA256.hexadecimalHash(gzipped))
  }
}
