import Testing

@testable import Candid

/// Values that follow from a seed survive the way to bytes and back, and to text and back.
struct RoundTripTests {
  /// A value and its type.
  struct Sample {
    let value: CandidValue
    let type: CandidType
  }

  static func sample(_ random: inout Seeded, levels: Int) -> Sample {
    switch Int.random(in: 0..<(levels > 0 ? 14 : 10), using: &random) {
    case 0: Sample(value: .bool(.random(using: &random)), type: .primitive(.bool))
    case 1: Sample(value: .nat(number(&random, isSigned: false)), type: .primitive(.nat))
    case 2: Sample(value: .int(number(&random, isSigned: true)), type: .primitive(.int))
    case 3: Sample(value: .nat64(.random(in: 0 ... .max, using: &random)), type: .primitive(.nat64))
    case 4:
      Sample(value: .int16(.random(in: .min ... .max, using: &random)), type: .primitive(.int16))
    case 5:
      Sample(value: .int8(.random(in: .min ... .max, using: &random)), type: .primitive(.int8))
    case 6: Sample(value: .text(text(&random)), type: .primitive(.text))
    case 7: Sample(value: .blob(bytes(&random, 40)), type: .blob)
    case 8:
      Sample(
        value: .principal(Principal(bytes: bytes(&random, 29)) ?? .management),
        type: .primitive(.principal))
    case 9:
      Sample(
        value: .float64(Double(bitPattern: .random(in: 0...0x7FEF_FFFF_FFFF_FFFF, using: &random))),
        type: .primitive(.float64))
    case 10: option(&random, levels - 1)
    case 11: vector(&random, levels - 1)
    case 12: record(&random, levels - 1)
    default: variant(&random, levels - 1)
    }
  }

  static func number(_ random: inout Seeded, isSigned: Bool) -> BigInteger {
    let digits = (0...Int.random(in: 0..<60, using: &random)).map { _ in
      UInt8.random(in: 0..<10, using: &random)
    }
    return BigInteger(
      digits: digits, radix: .decimal, isNegative: isSigned && .random(using: &random))
  }

  static func bytes(_ random: inout Seeded, _ maximum: Int) -> [UInt8] {
    (0..<Int.random(in: 0...maximum, using: &random)).map { _ in
      UInt8.random(in: 0...255, using: &random)
    }
  }

  /// Without NUL, whose printed form can't be read.
  static func text(_ random: inout Seeded) -> String {
    let scalars =
      bytes(&random, 12).filter { $0 != 0 }.map { UnicodeScalar($0) } + [
        UnicodeScalar(0x1F600) ?? "x"
      ]
    return String(String.UnicodeScalarView(scalars))
  }

  static func option(_ random: inout Seeded, _ levels: Int) -> Sample {
    let content = sample(&random, levels: levels)
    return Sample(
      value: .random(using: &random) ? .option(content.value) : CandidValue.none,
      type: .option(content.type))
  }

  static func vector(_ random: inout Seeded, _ levels: Int) -> Sample {
    let first = sample(&random, levels: levels)
    return Sample(
      value: .vector(Array(repeating: first.value, count: .random(in: 0...12, using: &random))),
      type: .vector(first.type))
  }

  static func record(_ random: inout Seeded, _ levels: Int) -> Sample {
    let names = ["a", "name", "two words", "opt", "Ünï"].filter { _ in .random(using: &random) }
    let fields = names.map { (FieldLabel(name: $0), sample(&random, levels: levels)) }
      .sorted { $0.0.id < $1.0.id }
    return Sample(
      value: .record(fields.map { CandidValue.Field($0, $1.value) }),
      type: .record(fields.map { CandidType.Field($0, $1.type) }))
  }

  static func variant(_ random: inout Seeded, _ levels: Int) -> Sample {
    let content = sample(&random, levels: levels)
    let other = CandidType.Field(FieldLabel(name: "Err"), .primitive(.text))
    let label = FieldLabel(name: "Ok")
    return Sample(
      value: .variant(CandidValue.Field(label, content.value)),
      type: .variant([CandidType.Field(label, content.type), other]))
  }

  @Test(arguments: 0..<400) func valuesComeBack(seed: Int) throws {
    var random = Seeded(seed: UInt64(seed))
    let sample = Self.sample(&random, levels: 4)
    let bytes = MessageWriter.message([sample.value], of: [sample.type], in: TypeTable())
    let message = try CandidMessage(decoding: bytes)
    #expect(try message.coerced(to: [sample.type], in: TypeTable()) == [sample.value])
    // What was read knows its type, too.
    #expect(
      MessageWriter.message(message.values, of: message.types, in: message.table).count
        == bytes.count)

    for text in [ValueText.pretty([sample.value]), ValueText.line([sample.value])] {
      let source = CandidSource(name: "printed", text: text)
      let again = try ArgumentText.encode(source, as: [sample.type], in: TypeTable())
      #expect(again == bytes, "\(text)")
    }
  }
}
