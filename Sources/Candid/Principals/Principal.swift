import Bytes

/// The identity of a caller or a callee: 0 to 29 bytes (Interface Specification, "Principals").
package struct Principal: Hashable, Sendable {
  package let bytes: [UInt8]

  /// The largest number of bytes in a principal.
  package static let maximumSizeBytes = 29

  /// The principal of these bytes, or nil if they are too many.
  package init?(bytes: [UInt8]) {
    guard bytes.count <= Self.maximumSizeBytes else { return nil }
    self.bytes = bytes
  }

  private init(checked bytes: [UInt8]) { self.bytes = bytes }

  /// The canister with this index among all that the system ever made.
  package init(canisterIndex: UInt64) {
    self.init(checked: canisterIndex.bigEndianBytes + [1, 1])
  }

  /// The index of a canister with such an id; nil for all other principals.
  package var canisterIndex: UInt64? {
    guard bytes.count == 10, bytes[8] == 1, bytes[9] == 1 else { return nil }
    return bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The management canister, `aaaaa-aa`; also the caller that system tasks see.
  package static let management = Principal(checked: [])

  /// The anonymous sender, who signs with no key: `2vxsx-fae`.
  package static let anonymous = Principal(checked: [4])
}

extension Principal {
  /// All bytes at once: hashing them one by one, as arrays do, would dominate each look-up.
  package func hash(into hasher: inout Hasher) {
    unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  }
}

extension Principal: CustomStringConvertible {
  /// The text form: checksum and bytes in Base32, in groups of five.
  package var description: String {
    let digits = Base32.encode(Self.checksum(of: bytes) + bytes)
    var text: [UInt8] = []
    for (position, digit) in digits.utf8.enumerated() {
      if position > 0 && position % 5 == 0 { text.append(UInt8(ascii: "-")) }
      text.append(digit)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func checksum(of bytes: [UInt8]) -> [UInt8] {
    CRC32.checksum(of: bytes).bigEndianBytes
  }
}

extension Principal {
  /// Parses the text form.
  ///
  /// Letters may be of either case; everything else must be as `description` writes it: checksum,
  /// dashes in their places, no stray bits in the last digit.
  package init(text: String) throws(PrincipalError) {
    let capitals = UInt8(ascii: "A")...UInt8(ascii: "Z")
    let letters = text.utf8.map { capitals.contains($0) ? $0 | 0x20 : $0 }
    let canonicalText = String(decoding: letters, as: UTF8.self)
    let digits = String(decoding: letters.filter { $0 != UInt8(ascii: "-") }, as: UTF8.self)
    guard let decoded = Base32.decode(digits) else { throw .notBase32(text) }
    guard decoded.count >= 4 else { throw .tooShort(text) }
    guard let principal = Principal(bytes: Array(decoded.dropFirst(4))) else {
      throw .tooLong(text)
    }
    guard Self.checksum(of: principal.bytes) == Array(decoded.prefix(4)) else {
      throw .wrongChecksum(text)
    }
    guard principal.description == canonicalText else {
      throw .notCanonical(text, canonical: principal.description)
    }
    self = principal
  }
}
