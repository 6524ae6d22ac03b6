/// Changes bytes at offsets and in ways that follow from a seed alone.
struct Mutator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// Bytes with one to three changes after the header.
  mutating func mutant(of bytes: [UInt8]) -> [UInt8] {
    var mutant = bytes
    for _ in 0...below(3) { change(&mutant) }
    return mutant
  }

  /// Bytes that mean most: the ends of ranges, a number that goes on, frequent opcodes.
  private static let telling: [UInt8] = [
    0x00, 0x01, 0x0B, 0x0E, 0x40, 0x7F, 0x80, 0xFC, 0xFD, 0xFF,
  ]

  private mutating func change(_ bytes: inout [UInt8]) {
    let offset = 8 + below(bytes.count - 8)
    switch below(5) {
    case 0: bytes[offset] ^= 1 << UInt8(below(8))
    case 1: bytes[offset] = Self.telling[below(Self.telling.count)]
    case 2: bytes[offset] = UInt8(below(256))
    case 3: bytes.insert(Self.telling[below(Self.telling.count)], at: offset)
    default: bytes.remove(at: offset)
    }
  }

  /// A number less than this one (SplitMix64, by remainder: the slight bias does no harm).
  private mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    return Int(mixed % UInt64(bound))
  }
}
