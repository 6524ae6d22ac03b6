import Candid
import Executions
import Testing

@testable import Subnet

/// The words in which canisters and users are refused, where no other suite has them.
struct RefusalWordsTests {
  private static let balance: UInt128 = 1_000_000_000_000_000

  /// A canister that makes a call, and notes why it is rejected.
  private final class Caller {
    var rejection: String?

    /// Adds the canister to a subnet.
    func add(to subnet: inout PayingSubnet, calling call: OutgoingCall) -> Principal {
      subnet.add(cycles: balance) { execution, _ in
        var outcome = Outcome(result: .noResponse)
        switch execution.entry {
        case .update: outcome.calls = [call]
        case .rejectCallback:
          self.rejection = execution.rejection.map { "\($0.code.rawValue) \($0.message)" }
        default: break
        }
        return outcome
      }
    }
  }

  /// What a canister's call is rejected with.
  private static func rejection(
    of call: OutgoingCall, in subnet: inout PayingSubnet
  ) -> String? {
    let caller = Caller()
    let id = caller.add(to: &subnet, calling: call)
    _ = subnet.update(id)
    return caller.rejection
  }

  private static func call(_ method: String, _ fields: [String: CandidValue]) -> OutgoingCall {
    OutgoingCall(
      callee: .management, method: method,
      payload: ManagementInterface.argument(fields, of: method))
  }

  @Test func newCanistersCostCycles() {
    var subnet = PayingSubnet()
    var call = Self.call("create_canister", [:])
    call.cycles = 499_999_999_999
    #expect(
      Self.rejection(of: call, in: &subnet)
        == """
        4 Creating a canister requires a fee of 500_000_000_000 that is deducted from the \
        canister's initial balance but only 499_999_999_999 cycles were received with the \
        create_canister request.
        Try sending more cycles with the request. See documentation: \
        https://internetcomputer.org/docs/current/references/execution-errors#\
        create-canister-not-enough-cycles
        """)
  }

  @Test(arguments: [RunningStatus.stopping, .stopped]) func canistersThatStop(
    status: RunningStatus
  ) {
    var subnet = PayingSubnet()
    let id = subnet.add(cycles: Self.balance)
    subnet.change(id) { $0.status = status }
    #expect(
      Self.rejection(of: OutgoingCall(callee: id, method: "u"), in: &subnet)
        == "5 Canister \(id) is \(status)")
    let refusal = subnet.update(id)?.refusal
    #expect(refusal?.hasSuffix(": Canister \(id) is not running") == true)
  }

  @Test func canistersThatWantCycles() {
    var subnet = PayingSubnet()
    let id = subnet.add(cycles: Self.balance)
    subnet.change(id) { $0.settings.minimumIncomingCallCycles = 7 }
    var call = OutgoingCall(callee: id, method: "u")
    call.cycles = 6
    #expect(
      Self.rejection(of: call, in: &subnet)
        == "5 Canister \(id) requires at least 7 transferred cycles with a call, but 6 cycles were "
        + "attached")
  }

  /// Calls that wait for a canister are rejected when its code is gone.
  @Test func canistersThatLoseTheirCode() {
    var subnet = PayingSubnet()
    let id = subnet.add(cycles: Self.balance) { execution, _ in
      var outcome = Outcome(result: .noResponse)
      if execution.entry == .update { outcome.calls = [Self.call("raw_rand", [:])] }
      return outcome
    }
    let caller = Caller()
    let other = caller.add(to: &subnet, calling: OutgoingCall(callee: id, method: "u"))
    let (first, second) = (MessageNumber(value: 101), MessageNumber(value: 102))
    subnet.apply(.submit(first, subnet.message(id)))
    subnet.apply(.submit(second, subnet.message(other)))
    subnet.apply(.round)
    #expect(subnet.answers[first] == nil)
    subnet.apply(.uninstall(MessageNumber(value: 103), id, sender: .anonymous))
    subnet.apply(.round)
    #expect(subnet.answers[first]?.refusal == "IC0406: Canister has been uninstalled.")
    #expect(caller.rejection == "4 Canister has been uninstalled.")
  }

  @Test func strangersSeeNothing() {
    var subnet = ManagedSubnet()
    let (id, stranger) = (subnet.add(1), ManagedSubnet.stranger)
    let fields: [String: CandidValue] = ["canister_id": .id(id)]
    #expect(
      subnet.query("fetch_canister_logs", fields, by: stranger).refusal
        == "IC0406: Caller \(stranger) is not allowed to access canister logs")
    let list = "list_canister_snapshots"
    #expect(
      subnet.call(list, fields, by: stranger).refusal?.hasPrefix(
        "IC0512: Only the controllers of the canister \(id) can control it.\n") == true)
    let viewers = CandidValue.variant("allowed_viewers", .vector([.id(id)]))
    let settings = CandidValue.record(["snapshot_visibility": .option(viewers)])
    #expect(
      subnet.call("update_settings", ["canister_id": .id(id), "settings": settings]).refusal == nil)
    #expect(
      subnet.call(list, fields, by: stranger).refusal
        == "IC0406: Caller \(stranger) is not allowed to call ic00 method \(list)")
  }

  /// A snapshot that was uploaded says whether the heap is nearly used up.
  @Test(
    arguments: [
      ("condition_not_satisfied", UInt64(0), nil), ("ready", 1, nil), ("executed", 1, nil),
      ("condition_not_satisfied", 1, "ConditionNotSatisfied"), ("ready", 0, "Ready"),
      ("executed", 0, "Executed"),
    ] as [(String, UInt64, String?)]) func lowMemoryInUploads(
      status: String, threshold: UInt64, refused: String?
    ) throws
  {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    let settings = CandidValue.record([
      "wasm_memory_limit": .some(65536), "wasm_memory_threshold": .some(threshold),
    ])
    _ = try subnet.result("update_settings", ["canister_id": .id(id), "settings": settings])
    let snapshot = try subnet.result(
      "upload_canister_snapshot_metadata",
      [
        "canister_id": .id(id), "wasm_module_size": .nat64(3), "globals": .vector([]),
        "wasm_memory_size": .nat64(65536), "stable_memory_size": .nat64(0),
        "certified_data": .blob([]),
        "on_low_wasm_memory_hook_status": .option(.variant(status, .null)),
      ])["snapshot_id"]
    subnet.uploadResult = .loaded(CodeDescription(identity: "dd"))
    let fields: [String: CandidValue] = ["canister_id": .id(id), "snapshot_id": snapshot]
    let refusal = subnet.call("load_canister_snapshot", fields).refusal
    guard let refused else {
      #expect(refusal == nil)
      // A canister without the hook counts as told after a round.
      let expected: CanisterState.LowMemory = threshold == 0 ? .none : .told
      let lowMemory = try #require(subnet.state.canisters[id]).lowMemory
      #expect(lowMemory == expected)
      return
    }
    let text =
      "IC0408: Hook status (\(refused)) of uploaded snapshot is inconsistent with the canister's "
      + "state (hook condition satisfied: \(threshold > 0))."
    #expect(refusal == text)
  }
}
