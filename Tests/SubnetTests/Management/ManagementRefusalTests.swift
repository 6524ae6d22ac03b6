import Candid
import Executions
import Testing

@testable import Subnet

/// Which callers may use which methods, and the words of refusals.
struct ManagementRefusalTests {
  private static let stranger = ManagedSubnet.stranger

  @Test(arguments: [
    ("dance", "IC0536: ic00 interface does not expose method dance"),
    ("raw_rand", "IC0406: ic00 method raw_rand can not be called via ingress messages"),
    (
      "fetch_canister_logs",
      "IC0406: ic00 method fetch_canister_logs can not be called via ingress messages"
    ),
    (
      "start_canister",
      "IC0408: Failed to parse payload for ic00 method start_canister: IC0408: Error decoding "
        + "candid: offset 0: no Candid message: it does not begin with DIDL"
    ),
  ]) func usersAreRefusedAtOnce(method: String, text: String) {
    var subnet = ManagedSubnet()
    #expect(subnet.submit(method, [1]).refusal == text)
    #expect(subnet.state.ingress.isEmpty)
  }

  @Test(arguments: [
    ("dance", "5 IC0536: Management canister has no method 'dance'"),
    (
      "stop_canister",
      "3 Unable to route management canister request stop_canister: UserError(UserError { code: "
        + "InvalidManagementPayload, description: \"Error decoding candid: offset 0: no Candid "
        + "message: it does not begin with DIDL\" })"
    ),
    (
      "create_canister",
      "5 IC0408: Error decoding candid: offset 0: no Candid message: it does not begin with DIDL"
    ),
    (
      "http_request",
      "4 Error decoding candid: offset 0: no Candid message: it does not begin with DIDL"
    ),
  ]) func canistersAreToldInOtherWords(method: String, text: String) {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    #expect(subnet.submit(method, [1], from: id).rejection == text)
  }

  /// The version that a canister gives is checked, and its cycles come back.
  @Test func canistersTellTheirVersion() throws {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    let version = try #require(subnet.state.canisters[id]?.version)
    let balance = subnet.state.canisters[id]?.cycleBalance
    let (wrong, right): (CandidValue, CandidValue) = (.nat64(version + 1), .nat64(version))
    #expect(
      subnet.call(
        "create_canister", ["sender_canister_version": .option(wrong)], from: id, cycles: 7
      ).rejection
        == "5 IC0504: Management canister call payload includes sender canister version "
        + "\(version + 1) that does not match the actual sender canister version \(version).")
    #expect(subnet.state.canisters[id]?.cycleBalance == balance)
    var same = ManagedSubnet()
    _ = same.add(1)
    #expect(
      same.call("create_canister", ["sender_canister_version": .option(right)], from: id)
        .rejection == nil)
  }

  @Test(arguments: [
    "update_settings", "start_canister", "stop_canister", "delete_canister", "uninstall_code",
  ]) func strangersControlNothing(method: String) {
    var subnet = ManagedSubnet()
    let (id, other) = (subnet.add(1), subnet.add(2))
    let fields: [String: CandidValue] = ["canister_id": .id(id), "settings": .record([:])]
    let words =
      "Only the controllers of the canister \(id) can control it.\nCanister's controllers: "
    #expect(
      subnet.call(method, fields, by: Self.stranger).refusal?
        .hasPrefix("IC0512: \(words)\(ManagedSubnet.user)\nSender's ID: \(Self.stranger)\nExecute")
        == true)
    #expect(subnet.call(method, fields, from: other).rejection?.hasPrefix("5 \(words)") == true)
  }

  @Test func callsThatAreQueries() {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    #expect(
      subnet.call("fetch_canister_logs", ["canister_id": .id(id)], from: id).rejection
        == "4 fetch_canister_logs API is only accessible to end users in non-replicated mode")
  }

  @Test func queriesThatAreNone() {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    #expect(
      subnet.query("start_canister", ["canister_id": .id(id)]).refusal
        == "IC0536: Query method start_canister not found.")
    #expect(
      subnet.query("list_canisters", [:]).refusal
        == "IC0406: list_canisters is only available on subnets with subnet admins")
  }

  @Test(arguments: [
    ("ecdsa_public_key", "unknown threshold key: ecdsa:Secp256k1:k, existing keys: []"),
    (
      "sign_with_ecdsa",
      "unknown or disabled threshold key: ecdsa:Secp256k1:k, existing enabled keys: []"
    ),
  ]) func noThresholdKeys(method: String, text: String) {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    let key = CandidValue.record([
      "curve": .variant("secp256k1", .null), "name": .text("k"),
    ])
    #expect(
      subnet.call(
        method, ["key_id": key, "derivation_path": .vector([]), "message_hash": .blob([])],
        from: id
      ).rejection
        == "3 Unable to route management canister request \(method): ChainKeyError(\"Requested "
        + "\(text)\")")
  }

  @Test func noBitcoin() {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    #expect(
      subnet.call("bitcoin_get_balance", [:], from: id).rejection
        == "4 No bitcoin canisters available.")
  }

  @Test func otherSubnetsAreNotKnown() throws {
    var subnet = ManagedSubnet()
    let id = subnet.add(1)
    let own = SubnetSettings.defaultID
    let info = try subnet.result("subnet_info", ["subnet_id": .id(own)], from: id)
    #expect(info["registry_version"] == .nat64(1))
    #expect(
      subnet.call("subnet_info", ["subnet_id": .id(id)], from: id).rejection
        == "3 No route to canister \(id)")
    let metrics = try subnet.result(
      "node_metrics_history",
      ["subnet_id": .id(own), "start_at_timestamp_nanos": .nat64(0)], from: id)
    #expect(metrics == .vector([]))
  }
}
