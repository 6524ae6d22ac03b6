import SystemAPI
import Testing
import WebAssembly

@Suite struct SystemFunctionTests {
  @Test func everyFunctionOfTheListHasItsRowAndNoOthers() throws {
    let listed = try InterfaceFunction.list()
    let rows = SystemFunction.all.map(\.name)
    #expect(Set(rows).count == rows.count)
    #expect(Set(listed.map(\.name)) == Set(rows))
  }

  @Test func rowsAgreeWithTheList() throws {
    for listed in try InterfaceFunction.list() {
      let row = try #require(SystemFunction.named(listed.name), "\(listed.name)")
      #expect(row.parameters == listed.parameters, "\(listed.name)")
      #expect(row.result == listed.result, "\(listed.name)")
      #expect(row.contexts == listed.contexts, "\(listed.name)")
      #expect(row.isWasm32Only == listed.isWasm32Only, "\(listed.name)")
    }
  }

  @Test func listIsRefusedWhereItIsWrong() {
    for line in ["ic0.f : (I) -> J // *", "ic0.f : () -> I // X", "f : () -> () // *"] {
      #expect(throws: InterfaceFunction.Malformed.self) { try InterfaceFunction(line: line) }
    }
  }

  @Test func addressesAreAsWideAsTheCanisters() throws {
    let copy = try #require(SystemFunction.named("env_var_name_copy"))
    #expect(copy.type(.i32).parameters == [.i32, .i32, .i32, .i32])
    #expect(copy.type(.i64).parameters == [.i64, .i64, .i64, .i64])
    let cost = try #require(SystemFunction.named("cost_sign_with_ecdsa"))
    #expect(cost.type(.i64) == FunctionType(parameters: [.i64, .i64, .i32, .i64], results: [.i32]))
    #expect((0..<4).map(cost.isExtendedAddress) == [true, true, false, true])
    #expect(cost.symbol == "ic0_cost_sign_with_ecdsa")
  }

  /// What calls cost (Interface Specification has no figures: these are the replica's): fixed and
  /// by the byte of the last parameters named, or as the exceptions below say.
  static let costs: [(fixed: UInt32, perByte: UInt32, names: String)] = [
    (0, 0, "stable_size stable64_size mint_cycles128"),
    (100, 0, "stable_grow stable64_grow debug_print"),
    (20, 1, "stable_read stable64_read stable_write stable64_write"),
    (200, 0, "performance_counter"),
    (
      500, 0,
      """
      msg_arg_data_size msg_caller_size msg_caller_info_data_size msg_caller_info_signer_size \
      msg_reject_msg_size msg_method_name_size canister_self_size subnet_self_size root_key_size \
      data_certificate_size msg_reply accept_message msg_reject_code msg_deadline time \
      global_timer_set canister_version canister_status in_replicated_execution \
      canister_cycle_balance canister_cycle_balance128 canister_liquid_cycle_balance128 \
      msg_cycles_available msg_cycles_available128 msg_cycles_refunded msg_cycles_refunded128 \
      msg_cycles_accept msg_cycles_accept128 cycles_burn128 call_cycles_add call_cycles_add128 \
      call_on_cleanup call_with_best_effort_response cost_call cost_create_canister \
      cost_http_request data_certificate_present env_var_count env_var_name_size \
      env_var_name_exists env_var_value_size
      """
    ),
    (
      500, 1,
      """
      msg_arg_data_copy msg_caller_copy msg_caller_info_data_copy msg_caller_info_signer_copy \
      msg_method_name_copy msg_reject_msg_copy canister_self_copy subnet_self_copy root_key_copy \
      certified_data_set data_certificate_copy env_var_name_copy env_var_value_copy \
      cost_sign_with_ecdsa cost_sign_with_schnorr cost_vetkd_derive_key trap
      """
    ),
    (500, 50, "msg_reply_data_append msg_reject call_data_append"),
    (1000, 1, "is_controller"),
    (1500, 1, "call_new"),
    (5000, 0, "call_perform"),
    (10000, 0, "cost_http_request_v2"),
  ]

  @Test func callsCostWhatTheReplicaTakes() {
    var listed: [String: (fixed: UInt32, perByte: UInt32)] = [:]
    for group in Self.costs {
      for name in group.names.split(separator: " ") {
        listed[String(name)] = (group.fixed, group.perByte)
      }
    }
    #expect(Set(listed.keys) == Set(SystemFunction.all.map(\.name)))
    for function in SystemFunction.all {
      let cost = listed[function.name]
      #expect(cost?.fixed == function.cost.fixed, "\(function.name)")
      #expect(cost?.perByte == function.cost.perByte, "\(function.name)")
    }
  }

  /// The sizes that calls pay for: of what is copied, or of the texts given.
  @Test func callsPayForSizes() {
    for function in SystemFunction.all where function.cost.perByte != 0 {
      let charged: [Int] =
        switch function.name {
        case "call_new": [1, 3]
        case let name where name.hasPrefix("cost_"): [1]
        default: [function.parameters.count - 1]
        }
      #expect(function.cost.chargedParameters == charged, "\(function.name)")
    }
  }

  @Test func onlyPrintingAndTrappingWriteLogs() {
    #expect(SystemFunction.all.filter(\.cost.isLogging).map(\.name) == ["debug_print", "trap"])
  }
}
