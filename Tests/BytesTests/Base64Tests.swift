import Bytes
import Testing

struct Base64Tests {
  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func examples(text: String, digits: String) {
    #expect(Base64.encode(Array(text.utf8)) == digits)
    #expect(Base64.decode(digits) == Array(text.utf8))
  }

  @Test func allBytesComeBack() {
    for count in 0..<300 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ count) }
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
  }

  @Test(arguments: [
    "Z", "Zg", "Zg=", "Z===", "====", "=", "Zm9v=", "Zm9vZg=", "Zm=v", "Zm 9", "Zm9\n", "Zm9é",
    // Bits are left over.
    "Zh==", "Zm9=", "-_-_",
  ])
  func othersAreRefused(digits: String) {
    #expect(Base64.decode(digits) == nil)
  }
}
