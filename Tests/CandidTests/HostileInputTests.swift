import Testing

@testable import Candid

/// Any input gives an error or a value, quickly, and never a crash.
struct HostileInputTests {
  static let messages = [
    "4449444c016c02bfe9a7027bcbe4fdc7047101000703416e6e",
    "4449444c016b02bc8a017dc5fed2017101000001",
    "4449444c026e016c02a0d2aca8047c90eddae70400010001010102 00",
    "4449444c016a0000010101000101000161", "4449444c036d016e026c02007d01710100020101 02 01780000",
    "4449444c0169000100010100", "4449444c0167000100000 0",
  ]

  static let texts = [
    "(record { name = \"Ann\"; age = 7 : nat8 }, vec { 1; 2 }, opt variant { Ok = -1.5e3 })",
    #"(blob "\01\ff", "\u{1F600}", principal "em77e-bvlzu-aq", func "aaaaa-aa"."x y", 0xFF_FF)"#,
    "type A = record { nat; opt A }; service : (A) -> { \"f g\" : (vec A) -> (blob) query; }",
  ]

  static func mutant<Element>(
    _ elements: [Element], _ telling: [Element], _ random: inout Seeded
  ) -> [Element] {
    var mutant = elements
    for _ in 0...Int.random(in: 0..<4, using: &random) where !mutant.isEmpty {
      let place = Int.random(in: 0..<mutant.count, using: &random)
      let element = telling[Int.random(in: 0..<telling.count, using: &random)]
      switch Int.random(in: 0..<4, using: &random) {
      case 0: mutant[place] = element
      case 1: mutant.insert(element, at: place)
      case 2: mutant.remove(at: place)
      default: mutant.removeLast(min(mutant.count, place / 4))
      }
    }
    return mutant
  }

  @Test(arguments: 0..<8) func mutatedMessages(seed: Int) throws {
    var random = Seeded(seed: UInt64(seed))
    let source = CandidSource(
      name: "", text: "type L = opt record { int; L }; service : { a : () -> (L, blob, principal) }"
    )
    let interface = try CandidInterface(parsing: source)
    let expected = try #require(interface.methods.first).type.results
    var accepted = 0
    let telling: [UInt8] = [
      0, 1, 2, 4, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x7D, 0x7F, 0x80, 0xFF,
    ]
    for _ in 0..<1000 {
      let original = Self.messages[Int.random(in: 0..<Self.messages.count, using: &random)]
      let content = Array(Hex.bytes(original.filter { $0 != " " }).dropFirst(4))
      let bytes = CandidMessage.magic + Self.mutant(content, telling, &random)
      guard let message = try? CandidMessage(decoding: bytes) else { continue }
      accepted += 1
      _ = ValueText.pretty(message.values)
      _ = message.values.map(ValueJSON.text)
      _ = try? message.coerced(to: expected, in: interface.types)
    }
    #expect(accepted > 0 && accepted < 1000)
  }

  @Test(arguments: 0..<8) func mutatedTexts(seed: Int) {
    var random = Seeded(seed: UInt64(seed))
    let telling = Array("(){};:=,.\"\\/*-0x_euopt vec\u{301}é\n")
    for _ in 0..<1000 {
      let text = Self.texts[Int.random(in: 0..<Self.texts.count, using: &random)]
      let source = CandidSource(name: "", text: String(Self.mutant(Array(text), telling, &random)))
      do {
        _ = try ArgumentText.encodeInferring(source)
      } catch {
        #expect(!error.description.isEmpty)
      }
      do {
        _ = try CandidInterface(parsing: source)
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }

  @Test(.timeLimit(.minutes(1))) func manyTagsForManyValuesTakeNoLongTime() throws {
    let count = 20_000
    let tags = (0..<count).map { CandidType.Field(FieldLabel(id: UInt32($0)), .primitive(.null)) }
    let last = CandidValue.variant(CandidValue.Field(FieldLabel(id: UInt32(count - 1)), .null))
    let type = CandidType.vector(.variant(tags))
    let values = [CandidValue.vector(Array(repeating: last, count: 100_000))]
    let message = try CandidMessage(
      decoding: MessageWriter.message(values, of: [type], in: TypeTable()))
    #expect(try message.coerced(to: [type], in: TypeTable()) == values)
  }
}
