import COpenSSL

/// An integer of OpenSSL's, which is not negative and does not change.
final class Integer {
  let pointer: OpaquePointer

  /// Takes over what OpenSSL has made.
  private init(_ pointer: OpaquePointer) { self.pointer = pointer }

  deinit { BN_free(pointer) }

  /// A number of at most 2^64 - 1.
  convenience init(_ number: UInt64) {
    self.init(bigEndian: (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) })
  }

  /// The number that these bytes are.
  convenience init(bigEndian bytes: [UInt8]) {
    self.init(required(BN_bin2bn(bytes, Int32(bytes.count), nil)))
  }

  convenience init(littleEndian bytes: [UInt8]) { self.init(bigEndian: bytes.reversed()) }

  /// The number that these hexadecimal digits are.
  convenience init(hexadecimal digits: String) {
    var number: OpaquePointer?
    BN_hex2bn(&number, digits)
    self.init(required(number))
  }

  /// The result of a function of OpenSSL.
  convenience init(_ compute: (OpaquePointer) -> Int32) {
    let number = required(BN_new())
    check(compute(number))
    self.init(number)
  }

  /// The number in so many bytes, for which it must be small enough.
  func bigEndian(byteCount: Int = 32) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: byteCount)
    check(BN_bn2binpad(pointer, &bytes, Int32(byteCount)) == byteCount ? 1 : 0)
    return bytes
  }

  func littleEndian(byteCount: Int = 32) -> [UInt8] { bigEndian(byteCount: byteCount).reversed() }

  var isZero: Bool { BN_is_zero(pointer) == 1 }
  var isOdd: Bool { BN_is_odd(pointer) == 1 }
  var bitCount: Int32 { BN_num_bits(pointer) }

  func hasBit(_ index: Int32) -> Bool { BN_is_bit_set(pointer, index) == 1 }

  static func == (left: Integer, right: Integer) -> Bool {
    BN_cmp(left.pointer, right.pointer) == 0
  }

  static func < (left: Integer, right: Integer) -> Bool { BN_cmp(left.pointer, right.pointer) < 0 }
}

/// What OpenSSL returns fails only without memory, or by a mistake here.
func required<Pointer>(_ pointer: Pointer?) -> Pointer {
  guard let pointer else { preconditionFailure("OpenSSL fails") }
  return pointer
}

/// The same of its status, which is 1 if all went well.
func check(_ status: Int32) { precondition(status == 1, "OpenSSL fails") }
