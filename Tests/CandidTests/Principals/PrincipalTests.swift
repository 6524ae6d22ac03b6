import Testing

@testable import Candid

struct PrincipalTests {
  static let vectors: [(bytes: [UInt8], text: String)] = [
    ([], "aaaaa-aa"),
    ([4], "2vxsx-fae"),
    ([0xAB, 0xCD, 0x01], "em77e-bvlzu-aq"),
    ([0, 0, 0, 0, 0, 0, 0, 0, 1, 1], "rwlgt-iiaaa-aaaaa-aaaaa-cai"),
    ([0, 0, 0, 0, 0, 0, 0, 1, 1, 1], "rrkah-fqaaa-aaaaa-aaaaq-cai"),
    ([0, 0, 0, 0, 0, 0, 0, 2, 1, 1], "ryjl3-tyaaa-aaaaa-aaaba-cai"),
    ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xE0, 0, 0, 1, 1], "lxzze-o7777-77777-aaaaa-cai"),
    ([0x80, 0, 0, 0, 0, 0x10, 0, 1, 1, 1], "bkyz2-fmaaa-aaaaa-qaaaq-cai"),
  ]

  @Test(arguments: vectors)
  func textIsThatOfTheSpecification(bytes: [UInt8], text: String) throws {
    let principal = try #require(Principal(bytes: bytes))
    #expect(principal.description == text)
    #expect(try Principal(text: text) == principal)
    #expect(try Principal(text: text.uppercased()) == principal)
  }

  @Test(arguments: 0...29)
  func everySizeSurvivesARoundTrip(size: Int) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
    let principal = try #require(Principal(bytes: bytes))
    #expect(principal.description.count <= 63)
    #expect(try Principal(text: principal.description) == principal)
  }

  @Test func thirtyBytesAreTooMany() {
    #expect(Principal(bytes: Array(repeating: 0, count: 30)) == nil)
  }

  @Test func canisterIdsCountUp() {
    #expect(Principal(canisterIndex: 0).description == "rwlgt-iiaaa-aaaaa-aaaaa-cai")
    #expect(Principal(canisterIndex: 1).description == "rrkah-fqaaa-aaaaa-aaaaq-cai")
  }

  @Test(arguments: [
    ("", PrincipalError.tooShort("")),
    ("aaaaa-a", .tooShort("aaaaa-a")),
    ("aaaaaaa", .notCanonical("aaaaaaa", canonical: "aaaaa-aa")),
    ("2vxsx-fa1", .notBase32("2vxsx-fa1")),
    ("2vxsx fae", .notBase32("2vxsx fae")),
    ("2vxsx-fäe", .notBase32("2vxsx-fäe")),
    ("em77e-bvlzu-ar", .notCanonical("em77e-bvlzu-ar", canonical: "em77e-bvlzu-aq")),
    ("2vxsxfae", .notCanonical("2vxsxfae", canonical: "2vxsx-fae")),
    ("2vxsx-fae-", .notCanonical("2vxsx-fae-", canonical: "2vxsx-fae")),
    ("2vxsx-faf", .wrongChecksum("2vxsx-faf")),
    ("3vxsx-fae", .wrongChecksum("3vxsx-fae")),
  ])
  func anythingElseIsRefused(text: String, error: PrincipalError) {
    #expect(throws: error) { try Principal(text: text) }
  }

  @Test func tooManyBytesAreRefused() {
    let text = String(repeating: "a", count: 80)
    #expect(throws: PrincipalError.tooLong(text)) { try Principal(text: text) }
  }
}
