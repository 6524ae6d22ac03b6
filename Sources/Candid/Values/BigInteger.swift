/// An integer of any size, as Candid's `nat` and `int` are.
///
/// It does what conversions need and no more: numbers come from digits and bytes, and become them.
package struct BigInteger: Hashable, Sendable {
  /// Never true of zero.
  package private(set) var isNegative: Bool
  /// The absolute value, least significant first, without zeros at the end.
  private(set) var limbs: [UInt64]

  private init(isNegative: Bool, limbs: [UInt64]) {
    var limbs = limbs
    while limbs.last == 0 { limbs.removeLast() }
    self.limbs = limbs
    self.isNegative = isNegative && !limbs.isEmpty
  }

  package init(_ value: some FixedWidthInteger) {
    var rest = value.magnitude
    var limbs: [UInt64] = []
    while rest != 0 {
      limbs.append(UInt64(truncatingIfNeeded: rest))
      // By halves: a shift by the whole width of a narrow type would be zero as well.
      rest = (rest >> 32) >> 32
    }
    self.init(isNegative: value < 0, limbs: limbs)
  }

  /// The number with these digits, each less than the radix, most significant first.
  init(digits: [UInt8], radix: Radix, isNegative: Bool) {
    var limbs: [UInt64] = []
    var end = digits.count
    while end > 0 {
      let start = max(0, end - radix.digitCount)
      limbs.append(digits[start..<end].reduce(0) { $0 * radix.rawValue + UInt64($1) })
      end = start
    }
    self.init(
      isNegative: isNegative,
      limbs: radix == .decimal
        ? RadixConversion.convert(limbs, from: .decimal, to: .binary) : limbs)
  }

  /// The radices of written numbers.
  enum Radix: UInt64 {
    case decimal = 10
    case hexadecimal = 16

    /// How many digits fill a limb.
    fileprivate var digitCount: Int {
      switch self {
      case .decimal: LimbArithmetic.Radix.decimalDigitCount
      case .hexadecimal: 16
      }
    }
  }

  /// The value as a machine's integer, or nil if it does not fit.
  package func exactly<Machine: FixedWidthInteger>(as type: Machine.Type) -> Machine? {
    guard limbs.count <= 2 else { return nil }
    var magnitude: UInt128 = 0
    for limb in limbs.reversed() { magnitude = magnitude << 64 | UInt128(limb) }
    guard isNegative else { return Machine(exactly: magnitude) }
    if magnitude == UInt128(1) << 127 { return Machine(exactly: Int128.min) }
    return Int128(exactly: magnitude).flatMap { Machine(exactly: -$0) }
  }
}

extension BigInteger: CustomStringConvertible {
  /// The digits in base ten, behind a sign if it is negative.
  package var description: String {
    let parts = RadixConversion.convert(limbs, from: .binary, to: .decimal)
    guard let first = parts.last else { return "0" }
    var text = (isNegative ? "-" : "") + String(first)
    for part in parts.dropLast().reversed() {
      let digits = String(part)
      text += repeatElement("0", count: LimbArithmetic.Radix.decimalDigitCount - digits.count)
      text += digits
    }
    return text
  }
}

// LEB128 numbers without limit of width.
extension BigInteger {
  /// The number in groups of seven bits, least significant first.
  init(groups: [UInt8], isSigned: Bool) {
    var limbs = [UInt64](repeating: 0, count: groups.count * 7 / 64 + 1)
    for (index, group) in groups.enumerated() {
      let (limb, shift) = (index * 7 / 64, UInt64(index * 7 % 64))
      let bits = UInt64(group & 0x7F)
      limbs[limb] |= bits << shift
      if shift > 57 && limb + 1 < limbs.count { limbs[limb + 1] |= bits >> (64 - shift) }
    }
    guard isSigned, let last = groups.last, last & 0x40 != 0 else {
      self.init(isNegative: false, limbs: limbs)
      return
    }
    // The bits above the last group repeat its sign.
    let used = groups.count * 7
    limbs[used / 64] |= ~0 << UInt64(used % 64)
    self.init(isNegative: true, limbs: Self.twosComplement(limbs))
  }

  /// The shortest groups of seven bits for this number, which is not negative.
  var unsignedGroups: [UInt8] {
    var groups = Self.groups(of: limbs + [0])
    while groups.count > 1 && groups.last == 0 { groups.removeLast() }
    return groups
  }

  /// The shortest groups of seven bits, the last of which has the sign.
  var signedGroups: [UInt8] {
    let extended = limbs + [0]
    var groups = Self.groups(of: isNegative ? Self.twosComplement(extended) : extended)
    let filler: UInt8 = isNegative ? 0x7F : 0
    while groups.count > 1, groups.last == filler,
      groups[groups.count - 2] & 0x40 == filler & 0x40
    {
      groups.removeLast()
    }
    return groups
  }

  private static func groups(of limbs: [UInt64]) -> [UInt8] {
    // The last limb is all sign; the groups may end within it.
    (0..<(limbs.count * 64 / 7)).map { index in
      let (limb, shift) = (index * 7 / 64, UInt64(index * 7 % 64))
      var bits = limbs[limb] >> shift
      if shift > 57 && limb + 1 < limbs.count { bits |= limbs[limb + 1] << (64 - shift) }
      return UInt8(truncatingIfNeeded: bits & 0x7F)
    }
  }

  private static func twosComplement(_ limbs: [UInt64]) -> [UInt64] {
    var carry = true
    return limbs.map { limb in
      let (sum, overflows) = (~limb).addingReportingOverflow(carry ? 1 : 0)
      carry = overflows
      return sum
    }
  }
}
