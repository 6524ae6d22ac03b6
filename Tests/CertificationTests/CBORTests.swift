import Bytes
import Testing

@testable import Certification

/// Examples of RFC 8949, appendix A.
struct CBORTests {
  @Test(arguments: [
    (CBOR.unsigned(0), "00"), (.unsigned(23), "17"), (.unsigned(24), "1818"),
    (.unsigned(1000), "1903e8"), (.unsigned(1_000_000), "1a000f4240"),
    (.unsigned(.max), "1bffffffffffffffff"), (.bytes([1, 2, 3, 4]), "4401020304"),
    (.text("IETF"), "6449455446"), (.text(""), "60"),
    (.array([.unsigned(1), .array([.unsigned(2), .unsigned(3)])]), "8201820203"),
    (.map([("a", .text("A")), ("b", .text("B"))]), "a26161614161626142"),
    (.selfDescribed(.map([])), "d9d9f7a0"),
  ])
  func valuesAreWrittenShortly(value: CBOR, bytes: String) {
    #expect(value.encoded.hexadecimal == bytes)
  }
}
