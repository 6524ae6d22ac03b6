import CanisterProcess
import Candid
import Executions
import Testing

@testable import Subnet
@testable import SubnetHost

/// Canisters of several subnets.
struct NetworkTests {
  /// A network with a second subnet, and a canister on each.
  private struct Fixture {
    let fake = FakeSubnet()
    let other: Principal
    let caller: Principal
    let callee: Principal

    /// The caller passes its argument on, and the answer back; the callee answers so.
    init(_ answer: @escaping FakeCanister.Behaviour) throws {
      // The first allotment may be the one of the subnet that is there.
      var topology = NetworkTopology([.application])
      let settings = topology.add(.application)
      other = settings.id
      let subnet = fake.subnet
      try subnet.apply(.addSubnet(settings, timeNanoseconds: subnet.timeNanoseconds))
      let id = try #require(subnet.network.subnets[other]?.nextCanisterID)
      callee = id
      try subnet.apply(.subnet(other, .create(id, controllers: [.anonymous])))
      let code = fake.code("callee", answer)
      _ = try subnet.install(code, on: id, mode: .install, argument: [])
      caller = try fake.add("caller") { execution in
        switch execution.entry {
        case .install: .nothing
        case .update:
          .calls(OutgoingCall(callee: id, method: "go", payload: execution.argument))
        default: CallTests.echo(execution)
        }
      }
    }
  }

  @Test func callsGoToOtherSubnets() throws {
    let fixture = try Fixture { .reply($0.argument) }
    let subnet = fixture.fake.subnet
    #expect(try fixture.fake.go(fixture.callee, [1]) == .reply([1]))
    #expect(try fixture.fake.go(fixture.caller, [2]) == .reply([2]))
    #expect(subnet.canister(fixture.callee)?.version == 3)
    #expect(subnet.state.canisters[fixture.callee] == nil)
  }

  @Test func lostProcessesOfOtherSubnetsAreTold() throws {
    let fixture = try Fixture { (execution) throws(ConnectionError) in
      if execution.argument == [1] { throw .ended(.signal(9)) }
      return .reply(execution.argument)
    }
    #expect(
      throws: SubnetError.canisterLost(fixture.callee, during: "update go", .ended(.signal(9)))
    ) { try fixture.fake.go(fixture.caller, [1]) }
    #expect(try fixture.fake.go(fixture.caller, [2]) == .reply([2]))
  }

  /// The processes of a subnet end with it, and its calls are answered.
  @Test func subnetsCanBeRemoved() throws {
    let fixture = try Fixture { .reply($0.argument) }
    let (fake, callee) = (fixture.fake, fixture.callee)
    try fake.subnet.apply(.removeSubnet(fixture.other))
    #expect(fake.launcher.last("callee")?.isClosed == true)
    #expect(!fake.subnet.hasCanister(callee))
    #expect(
      try fake.go(fixture.caller, [1])
        == .reply(Array("3 No route to canister \(callee)".utf8)))
  }
}
