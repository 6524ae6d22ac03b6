import Candid
import Testing

@testable import Subnet

/// What is known of a message from when it is sent until its answer is old.
struct IngressHistoryTests {
  private static let number = MessageNumber(value: 1)

  private static let method = "provisional_create_canister_with_cycles"

  /// A message to the management canister, which is answered in the round that executes it.
  private static func subnet(keepsHistory: Bool) -> SubnetState {
    var settings = SubnetSettings()
    settings.keepsIngressHistory = keepsHistory
    var subnet = SubnetState(settings)
    _ = subnet.apply(.setCertifiedTime(1000))
    let message = IngressMessage(
      sender: .anonymous, canister: .management, method: method,
      argument: ManagementInterface.argument([:], of: method))
    _ = subnet.apply(.submit(number, message))
    return subnet
  }

  private static func runRound(of subnet: inout SubnetState, at seconds: UInt64) {
    _ = subnet.apply(.setTime(seconds * 1_000_000_000))
    _ = subnet.apply(.round)
  }

  @Test func answersAreKeptForFiveMinutes() throws {
    var subnet = Self.subnet(keepsHistory: true)
    #expect(subnet.ingressHistory[Self.number]?.status == .received)
    #expect(subnet.ingressHistory[Self.number]?.sender == .anonymous)
    Self.runRound(of: &subnet, at: 10)
    let id = Principal(canisterIndex: CanisterRange.allotment(0).first)
    let answer = MessageResult.reply(
      ManagementInterface.encode([.record(["canister_id": .principal(id)])], of: Self.method))
    #expect(subnet.ingressHistory[Self.number]?.status == .answered(answer))
    Self.runRound(of: &subnet, at: 310)
    #expect(subnet.ingressHistory[Self.number]?.status == .answered(answer))
    Self.runRound(of: &subnet, at: 311)
    #expect(subnet.ingressHistory[Self.number] == nil)
  }

  @Test func nothingIsKeptUnlessAskedFor() throws {
    var subnet = Self.subnet(keepsHistory: false)
    #expect(subnet.ingressHistory[Self.number] == nil)
    Self.runRound(of: &subnet, at: 10)
    #expect(subnet.ingressHistory == IngressHistory())
  }
}
