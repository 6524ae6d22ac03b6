import Instrumentation
import CanisterProcess
import Executions
import Candid
import Compiler
import Engines
import Foundation
import Subnet
import SubnetHost
import TestSupport
import Testing

/// Composite queries that call, from the module to the answer.
@Suite(.enabled(if: CompiledCanister.isPossible, Comment(rawValue: CompiledCanister.absence)))
struct CompositeQueryTests {
  /// Calls the method that its argument names, and answers with a count and what came back.
  ///
  /// The canister calls itself. A reply that begins with `!` makes the callback trap.
  static let text = """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "msg_arg_data_size" (func $size (result i32)))
      (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
      (import "ic0" "msg_reject_msg_size" (func $reason_size (result i32)))
      (import "ic0" "msg_reject_msg_copy" (func $reason_copy (param i32 i32 i32)))
      (import "ic0" "canister_self_copy" (func $self (param i32 i32 i32)))
      (import "ic0" "call_new" (func $call (param i32 i32 i32 i32 i32 i32 i32 i32)))
      (import "ic0" "call_on_cleanup" (func $cleanup (param i32 i32)))
      (import "ic0" "call_perform" (func $perform (result i32)))
      (import "ic0" "debug_print" (func $print (param i32 i32)))
      (table 3 funcref)
      (elem (i32.const 0) $replied $rejected $cleaned)
      (memory 1)
      (data (i32.const 0) "a")
      (func $answer (param $size i32)
        (i32.store8 (i32.const 0) (i32.add (i32.load8_u (i32.const 0)) (i32.const 1)))
        (call $append (i32.const 0) (i32.const 1))
        (call $append (i32.const 64) (local.get $size))
        (call $reply))
      (func $replied (param i32)
        (call $copy (i32.const 64) (i32.const 0) (call $size))
        (if (i32.eq (i32.load8_u (i32.const 64)) (i32.const 33))
          (then (i32.store8 (i32.const 0) (i32.const 90)) (unreachable)))
        (call $answer (call $size)))
      (func $rejected (param i32)
        (call $reason_copy (i32.const 64) (i32.const 0) (call $reason_size))
        (call $answer (call $reason_size)))
      (func $cleaned (param i32) (call $print (i32.const 0) (i32.const 1)))
      (func (export "canister_composite_query go")
        (i32.store8 (i32.const 0) (i32.add (i32.load8_u (i32.const 0)) (i32.const 1)))
        (call $copy (i32.const 64) (i32.const 0) (call $size))
        (call $self (i32.const 16) (i32.const 0) (i32.const 10))
        (call $call (i32.const 16) (i32.const 10) (i32.const 64) (call $size)
          (i32.const 0) (i32.const 7) (i32.const 1) (i32.const 7))
        (call $cleanup (i32.const 2) (i32.const 0))
        (drop (call $perform)))
      (func (export "canister_query get")
        (call $append (i32.const 0) (i32.const 1)) (call $reply))
      (func (export "canister_query bang")
        (i32.store8 (i32.const 0) (i32.const 33))
        (call $append (i32.const 0) (i32.const 1)) (call $reply))
      (func (export "canister_query spin") (loop (br 0)))
      (func (export "canister_composite_query deep")
        (call $self (i32.const 16) (i32.const 0) (i32.const 10))
        (i64.store (i32.const 64) (i64.const 0x70656564))
        (call $call (i32.const 16) (i32.const 10) (i32.const 64) (i32.const 4)
          (i32.const 0) (i32.const 7) (i32.const 1) (i32.const 7))
        (drop (call $perform))))
    """

  private func withSubnet(
    _ body: (LocalNetwork, Principal) throws -> Void
  ) throws {
    try TestSupport.TemporaryDirectory.with { folder in
      let path = folder.appending(path: "canister").path
      let compiler = NativeCompiler(options: CodeOptions(optimization: .none))
      let module = try compiler.admit(WasmTools.parse(Self.text))
      try compiler.link(compiler.objects(of: module), with: Linker(), to: path)
      let state = folder.appending(path: "state").path
      let subnet = LocalNetwork(
        launcher: ProcessLauncher(group: ProcessGroup()), stateDirectory: state)
      defer { subnet.end(completesState: false) }
      let id = try subnet.createCanister()
      let code = CanisterCode(module, program: CanisterProgram(executablePath: path))
      let report = try subnet.install(code, on: id, mode: .install, argument: [])
      try #require(report.result == .reply(ManagementInterface.encode([], of: "start_canister")))
      try body(subnet, id)
    }
  }

  private func query(
    _ subnet: LocalNetwork, _ id: Principal, _ method: String, _ argument: String = ""
  ) throws -> MessageReport {
    try subnet.query(id, method: method, argument: Array(argument.utf8))
  }

  @Test func callbacksSeeTheQuerysChangesAndCalleesDoNot() throws {
    try withSubnet { subnet, id in
      // Two changes of its own, and the committed `a` that the same canister answers.
      let answer = try query(subnet, id, "go", "get").result
      #expect(answer == .reply(Array("ca".utf8)))
      // Nothing of it stays.
      let after = try query(subnet, id, "get").result
      #expect(after == .reply(Array("a".utf8)))
    }
  }

  @Test func rejectionsReachTheCallback() throws {
    try withSubnet { subnet, id in
      guard case .reply(let bytes) = try query(subnet, id, "go", "nothing").result else {
        Issue.record("no reply")
        return
      }
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.hasPrefix("cIC0536: Error from Canister \(id): Canister has no query method"))
    }
  }

  @Test func cleanupSeesTheStateBeforeTheCallbackThatFailed() throws {
    try withSubnet { subnet, id in
      let report = try query(subnet, id, "go", "bang")
      guard case .trap(let error) = report.result else {
        Issue.record("\(report.result)")
        return
      }
      #expect(error.text.contains("Canister trapped: unreachable"))
      #expect(report.activity.debugPrints.map(\.content) == ["b"])
      #expect(try query(subnet, id, "get").result == .reply(Array("a".utf8)))
    }
  }

  /// Each call costs 50,000,000, and what it executes is gone for those that wait for it.
  @Test(arguments: [(60_000_000, "get", nil), (50_000_000, "get", 526), (60_000_000, "spin", 526)])
  func instructionsOfAllTogetherAreLimited(
    budget: UInt64, method: String, errorCode: UInt32?
  ) throws {
    try withSubnet { subnet, id in
      try subnet.configure { $0.instructionLimit = budget }
      let report = try query(subnet, id, "go", method)
      if errorCode == nil {
        #expect(report.result == .reply(Array("ca".utf8)))
      } else {
        let text = "IC0526: Composite query calls exceeded the instruction limit."
        guard case .reject(let error) = report.result else {
          Issue.record("\(report.result)")
          return
        }
        #expect(error.text == text)
        #expect(report.activity.instructions <= budget)
      }
      #expect(try query(subnet, id, "get").result == .reply(Array("a".utf8)))
    }
  }

  @Test func depthIsLimited() throws {
    try withSubnet { subnet, id in
      guard case .reject(let error) = try query(subnet, id, "deep").result else {
        Issue.record("no rejection")
        return
      }
      #expect(error.text == "IC0525: Composite query calls exceeded the maximum call depth.")
      #expect(try query(subnet, id, "get").result == .reply(Array("a".utf8)))
    }
  }
}
