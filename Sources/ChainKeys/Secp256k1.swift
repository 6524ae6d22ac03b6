import COpenSSL

/// The elliptic curve of Bitcoin (SEC 2, section 2.4.1), by OpenSSL.
struct Secp256k1 {
  /// The integers modulo the number of points.
  let scalars = PrimeField(
    Integer(
      hexadecimal: "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"))
  private let group = Group()

  private final class Group {
    let pointer = required(EC_GROUP_new_by_curve_name(NID_secp256k1))
    deinit { EC_GROUP_free(pointer) }
  }

  /// A point of the curve other than the neutral one.
  struct Point {
    let x: [UInt8]
    let hasOddY: Bool

    /// The compressed form (SEC 1, section 2.3.3), of 33 bytes.
    var bytes: [UInt8] { [hasOddY ? 3 : 2] + x }
  }

  /// The generator so many times.
  func multiplyGenerator(by scalar: Integer) -> Point {
    let point = required(EC_POINT_new(group.pointer))
    defer { EC_POINT_free(point) }
    check(EC_POINT_mul(group.pointer, point, scalar.pointer, nil, nil, nil))
    var bytes = [UInt8](repeating: 0, count: 33)
    let count = EC_POINT_point2oct(
      group.pointer, point, POINT_CONVERSION_COMPRESSED, &bytes, bytes.count, nil)
    check(count == bytes.count ? 1 : 0)
    return Point(x: Array(bytes.dropFirst()), hasOddY: bytes[0] == 3)
  }
}
