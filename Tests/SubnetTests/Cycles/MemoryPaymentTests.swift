import Candid
import Executions
import Testing

@testable import Subnet

/// What canisters pay for chunks and snapshots, and set aside for memory on a subnet that has
/// little of it left.
struct MemoryPaymentTests {
  private static let gib: UInt64 = 1 << 30
  private static let balance: UInt128 = 100_000_000_000_000

  /// A subnet with a canister and, unless nothing of it is used, one that is given a TiB.
  private static func subnet(isUsed: Bool = false) -> (PayingSubnet, Principal) {
    var subnet = PayingSubnet()
    let id = subnet.add(cycles: balance)
    if isUsed {
      let other = subnet.add(cycles: balance)
      subnet.change(other) { $0.settings.memoryAllocationBytes = 1024 * gib }
    }
    return (subnet, id)
  }

  private static func message(
    _ method: String, _ fields: [String: CandidValue], of id: Principal
  ) -> IngressMessage {
    IngressMessage(
      sender: .anonymous, canister: .management, method: method,
      argument: ManagementInterface.argument(
        fields.merging(["canister_id": .id(id)]) { $1 }, of: method))
  }

  /// What a call costs beside the message itself, and its answer.
  private static func call(
    _ method: String, _ fields: [String: CandidValue], of id: Principal,
    in subnet: inout PayingSubnet
  ) -> (cost: UInt128, answer: MessageResult?) {
    let message = message(method, fields, of: id)
    let before = subnet.balance(id)
    let answer = subnet.update(.management, method, argument: message.argument)
    let ingress = 1_200_000 + 2_000 * UInt128(message.sizeBytes)
    return (before - subnet.balance(id) - ingress, answer)
  }

  @Test func chunksCostInstructions() {
    var (subnet, id) = Self.subnet()
    for _ in 0..<2 {
      let call = Self.call("upload_chunk", ["chunk": .blob([1])], of: id, in: &subnet)
      #expect(call.cost == 5_000_000 + 200_000_000)
    }
    #expect(Self.call("clear_chunk_store", [:], of: id, in: &subnet).cost == 0)
  }

  @Test func snapshotsCostInstructions() {
    var (subnet, id) = Self.subnet()
    subnet.change(id) { $0.stablePages = 3 }
    let bytes = subnet.state.canisters[id]?.snapshotBytes ?? 0
    #expect(bytes >= 3 << 16)
    #expect(
      Self.call("take_canister_snapshot", [:], of: id, in: &subnet).cost
        == 5_000_000 + 2_000_000_000 + UInt128(bytes))
  }

  @Test func canistersThatCantPayKeepNothing() {
    var (subnet, id) = Self.subnet()
    subnet.change(id) { $0.cycleBalance = 100_000_000 }
    let chunk = Self.call("upload_chunk", ["chunk": .blob([1])], of: id, in: &subnet)
    #expect(
      chunk.answer?.refusal?.hasPrefix(
        "IC0504: Error from Wasm chunk store: Error charging for 'upload_chunk': ") == true)
    #expect(chunk.cost == 0 && subnet.state.canisters[id]?.chunks == [])
    let snapshot = Self.call("take_canister_snapshot", [:], of: id, in: &subnet)
    #expect(
      snapshot.answer?.refusal?.hasPrefix("IC0207: Canister snapshotting failed with: `") == true)
    #expect(snapshot.cost == 0)
  }

  @Test func storageIsFreeOfReservationsWhileLittleIsUsed() {
    let costs = SubnetState().settings.costs
    #expect(costs.storageReservation(takingBytes: 187 * Self.gib, usedBytes: 0) == 0)
    #expect(costs.storageReservation(takingBytes: 0, usedBytes: 2048 * Self.gib) == 0)
    #expect(
      costs.storageReservation(takingBytes: Self.gib, usedBytes: 1024 * Self.gib)
        == 20_253_475_177_500)
  }

  @Test func chunksAreReservedFor() {
    var (subnet, id) = Self.subnet(isUsed: true)
    let call = Self.call("upload_chunk", ["chunk": .blob([1])], of: id, in: &subnet)
    let reservation = subnet.state.canisters[id]?.reservedCycles ?? 0
    // It is a MiB on top of a TiB and of the canister's own few bytes.
    #expect(reservation / 1_000_000 == 19_648)
    #expect(call.cost == 205_000_000 + reservation)
    subnet.change(id) { $0.settings.reservedCyclesLimit = reservation }
    let refused = Self.call("upload_chunk", ["chunk": .blob([2])], of: id, in: &subnet)
    #expect(
      refused.answer?.refusal?.hasPrefix(
        "IC0534: Canister cannot grow memory by 1048576 bytes due to its reserved cycles limit. "
          + "The current limit (19_648_") == true)
    #expect(subnet.state.canisters[id]?.chunks.count == 1)
  }

  @Test func allocationsAreReservedFor() {
    var (subnet, id) = Self.subnet(isUsed: true)
    func update(_ settings: [String: CandidValue]) -> MessageResult? {
      let fields = ["settings": CandidValue.record(settings.mapValues { .option($0) })]
      return Self.call("update_settings", fields, of: id, in: &subnet).answer
    }
    let allocation = CandidValue.number(Self.gib)
    #expect(
      update(["memory_allocation": allocation])?.refusal?.hasPrefix(
        "IC0533: Cannot increase memory allocation to 1.00 GiB due to its reserved cycles limit. "
          + "The current limit (5_000_000_000_000) would be exceeded by ") == true)
    #expect(
      update([
        "memory_allocation": allocation, "reserved_cycles_limit": .number(UInt64(1) << 60),
      ])?.refusal == nil)
    let reserved = subnet.state.canisters[id]?.reservedCycles ?? 0
    #expect(reserved > 20_000_000_000_000)
    #expect(
      update(["reserved_cycles_limit": .number(1)])?.refusal?.hasPrefix(
        "IC0540: Cannot set the reserved cycles limit 1 below the reserved cycles balance of the "
          + "canister ") == true)
    #expect(update(["memory_allocation": .number(0)])?.refusal == nil)
    #expect(subnet.state.canisters[id]?.reservedCycles == reserved)
  }

  @Test(arguments: [
    (
      "compute_allocation", UInt64(100),
      "IC0530: Cannot increase compute allocation to 100% due to insufficient cycles. At least "
    ),
    (
      "memory_allocation", 500 * gib,
      "IC0531: Cannot increase memory allocation to 500.00 GiB due to insufficient cycles. At "
        + "least "
    ),
  ]) func allocationsMustNotFreeze(name: String, value: UInt64, text: String) {
    var (subnet, id) = Self.subnet()
    let settings = CandidValue.record([name: .some(value)])
    let call = Self.call("update_settings", ["settings": settings], of: id, in: &subnet)
    #expect(call.answer?.refusal?.hasPrefix(text) == true)
    #expect(subnet.state.canisters[id]?.settings == CanisterSettings())
  }
}
