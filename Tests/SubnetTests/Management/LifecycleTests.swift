import Candid
import Executions
import Testing

@testable import Subnet

/// Creating, starting, stopping and deleting canisters.
struct LifecycleTests {
  private static let user = ManagedSubnet.user

  @Test func usersCreateCanistersWithCyclesAndSettings() throws {
    var subnet = ManagedSubnet()
    let result = try subnet.result(
      "provisional_create_canister_with_cycles",
      [
        "amount": .some(7),
        "settings": .option(
          .record([
            "controllers": .option(.vector([.id(ManagedSubnet.stranger), .id(Self.user)])),
            "compute_allocation": .some(3), "freezing_threshold": .some(9),
          ])),
      ])
    let id = result["canister_id"].principal
    #expect(id == Principal(canisterIndex: CanisterRange.allotment(0).first))
    let canister = try #require(subnet.state.canisters[id])
    #expect(canister.cycleBalance == 7)
    #expect(canister.controllers == [Self.user, ManagedSubnet.stranger])
    #expect(canister.settings.computeAllocationPercent == 3)
    #expect(canister.settings.freezingThresholdSeconds == 9)
  }

  @Test func byDefaultTheCreatorControls() throws {
    var subnet = ManagedSubnet()
    let result = try subnet.result("provisional_create_canister_with_cycles", [:])
    let canister = subnet.state.canisters[result["canister_id"].principal]
    #expect(canister?.cycleBalance == 100_000_000_000_000)
    #expect(canister?.controllers == [Self.user])
  }

  @Test func idsMayBeSpecified() throws {
    var subnet = ManagedSubnet()
    let id = Principal(canisterIndex: 5)
    let fields: [String: CandidValue] = ["specified_id": .option(.id(id))]
    let method = "provisional_create_canister_with_cycles"
    #expect(try subnet.result(method, fields)["canister_id"].principal == id)
    #expect(
      subnet.call(method, fields).refusal
        == """
        IC0538: Canister \(id) is already installed.
        This is an internal error on the IC. Please report it to IC devs on the forum: \
        https://forum.dfinity.org
        """)
    let allotted = Principal(canisterIndex: CanisterRange.allotment(0).first)
    let refusal = subnet.call(method, ["specified_id": .option(.id(allotted))]).refusal
    #expect(
      refusal?.hasPrefix(
        "IC0408: The `specified_id` \(allotted) is invalid because it belongs to the canister "
          + "allocation ranges of the test environment.\nUse a `specified_id`") == true)
    let other = Principal(canisterIndex: 7 << 20)
    #expect(
      subnet.call(method, ["specified_id": .option(.id(other))]).refusal?.hasPrefix(
        "IC0405: Unsuccessful validation of specified ID: Specified CanisterId \(other) is not "
          + "hosted by subnet \(SubnetSettings.defaultID).") == true)
  }

  @Test func canistersCreateCanistersWithTheirCycles() throws {
    var subnet = ManagedSubnet()
    let parent = subnet.add(1)
    let result = try subnet.result("create_canister", [:], from: parent, cycles: 1_000_000_000_000)
    let child = try #require(subnet.state.canisters[result["canister_id"].principal])
    #expect(child.controllers == [parent])
    #expect(child.history.changes.map(\.origin) == [.canister(parent, version: nil)])
  }

  @Test func toppingUp() throws {
    var subnet = ManagedSubnet()
    let (id, other) = (subnet.add(1), subnet.add(2))
    let balance = try #require(subnet.state.canisters[id]?.cycleBalance)
    _ = try subnet.result(
      "provisional_top_up_canister", ["canister_id": .id(id), "amount": .some(5)],
      by: ManagedSubnet.stranger)
    #expect(subnet.state.canisters[id]?.cycleBalance == balance + 5)
    _ = try subnet.result("deposit_cycles", ["canister_id": .id(id)], from: other, cycles: 6)
    #expect(subnet.state.canisters[id]?.cycleBalance == balance + 11)
  }

  @Test func stoppedCanistersMayBeDeleted() throws {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    let fields: [String: CandidValue] = ["canister_id": .id(id)]
    #expect(
      subnet.call("delete_canister", fields).refusal
        == """
        IC0510: Canister \(id) must be stopped before it is deleted.
        Stop the canister before deleting it. See documentation: \
        https://internetcomputer.org/docs/current/references/execution-errors#\
        delete-canister-not-stopped
        """)
    _ = try subnet.result("stop_canister", fields)
    #expect(subnet.state.canisters[id]?.status == .stopped)
    _ = try subnet.result("delete_canister", fields)
    #expect(subnet.state.canisters[id] == nil && subnet.effects.contains(.uninstall(id)))
    #expect(subnet.call("start_canister", fields).refusal == "IC0301: Canister \(id) not found")
  }

  @Test func deletedIDsAreNotGivenAgain() throws {
    var subnet = ManagedSubnet()
    let create = "provisional_create_canister_with_cycles"
    let first = try subnet.result(create, [:])["canister_id"]
    _ = try subnet.result("stop_canister", ["canister_id": first])
    _ = try subnet.result("delete_canister", ["canister_id": first])
    #expect(try subnet.result(create, [:])["canister_id"] != first)
  }

  @Test func noCanisterDeletesItself() {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    let result = subnet.call("delete_canister", ["canister_id": .id(id)], from: id)
    #expect(result.rejection?.hasPrefix("5 Canister \(id) cannot delete itself.\nDelete") == true)
  }

  @Test func startingCountsAsAChange() throws {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    let version = try #require(subnet.state.canisters[id]?.version)
    for method in ["start_canister", "stop_canister", "stop_canister", "start_canister"] {
      _ = try subnet.result(method, ["canister_id": .id(id)])
    }
    #expect(subnet.state.canisters[id]?.version == version + 4)
    #expect(subnet.state.canisters[id]?.status == .running)
  }

  /// A canister that waits for its own call of `stop_canister` never stops.
  @Test func stopsThatWaitEnd() throws {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    _ = try subnet.result(
      "update_settings",
      [
        "canister_id": .id(id),
        "settings": .record(["controllers": .option(.vector([.id(id), .id(Self.user)]))]),
      ])
    let fields: [String: CandidValue] = ["canister_id": .id(id)]
    #expect(subnet.call("stop_canister", fields, from: id) == nil)
    #expect(subnet.state.canisters[id]?.status == .stopping)
    var cancelled = subnet
    _ = try cancelled.result("start_canister", fields)
    cancelled.perform(.round)
    #expect(cancelled.lastRejection == "5 Canister \(id)'s stop request cancelled")
    subnet.perform(.setCertifiedTime(subnet.state.timeNanoseconds + 300_000_000_000))
    subnet.perform(.round)
    #expect(subnet.lastRejection == "2 Stop canister request timed out")
    #expect(subnet.state.canisters[id]?.status == .stopped)
  }
}
