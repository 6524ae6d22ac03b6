/// Identifiers with letters beyond ASCII, as mangled names hold them (RFC 3492, with an underscore
/// as the delimiter).
enum Punycode {
  /// The identifier; nil if it is malformed, or too long for an identifier.
  static func decode(_ bytes: ArraySlice<UInt8>) -> String? {
    let delimiter = bytes.lastIndex(of: UInt8(ascii: "_"))
    var scalars = bytes[..<(delimiter ?? bytes.startIndex)].map { UnicodeScalar($0) }
    var encoded = bytes[(delimiter.map { $0 + 1 } ?? bytes.startIndex)...]
    guard !encoded.isEmpty, bytes.count <= maximumLength else { return nil }
    var code = 0x80
    var position = 0
    var bias = 72
    var isFirst = true
    while !encoded.isEmpty {
      guard let delta = delta(&encoded, bias: bias) else { return nil }
      let count = scalars.count + 1
      position += delta
      code += position / count
      position %= count
      guard let scalar = UInt32(exactly: code).flatMap(UnicodeScalar.init) else { return nil }
      scalars.insert(scalar, at: position)
      position += 1
      bias = adapted(delta, count: count, isFirst: isFirst)
      isFirst = false
    }
    return String(String.UnicodeScalarView(scalars))
  }

  private static let maximumLength = 256
  private static let base = 36

  /// A number with the number of digits given by the bias.
  private static func delta(_ encoded: inout ArraySlice<UInt8>, bias: Int) -> Int? {
    var delta = 0
    var weight = 1
    for k in stride(from: base, to: .max, by: base) {
      guard let byte = encoded.popFirst(), let digit = digit(byte) else { return nil }
      delta += digit * weight
      // Far beyond any character, and far below what would overflow.
      guard delta < 1 << 32, weight < 1 << 32 else { return nil }
      let threshold = min(max(k - bias, 1), 26)
      if digit < threshold { return delta }
      weight *= base - threshold
    }
    return nil
  }

  private static func digit(_ byte: UInt8) -> Int? {
    if let digit = byte.decimalDigit { return digit + 26 }
    return UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte ? Int(byte - UInt8(ascii: "a")) : nil
  }

  private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
    var delta = delta / (isFirst ? 700 : 2)
    delta += delta / count
    var k = 0
    while delta > (base - 1) * 26 / 2 {
      delta /= base - 1
      k += base
    }
    return k + base * delta / (delta + 38)
  }
}
