/// The second group of the curve BLS12-381, where the public keys of subnets lie (the draft
/// "Pairing-Friendly Curves" of the IRTF, section 4.2.1).
struct BLS12381 {
  /// The integers modulo the number of points in the group.
  let scalars = PrimeField(
    Integer(hexadecimal: "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001"))
  private let field = QuadraticField(
    PrimeField(
      Integer(
        hexadecimal: "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf"
          + "6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab")))

  private typealias Element = QuadraticField.Element

  /// A point as x = X/Z^2 and y = Y/Z^3.
  private struct Point {
    let x: Element
    let y: Element
    let z: Element
  }

  private let generatorX = Element(
    real: Integer(
      hexadecimal: "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02"
        + "b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"),
    imaginary: Integer(
      hexadecimal: "13e02b6052719f607dacd3a088274f65596bd0d09920b61a"
        + "b5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e"))
  private let generatorY = Element(
    real: Integer(
      hexadecimal: "0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a7"
        + "6d429a695160d12c923ac9cc3baca289e193548608b82801"),
    imaginary: Integer(
      hexadecimal: "0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af"
        + "267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be"))

  /// The generator so many times, but not 0 times, in the 96 bytes of its compressed form.
  ///
  /// It takes a time that depends on the scalar: these keys are no secrets.
  func multiplyGenerator(by scalar: Integer) -> [UInt8] {
    var sum = Point(x: generatorX, y: generatorY, z: field.one)
    for bit in (0..<scalar.bitCount - 1).reversed() {
      sum = double(sum)
      if scalar.hasBit(bit) { sum = addGenerator(to: sum) }
    }
    return compress(sum)
  }

  private func double(_ point: Point) -> Point {
    let xSquared = field.square(point.x)
    let ySquared = field.square(point.y)
    let yFourth = field.square(ySquared)
    let mixed = field.subtract(
      field.subtract(field.square(field.add(point.x, ySquared)), xSquared), yFourth)
    let d = field.add(mixed, mixed)
    let slope = field.add(field.add(xSquared, xSquared), xSquared)
    let x = field.subtract(field.square(slope), field.add(d, d))
    let two = field.add(yFourth, yFourth)
    let four = field.add(two, two)
    let y = field.subtract(
      field.multiply(slope, field.subtract(d, x)), field.add(four, four))
    let yz = field.multiply(point.y, point.z)
    return Point(x: x, y: y, z: field.add(yz, yz))
  }

  /// A multiple of the generator, other than itself and its negative, and the generator.
  private func addGenerator(to point: Point) -> Point {
    let zSquared = field.square(point.z)
    let h = field.subtract(field.multiply(generatorX, zSquared), point.x)
    let zCubed = field.multiply(point.z, zSquared)
    let slope = field.subtract(field.multiply(generatorY, zCubed), point.y)
    let hSquared = field.square(h)
    let hCubed = field.multiply(h, hSquared)
    let v = field.multiply(point.x, hSquared)
    let x = field.subtract(field.subtract(field.square(slope), hCubed), field.add(v, v))
    let y = field.subtract(
      field.multiply(slope, field.subtract(v, x)), field.multiply(point.y, hCubed))
    return Point(x: x, y: y, z: field.multiply(point.z, h))
  }

  /// The form that the draft's appendix C describes: x, and one bit of y.
  private func compress(_ point: Point) -> [UInt8] {
    let inverse = field.invert(point.z)
    let inverseSquared = field.square(inverse)
    let x = field.multiply(point.x, inverseSquared)
    let y = field.multiply(point.y, field.multiply(inverse, inverseSquared))
    var bytes = x.imaginary.bigEndian(byteCount: 48) + x.real.bigEndian(byteCount: 48)
    bytes[0] |= 0x80
    if field.isLarger(y) { bytes[0] |= 0x20 }
    return bytes
  }
}
