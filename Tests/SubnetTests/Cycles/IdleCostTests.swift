import Candid
import Executions
import Testing

@testable import Subnet

/// What canisters pay for what they hold, as time passes.
struct IdleCostTests {
  private static let gib: UInt64 = 1 << 30

  /// A canister with a GiB of stable memory.
  private func addLarge(cycles: UInt128, to subnet: inout PayingSubnet) -> Principal {
    let id = subnet.add(cycles: cycles)
    subnet.change(id) { $0.stablePages = Self.gib / 65536 }
    return id
  }

  private func pass(seconds: UInt64, in subnet: inout PayingSubnet) {
    subnet.apply(.setTime(subnet.state.timeNanoseconds + seconds * 1_000_000_000))
    subnet.apply(.round)
  }

  @Test func memoryCostsCyclesAsTimePasses() {
    var subnet = PayingSubnet()
    let id = addLarge(cycles: 1_000_000_000_000, to: &subnet)
    let perSecond: UInt128 = 317_500 + 10_000
    #expect(subnet.state.idleCyclesBurnedPerDay(of: id) == perSecond * 86_400)
    pass(seconds: 9, in: &subnet)
    #expect(subnet.balance(id) == 1_000_000_000_000)
    pass(seconds: 1, in: &subnet)
    #expect(subnet.balance(id) == 1_000_000_000_000 - 10 * perSecond)
    pass(seconds: 2_592_000, in: &subnet)
    #expect(subnet.balance(id) == 1_000_000_000_000 - 2_592_010 * perSecond)
  }

  @Test func allocationsCostCyclesUsedOrNot() {
    var subnet = PayingSubnet()
    let id = addLarge(cycles: 1_000_000_000_000, to: &subnet)
    subnet.change(id) {
      $0.settings.memoryAllocationBytes = 3 * Self.gib
      $0.settings.computeAllocationPercent = 2
    }
    pass(seconds: 100, in: &subnet)
    let perSecond: UInt128 = 3 * 317_500 + 10_000 + 20_000_000
    #expect(subnet.balance(id) == 1_000_000_000_000 - 100 * perSecond)
  }

  @Test func whatIsSetAsideIsSpentFirst() {
    var subnet = PayingSubnet()
    let id = addLarge(cycles: 1_000_000_000_000, to: &subnet)
    subnet.change(id) { $0.reservedCycles = 5_000_000 }
    pass(seconds: 10, in: &subnet)
    #expect(subnet.state.canisters[id]?.reservedCycles == 1_725_000)
    #expect(subnet.balance(id) == 1_000_000_000_000)
    pass(seconds: 10, in: &subnet)
    #expect(subnet.state.canisters[id]?.reservedCycles == 0)
    #expect(subnet.balance(id) == 1_000_000_000_000 - 1_550_000)
  }

  @Test func canistersThatCantPayLoseTheirCode() {
    var subnet = PayingSubnet()
    let id = addLarge(cycles: 3_275_000 + 5, to: &subnet)
    subnet.change(id) {
      $0.settings.memoryAllocationBytes = 7
      $0.snapshots = [
        CanisterSnapshot(
          id: SnapshotID(number: 0, of: id), code: nil, takenAtNanoseconds: 0, version: 1,
          content: CanisterSnapshot.Content(
            moduleBytes: 0, heapBytes: 0, stableMemoryBytes: 0, globals: [], certifiedData: []),
          chunks: [])
      ]
    }
    pass(seconds: 10, in: &subnet)
    #expect(subnet.balance(id) == 5 && subnet.state.canisters[id]?.code != nil)
    pass(seconds: 10, in: &subnet)
    let canister = subnet.state.canisters[id]
    #expect(canister?.cycleBalance == 0 && canister?.code == nil)
    #expect(canister?.settings.memoryAllocationBytes == 0 && canister?.memory.totalBytes == 0)
    #expect(canister?.snapshots == [])
  }

  @Test func theFreezingThresholdIsWhatTimeWillCost() throws {
    var subnet = PayingSubnet()
    let id = addLarge(cycles: 0, to: &subnet)
    let month: UInt128 = 2_592_000 * 327_500
    var canister = try #require(subnet.state.canisters[id])
    #expect(subnet.state.freezingLimit(of: canister, id) == month)
    canister.settings.freezingThresholdSeconds = 1
    canister.reservedCycles = 500
    #expect(subnet.state.freezingLimit(of: canister, id) == 327_000)
  }
}
