import Candid

/// `raw_rand` of the management canister (Interface Specification, "IC method `raw_rand`").
extension Subnet {
  /// Takes a call in, which is answered in the next round.
  func askForRandomness(context number: ContextNumber) {
    if case .ingress = contexts[number]?.origin {
      finish(number, answer: .refusal(.notCallableByUsers("raw_rand")))
    } else {
      waitingRandomness.append(number)
    }
  }

  /// Answers the calls of the last round.
  ///
  /// The bytes are others each time, and the same in each run, so that scripts can be compared.
  func drawRandomness() {
    let waiting = waitingRandomness
    waitingRandomness = []
    for number in waiting {
      let bytes = (0..<4).flatMap { _ in
        withUnsafeBytes(of: Self.mixed(nextNumber()).littleEndian) { Array($0) }
      }
      finish(number, answer: .reply(Self.candidHead + bytes))
    }
  }

  /// A value of type blob, of 32 bytes.
  private static let candidHead: [UInt8] =
    Array("DIDL".utf8) + [1, 0x6D, 0x7B, 1, 0, 32]

  /// A number that looks random (the output function of SplitMix64).
  private static func mixed(_ number: UInt64) -> UInt64 {
    var value = number &* 0x9E37_79B9_7F4A_7C15
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
