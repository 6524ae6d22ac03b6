import Candid
import Testing

@testable import Subnet

/// `update_settings`: all settings, and those that no canister may have.
struct UpdateSettingsTests {
  private static func update(
    _ settings: [String: CandidValue], of id: Principal, in subnet: inout ManagedSubnet
  ) -> MessageResult {
    subnet.call("update_settings", ["canister_id": .id(id), "settings": .record(settings)])
  }

  @Test func allSettingsComeBackInTheStatus() throws {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    let viewers = CandidValue.variant("allowed_viewers", .vector([.id(ManagedSubnet.stranger)]))
    let values: [String: CandidValue] = [
      "controllers": .vector([.id(ManagedSubnet.user)]), "compute_allocation": .number(1),
      "memory_allocation": .number(1 << 30), "freezing_threshold": .number(UInt64.max),
      "reserved_cycles_limit": .number(UInt128.max),
      "minimum_incoming_canister_call_cycles": .number(4),
      "log_visibility": .variant("public", .null), "log_memory_limit": .number(8192),
      "snapshot_visibility": viewers, "status_visibility": viewers,
      "wasm_memory_limit": .number(UInt64(1) << 48), "wasm_memory_threshold": .number(5),
      "environment_variables": .vector([
        .record(["name": .text("A"), "value": .text("b")])
      ]),
    ]
    #expect(
      Self.update(values.mapValues { .option($0) }, of: id, in: &subnet)
        == .reply(ManagementCanister.emptyReply))
    let status = try subnet.result("canister_status", ["canister_id": .id(id)])
    for (name, value) in values { #expect(status["settings"][name] == value, "\(name)") }
    // What is left out stays.
    #expect(Self.update([:], of: id, in: &subnet).refusal == nil)
    let same = try subnet.result("canister_status", ["canister_id": .id(id)])
    #expect(same["settings"] == status["settings"])
  }

  private static let refused: [(settings: [String: CandidValue], text: String)] = [
    (
      ["compute_allocation": .some(101)],
      "IC0504: ComputeAllocation expected to be in the range [0..100], got 101"
    ),
    (
      ["freezing_threshold": .some(UInt128(UInt64.max) + 1)],
      "IC0504: Freezing threshold expected to be in the range of [0..2^64-1], got "
        + "18_446_744_073_709_551_616"
    ),
    (
      ["wasm_memory_limit": .some((UInt64(1) << 48) + 1)],
      "IC0504: Wasm memory limit expected to be in the range of [0..2^64-1], got "
        + "281_474_976_710_657"
    ),
    (
      ["log_memory_limit": .some(4095)],
      "IC0406: The canister log memory limit 4095 is too low. It must be at least 4096."
    ),
    (
      ["log_memory_limit": .some(3 << 20)],
      "IC0406: The canister log memory limit 3145728 is too high. It must be at most 2097152."
    ),
    (
      ["memory_allocation": .some(UInt64(3) << 40)],
      """
      IC0101: Canister requested 3.00 TiB of memory but only 2.00 TiB are available in the subnet.
      Try moving to another subnet. See documentation: \
      https://internetcomputer.org/docs/current/references/execution-errors#\
      subnet-memory-capacity-oversubscribed
      """
    ),
    (
      ["log_visibility": .option(.variant("allowed_viewers", .vector(principals(11))))],
      "IC0408: Payload deserialization error: Deserialize error: The number of elements exceeds "
        + "maximum allowed 10"
    ),
    (
      ["controllers": .option(.vector(principals(11)))],
      """
      IC0504: Could not validate the settings: Invalid settings: 'controllers' length exceeds \
      maximum size allowed of 10.\u{20}
      Apply the described changes to make the settings valid. See documentation: \
      https://internetcomputer.org/docs/current/references/execution-errors#invalid-settings
      """
    ),
    (
      ["environment_variables": .option(.vector([variable("A", "1"), variable("A", "2")]))],
      "IC0408: Duplicate environment variables are not allowed"
    ),
    (
      ["environment_variables": .option(.vector((0..<21).map { variable("A\($0)", "") }))],
      "IC0408: Too many environment variables: 21 (max: 20)"
    ),
    (
      [
        "environment_variables": .option(
          .vector([variable(longName, "")]))
      ],
      "IC0408: Environment variable name \"\(longName)\" exceeds the "
        + "maximum allowed length of 128."
    ),
  ]

  @Test(arguments: refused.indices) func refusals(index: Int) {
    let (settings, text) = Self.refused[index]
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    let before = subnet.state.canisters[id]
    #expect(Self.update(settings, of: id, in: &subnet).refusal == text)
    #expect(subnet.state.canisters[id] == before)
  }

  private static let longName = String(repeating: "x", count: 129)

  private static func principals(_ count: UInt64) -> [CandidValue] {
    (0..<count).map { .id(Principal(canisterIndex: $0)) }
  }

  private static func variable(_ name: String, _ value: String) -> CandidValue {
    .record(["name": .text(name), "value": .text(value)])
  }

  @Test func canistersShareTheProcessors() {
    var subnet = ManagedSubnet()
    for index: UInt64 in 1...2 {
      let id = subnet.add(index)
      let wanted: UInt64 = index == 1 ? 100 : 99
      #expect(
        Self.update(["compute_allocation": .some(wanted)], of: id, in: &subnet).refusal == nil)
    }
    let last = subnet.add(3)
    #expect(
      Self.update(["compute_allocation": .some(1)], of: last, in: &subnet).refusal?.hasPrefix(
        "IC0101: Canister requested a compute allocation of 1% which cannot be satisfied because "
          + "the Subnet's remaining compute capacity is 0%.\nTry") == true)
  }
}
