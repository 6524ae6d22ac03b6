import Admission
import Candid
import Testing

@testable import Subnet

/// Which ids belong to which subnets: as PocketIC and the Internet Computer have it.
struct NetworkTopologyTests {
  private static func first(_ settings: SubnetSettings) -> String {
    Principal(canisterIndex: settings.allotment.first).description
  }

  @Test func allotmentsBeginAtTheTop() {
    let topology = NetworkTopology([.application, .nns, .application])
    #expect(topology.subnets.map(\.role) == [.nns, .application, .application])
    #expect(
      topology.subnets.map { Self.first($0.settings) } == [
        "lxzze-o7777-77777-aaaaa-cai", "7tjcv-pp777-77776-qaaaa-cai",
        "tqzl2-p7777-77776-aaaaa-cai",
      ])
    #expect(topology.defaultEffectiveCanister?.description == "7tjcv-pp777-77776-qaaaa-cai")
  }

  /// The ids are those of the Internet Computer, all of them readable.
  @Test func namedSubnetsHaveTheirIDs() throws {
    let named = SubnetRole.allCases.filter { !$0.publicRanges.isEmpty }
    #expect(named.allSatisfy { $0.publicID != nil })
    let topology = NetworkTopology(SubnetRole.allCases)
    for subnet in topology.subnets where subnet.role != .nns && subnet.role.publicID != nil {
      #expect(subnet.settings.id == subnet.role.publicID)
    }
    #expect(topology.subnets.first?.settings.id != SubnetRole.nns.publicID)
    let identity = try Principal(text: "rdmx6-jaaaa-aaaaa-aaadq-cai")
    #expect(topology.subnet(of: identity) == SubnetRole.internetIdentity.publicID)
    let governance = try Principal(text: "rrkah-fqaaa-aaaaa-aaaaq-cai")
    #expect(topology.subnet(of: governance) == topology.subnets.first?.settings.id)
    #expect(Set(topology.subnets.map(\.settings.id)).count == SubnetRole.allCases.count)
  }

  @Test func subnetsComeWithIDsOfTheInternetComputer() {
    var topology = NetworkTopology([.application])
    let before = topology.defaultEffectiveCanister
    let bitcoin = topology.add(containing: Principal(canisterIndex: 0x1A0_0001))
    #expect(bitcoin?.id == SubnetRole.bitcoin.publicID && bitcoin?.kind == .system)
    let other = Principal(canisterIndex: 0x1C0_0001)
    let added = topology.add(containing: other)
    #expect(added?.kind == .application && topology.subnet(of: other) == added?.id)
    // Those that are there, those of the NNS, and those of no subnet.
    for id in [other, .anonymous] + [3, 0x2F0_0000].map(Principal.init(canisterIndex:)) {
      let settings = topology.add(containing: id)
      #expect(settings == nil)
    }
    #expect(topology.defaultEffectiveCanister == before)
  }

  @Test func idsOfARemovedSubnetAreNotGivenOutAgain() throws {
    var topology = NetworkTopology([.application, .application])
    let removed = try #require(topology.subnets.last?.settings)
    topology.remove(removed.id)
    let added = topology.add(.application)
    #expect(added.allotment == .allotment(2))
    #expect(topology.subnet(of: Principal(canisterIndex: removed.allotment.first)) == nil)
  }

  @Test func subnetsOfOtherNetworksAreAdopted() throws {
    let other = NetworkTopology([.application, .application])
    let settings = try #require(other.subnets.last?.settings)
    var topology = NetworkTopology()
    let isAdopted = topology.adopt(.application, settings)
    #expect(isAdopted && topology.subnets == [other.subnets[1]])
    // Nothing comes twice, and ids that are taken are not given out.
    let again = topology.adopt(.application, settings)
    #expect(!again)
    let added = topology.add(.application)
    #expect(added.allotment == .allotment(2))
    #expect(topology.defaultEffectiveCanister?.canisterIndex == settings.allotment.first)
  }

  @Test func keysDecideIDs() {
    let topology = NetworkTopology([.application, .application])
    for subnet in topology.subnets {
      #expect(subnet.publicKey.count == 133)
      #expect(subnet.settings.id.bytes.last == 2 && subnet.settings.id.bytes.count == 29)
    }
    #expect(topology == NetworkTopology([.application, .application]))
    #expect(Set(topology.subnets.map(\.publicKey)).count == 2)
  }
}
