import SpecSuite
import WebAssembly

/// A function that loads from an address it is given, and may not need all that it loads; or that
/// stores there, perhaps in vain.
struct AccessingFunction {
  let name: String
  /// Its definition in text form.
  let text: String
  let result: ValueType?
  /// How many bytes it accesses, from so many bytes behind the address on.
  let sizeBytes: Int
  let offset: Int
  /// How many more bytes it may access if the first are in range.
  let reach: Int

  static let parameters = """
    (param $address i32) (param $other i32) (param $flag i32) (param $count i32) \
    (param $i32 i32) (param $i64 i64) (param $f32 f32) (param $f64 f64) (param $v128 v128)
    """

  /// The last address at which the first bytes are in a memory of one page.
  private var lastAddress: Int { 65_536 - sizeBytes - offset }

  /// Addresses at which all is in that memory.
  var addressesWithin: [Int] { [1024, lastAddress - reach] }

  /// Addresses at which some of the first bytes, or all, are beyond its end.
  var addressesBeyond: [Int] {
    Set([1, (sizeBytes + 1) / 2, sizeBytes - 1, sizeBytes]).filter { $0 > 0 }.sorted()
      .map { lastAddress + $0 }
  }

  /// What the function is called with; `variant` chooses the flag, the count and the operands.
  static func arguments(address: Int, variant: Int) -> [SpecValue] {
    let word = variant & 2 == 0 ? 0 : UInt64(0x4024_0000_4120_FF03)
    let count = [1, 3, 40][variant % 3]
    let small = [address, 256, variant & 1, count].map {
      SpecValue.number(.i32, V128(low: UInt64($0), high: 0))
    }
    return small + [
      .number(.i32, V128(low: word & 0xFFFF_FFFF, high: 0)),
      .number(.i64, V128(low: word, high: 0)),
      .number(.f32, V128(low: word >> 32, high: 0)),
      .number(.f64, V128(low: word, high: 0)),
      .number(.v128, V128(low: word, high: ~word)),
    ]
  }
}
