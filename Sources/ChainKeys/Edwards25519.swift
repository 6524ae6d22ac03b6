/// The elliptic curve of Ed25519 (RFC 8032, section 5.1).
struct Edwards25519 {
  /// The integers modulo the number of points that the base point generates.
  let scalars = PrimeField(
    Integer(
      hexadecimal: "1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed"))
  private let field = PrimeField(
    Integer(hexadecimal: "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed"))
  /// Twice the constant d of the curve's equation.
  private let doubleD = Integer(
    hexadecimal: "2406d9dc56dffce7198e80f2eef3d13000e0149a8283b156ebd69b9426b2f159")

  /// A point as x = X/Z, y = Y/Z and xy = T/Z.
  private struct Point {
    let x: Integer
    let y: Integer
    let z: Integer
    let t: Integer
  }

  private var neutral: Point {
    Point(x: Integer(0), y: Integer(1), z: Integer(1), t: Integer(0))
  }

  private var base: Point {
    let x = Integer(hexadecimal: "216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a")
    let y = Integer(hexadecimal: "6666666666666666666666666666666666666666666666666666666666666658")
    return Point(x: x, y: y, z: Integer(1), t: field.multiply(x, y))
  }

  /// The base point so many times, in its 32 bytes.
  ///
  /// It takes a time that depends on the scalar: these keys are no secrets.
  func multiplyBase(by scalar: Integer) -> [UInt8] {
    let base = base
    var sum = neutral
    for bit in (0..<scalar.bitCount).reversed() {
      sum = add(sum, sum)
      if scalar.hasBit(bit) { sum = add(sum, base) }
    }
    return encode(sum)
  }

  /// RFC 8032, section 5.1.4: it is complete, so it also doubles.
  private func add(_ left: Point, _ right: Point) -> Point {
    let a = field.multiply(field.subtract(left.y, left.x), field.subtract(right.y, right.x))
    let b = field.multiply(field.add(left.y, left.x), field.add(right.y, right.x))
    let c = field.multiply(field.multiply(left.t, doubleD), right.t)
    let product = field.multiply(left.z, right.z)
    let d = field.add(product, product)
    let (e, f) = (field.subtract(b, a), field.subtract(d, c))
    let (g, h) = (field.add(d, c), field.add(b, a))
    return Point(
      x: field.multiply(e, f), y: field.multiply(g, h), z: field.multiply(f, g),
      t: field.multiply(e, h))
  }

  /// RFC 8032, section 5.1.2.
  private func encode(_ point: Point) -> [UInt8] {
    let inverse = field.invert(point.z)
    var bytes = field.multiply(point.y, inverse).littleEndian()
    if field.multiply(point.x, inverse).isOdd { bytes[31] |= 0x80 }
    return bytes
  }
}
