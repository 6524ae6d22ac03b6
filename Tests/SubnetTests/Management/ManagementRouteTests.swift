import Candid
import Testing

@testable import Subnet

/// Which canister a call of the management canister is about.
struct ManagementRouteTests {
  private static let id = Principal(canisterIndex: 7)

  @Test func callsNameTheirCanister() throws {
    let argument = ManagementInterface.argument(
      ["canister_id": .principal(Self.id)], of: "stop_canister")
    for method in ["stop_canister", "install_code", "nothing"] {
      #expect(try ManagementRoute(method: method, argument: argument) == .canister(Self.id))
    }
    #expect(throws: CandidDecodingError.self) {
      try ManagementRoute(
        method: "raw_rand", argument: CandidMessage.encode([], as: [], in: .init()))
    }
    #expect(throws: CandidDecodingError.self) {
      try ManagementRoute(method: "stop_canister", argument: [1, 2, 3])
    }
  }

  @Test(arguments: [nil, Self.id])
  func creationsMayWishForAnID(id: Principal?) throws {
    let name = "provisional_create_canister_with_cycles"
    let wish = id.map { CandidValue.option(.principal($0)) } ?? CandidValue.none
    let argument = ManagementInterface.argument(["specified_id": wish], of: name)
    #expect(try ManagementRoute(method: name, argument: argument) == .creation(wish: id))
  }
}
