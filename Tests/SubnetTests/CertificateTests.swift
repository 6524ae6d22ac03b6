import Admission
import Bytes
import Candid
import Executions
import Testing

@testable import Certification
@testable import Subnet

/// The certificate of a canister's data.
struct CertificateTests {
  private static let id = Principal(canisterIndex: 1)

  private static func subnet(data: [UInt8], canisterCount: UInt64) -> SubnetState {
    var subnet = SubnetState()
    _ = subnet.apply(.setCertifiedTime(300))
    for index in 0..<canisterCount {
      var canister = CanisterState(controllers: [.anonymous], cycleBalance: 0)
      canister.code = CodeDescription(identity: "ab", methods: ["look": .query])
      canister.code?.readsCertificate = true
      canister.certifiedData = index == 1 ? data : [9]
      _ = subnet.apply(.adopt(Principal(canisterIndex: index), canister))
    }
    return subnet
  }

  /// A canister's certificate has its data and the time, and hashes of all else.
  @Test func dataAndTimeAreShown() throws {
    let bytes = Self.subnet(data: [1, 2, 3], canisterCount: 50).certificate(for: Self.id)
    let text = bytes.hexadecimal
    let data = CBOR.array([
      .unsigned(2), .bytes(Array("certified_data".utf8)),
      .array([.unsigned(3), .bytes([1, 2, 3])]),
    ])
    let time = CBOR.array([
      .unsigned(2), .bytes(Array("time".utf8)), .array([.unsigned(3), .bytes([0xAC, 2])]),
    ])
    #expect(text.hasPrefix("d9d9f7a2647472656583"))
    #expect(text.contains(data.encoded.hexadecimal) && text.contains(time.encoded.hexadecimal))
    #expect(text.hasSuffix(CBOR.text("signature").encoded.hexadecimal + "40"))
    // The other 49 canisters are a few hashes.
    #expect(bytes.count < 800)
  }

  /// Only those that can read it get one.
  @Test func certificatesAreForThoseThatReadThem() {
    var subnet = Self.subnet(data: [1], canisterCount: 2)
    var canister = subnet.canisters[Self.id]
    canister?.code?.readsCertificate = false
    if let canister { _ = subnet.apply(.adopt(Self.id, canister)) }
    #expect(subnet.certificate(for: Self.id) == [])
  }
}
