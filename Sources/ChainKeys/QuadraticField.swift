/// A prime field, extended by a square root of -1.
struct QuadraticField {
  private let base: PrimeField
  let one = Element(real: Integer(1), imaginary: Integer(0))

  init(_ base: PrimeField) { self.base = base }

  struct Element {
    let real: Integer
    let imaginary: Integer
  }

  func add(_ left: Element, _ right: Element) -> Element {
    Element(
      real: base.add(left.real, right.real),
      imaginary: base.add(left.imaginary, right.imaginary))
  }

  func subtract(_ left: Element, _ right: Element) -> Element {
    Element(
      real: base.subtract(left.real, right.real),
      imaginary: base.subtract(left.imaginary, right.imaginary))
  }

  func multiply(_ left: Element, _ right: Element) -> Element {
    let real = base.multiply(left.real, right.real)
    let imaginary = base.multiply(left.imaginary, right.imaginary)
    let all = base.multiply(
      base.add(left.real, left.imaginary), base.add(right.real, right.imaginary))
    return Element(
      real: base.subtract(real, imaginary),
      imaginary: base.subtract(base.subtract(all, real), imaginary))
  }

  func square(_ element: Element) -> Element {
    let product = base.multiply(element.real, element.imaginary)
    return Element(
      real: base.multiply(
        base.add(element.real, element.imaginary), base.subtract(element.real, element.imaginary)),
      imaginary: base.add(product, product))
  }

  /// The element by which another one, which is not 0, must be multiplied to get 1.
  func invert(_ element: Element) -> Element {
    let norm = base.add(
      base.multiply(element.real, element.real), base.multiply(element.imaginary, element.imaginary)
    )
    let inverse = base.invert(norm)
    return Element(
      real: base.multiply(element.real, inverse),
      imaginary: base.multiply(base.negate(element.imaginary), inverse))
  }

  /// Whether an element is larger than its negative, as numbers whose higher digit is the imaginary
  /// part.
  func isLarger(_ element: Element) -> Bool {
    let digit = element.imaginary.isZero ? element.real : element.imaginary
    return base.negate(digit) < digit
  }
}
