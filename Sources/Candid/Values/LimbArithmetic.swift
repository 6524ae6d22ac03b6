/// Sums and products of natural numbers whose digits, called limbs, fill 64 bits.
///
/// Limbs come least significant first; zeros at the end do no harm.
struct LimbArithmetic {
  let radix: Radix

  /// What a limb counts to.
  enum Radix {
    /// 2^64.
    case binary
    /// 10^19, the largest power of ten that fits.
    case decimal

    /// How many decimal digits a limb of `decimal` has.
    static let decimalDigitCount = 19
    fileprivate static let tenToThe19th: UInt64 = 10_000_000_000_000_000_000
  }

  /// Products of fewer limbs are quicker in the long way.
  private static let minimumSplitCount = 32

  /// Two words of a result as a limb and what is carried to the next one.
  private func split(_ high: UInt64, _ low: UInt64) -> (carry: UInt64, limb: UInt64) {
    switch radix {
    case .binary: return (high, low)
    case .decimal:
      let (quotient, remainder) = Radix.tenToThe19th.dividingFullWidth((high, low))
      return (quotient, remainder)
    }
  }

  /// Multiplies by a number and adds another; both are at most as large as a limb.
  func multiply(_ limbs: inout [UInt64], by factor: UInt64, adding addend: UInt64) {
    var carry = addend
    for index in limbs.indices {
      let product = limbs[index].multipliedFullWidth(by: factor)
      let (low, overflows) = product.low.addingReportingOverflow(carry)
      (carry, limbs[index]) = split(product.high + (overflows ? 1 : 0), low)
    }
    if carry != 0 { limbs.append(carry) }
  }

  /// Adds a number, moved up by so many limbs.
  func add(_ addend: ArraySlice<UInt64>, to limbs: inout [UInt64], at offset: Int) {
    let missing = offset + addend.count - limbs.count
    if missing > 0 { limbs += repeatElement(0, count: missing) }
    var carry = false
    var index = offset
    for limb in addend {
      let (first, overflows) = limbs[index].addingReportingOverflow(limb)
      let (second, overflowsAgain) = first.addingReportingOverflow(carry ? 1 : 0)
      (carry, limbs[index]) = reduced(second, overflows: overflows || overflowsAgain)
      index += 1
    }
    while carry {
      if index == limbs.count { limbs.append(0) }
      let (sum, overflows) = limbs[index].addingReportingOverflow(1)
      (carry, limbs[index]) = reduced(sum, overflows: overflows)
      index += 1
    }
  }

  /// A sum of limbs as a limb and whether one is carried.
  private func reduced(_ sum: UInt64, overflows: Bool) -> (carry: Bool, limb: UInt64) {
    switch radix {
    case .binary: (overflows, sum)
    case .decimal where overflows || sum >= Radix.tenToThe19th:
      (true, sum &- Radix.tenToThe19th)
    case .decimal: (false, sum)
    }
  }

  /// Takes away a number that is not larger.
  private func subtract(_ other: [UInt64], from limbs: inout [UInt64]) {
    var borrow: UInt64 = 0
    for index in limbs.indices {
      guard index < other.count || borrow != 0 else { return }
      let limb = index < other.count ? other[index] : 0
      let (first, overflows) = limbs[index].subtractingReportingOverflow(limb)
      let (second, overflowsAgain) = first.subtractingReportingOverflow(borrow)
      borrow = overflows || overflowsAgain ? 1 : 0
      limbs[index] = borrow != 0 && radix == .decimal ? second &+ Radix.tenToThe19th : second
    }
  }

  /// The product, by Karatsuba's method: three products of halves in place of four.
  func product(_ left: ArraySlice<UInt64>, _ right: ArraySlice<UInt64>) -> [UInt64] {
    guard min(left.count, right.count) >= Self.minimumSplitCount else {
      return longProduct(left, right)
    }
    let half = (max(left.count, right.count) + 1) / 2
    let (leftHigh, rightHigh) = (left.dropFirst(half), right.dropFirst(half))
    var result = product(left.prefix(half), right.prefix(half))
    if leftHigh.isEmpty {
      add(product(left, rightHigh)[...], to: &result, at: half)
    } else if rightHigh.isEmpty {
      add(product(leftHigh, right)[...], to: &result, at: half)
    } else {
      let high = product(leftHigh, rightHigh)
      var middle = product(
        sum(left.prefix(half), leftHigh)[...], sum(right.prefix(half), rightHigh)[...])
      subtract(result, from: &middle)
      subtract(high, from: &middle)
      while middle.last == 0 { middle.removeLast() }
      add(middle[...], to: &result, at: half)
      add(high[...], to: &result, at: 2 * half)
    }
    return result
  }

  private func sum(_ left: ArraySlice<UInt64>, _ right: ArraySlice<UInt64>) -> [UInt64] {
    var sum = Array(left)
    add(right, to: &sum, at: 0)
    while sum.last == 0 { sum.removeLast() }
    return sum
  }

  private func longProduct(
    _ left: ArraySlice<UInt64>, _ right: ArraySlice<UInt64>
  ) -> [UInt64] {
    var result = [UInt64](repeating: 0, count: left.count + right.count)
    for (place, factor) in left.enumerated() where factor != 0 {
      var carry: UInt64 = 0
      var index = place
      for limb in right {
        let product = factor.multipliedFullWidth(by: limb)
        let (first, overflows) = product.low.addingReportingOverflow(result[index])
        let (second, overflowsAgain) = first.addingReportingOverflow(carry)
        // The square of the largest limb leaves room for two more.
        let high = product.high + (overflows ? 1 : 0) + (overflowsAgain ? 1 : 0)
        (carry, result[index]) = split(high, second)
        index += 1
      }
      result[index] = carry
    }
    return result
  }
}
