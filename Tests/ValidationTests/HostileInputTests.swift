import TestSupport
import Testing
import Validation
import WebAssembly

/// For any bytes, decoding and validation end with a module or an error.
struct HostileInputTests {
  /// Small modules that between them use every section and every kind of immediates.
  private static let seeds: [[UInt8]] = {
    let everything = BinaryModule.function(
      parameters: [0x7F], results: [0x7F], locals: [[0x01, 0x7E], [0x02, 0x7B]],
      code: [
        0x02, 0x7F, 0x20, 0x00, 0x04, 0x40, 0x41, 0x00, 0x0E, 0x01, 0x00, 0x01, 0x05, 0x01, 0x0B,
        0x41, 0x05, 0x0B, 0x03, 0x40, 0x0C, 0x00, 0x0B, 0x43, 0x00, 0x00, 0x80, 0x3F, 0x1A,
      ])
    let memories = BinaryModule.function(
      code: [
        0x41, 0x00, 0x41, 0x00, 0x28, 0x42, 0x00, 0x80, 0x01, 0x36, 0x02, 0x04, 0x41, 0x00, 0x41,
        0x00, 0x41, 0x00, 0xFC, 0x08, 0x00, 0x00, 0xFC, 0x09, 0x00, 0x41, 0x00, 0x25, 0x00, 0x1A,
        0x41, 0x00, 0xFD, 0x54, 0x00, 0x00, 0x03, 0x1A, 0xD0, 0x70, 0xD1, 0x1A,
      ])
    var sections = BinaryModule()
    sections.add(section: 1, [0x02, 0x60, 0x00, 0x00, 0x60, 0x02, 0x7F, 0x7E, 0x02, 0x7E, 0x7F])
    sections.add(
      section: 2,
      BinaryModule.vector(
        [[0x00, 0x00], [0x01, 0x70, 0x00, 0x01], [0x02, 0x05, 0x01, 0x02], [0x03, 0x7E, 0x00]].map {
          BinaryModule.name("m") + BinaryModule.name("é") + $0
        }))
    sections.add(section: 4, [0x01, 0x6F, 0x04, 0x00])
    sections.add(section: 6, [0x01, 0x7E, 0x00, 0x23, 0x00, 0x42, 0x01, 0x7C, 0x0B])
    sections.add(section: 7, [0x01] + BinaryModule.name("f") + [0x00, 0x00])
    sections.add(section: 8, [0x00])
    sections.add(
      section: 9,
      BinaryModule.vector([
        [0x00, 0x41, 0x00, 0x0B, 0x01, 0x00], [0x05, 0x70, 0x01, 0xD2, 0x00, 0x0B],
        [0x03, 0x00, 0x01, 0x00],
      ]))
    sections.add(section: 11, [0x01, 0x00, 0x42, 0x00, 0x0B, 0x01, 0xFF])
    sections.add(custom: "name", [0x01, 0x04, 0x01, 0x00, 0x01, 0x66])
    return [everything, memories, sections.bytes]
  }()

  /// Decodes and validates under several sets of features; returns whether all went well.
  @discardableResult
  private func survives(_ bytes: [UInt8]) -> Bool {
    var isValid = true
    for features in [Features.core, .ic, []] {
      do {
        let module = try ModuleDecoder(features: features).decode(bytes)
        let validated = try Validator.validate(module, features: features)
        #expect(SideTableChecker.complaint(about: validated) == nil)
      } catch {
        // Each error must have a text.
        #expect(!"\(error)".isEmpty)
        if features == .core { isValid = false }
      }
    }
    return isValid
  }

  @Test func seedsReachValidation() {
    // The first two have a value too many or a type that does not fit, on purpose.
    for seed in Self.seeds { #expect((try? ModuleDecoder().decode(seed)) != nil) }
    #expect(Self.seeds.contains { survives($0) })
  }

  @Test func survivesEveryTruncation() {
    for seed in Self.seeds {
      for length in seed.indices { survives(Array(seed[..<length])) }
    }
  }

  @Test func survivesEveryByteReplaced() {
    for seed in Self.seeds {
      for position in seed.indices.dropFirst(8) {
        for byte in [0x00, 0x01, 0x0B, 0x40, 0x7F, 0x80, 0xFC, 0xFD, 0xFF] as [UInt8] {
          var mutated = seed
          mutated[position] = byte
          survives(mutated)
        }
      }
    }
  }

  @Test(arguments: 0..<4)
  func survivesMutations(_ round: Int) {
    var random = Xorshift(seed: UInt64(round) + 1)
    for _ in 0..<1000 {
      var bytes = Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &random)]
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let position = Int.random(in: 8..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[position] = .random(in: .min ... .max, using: &random)
        case 1: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: bytes.insert(.random(in: .min ... .max, using: &random), at: position)
        default: if bytes.count > 16 { bytes.remove(at: position) }
        }
      }
      survives(bytes)
    }
  }

  /// The same numbers in each run, so that a failure can be repeated.
  private struct Xorshift: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }
}
