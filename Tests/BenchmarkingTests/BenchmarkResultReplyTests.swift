import Benchmarking
import Testing

struct BenchmarkResultReplyTests {
  /// Types: measurement, scope, scopes, result; in the fields' order of their hashes.
  static let types: [UInt8] =
    Array("DIDL".utf8) + [
      4,
      0x6C, 4, 0xBC, 0xBE, 0xF1, 0x9B, 0x01, 0x78, 0x95, 0xE4, 0xED, 0x88, 0x04, 0x78,
      0xF5, 0x88, 0x8E, 0x99, 0x05, 0x78, 0xA5, 0xAD, 0xFE, 0xE9, 0x06, 0x78,
      0x6C, 2, 0, 0x71, 1, 0,
      0x6D, 1,
      0x6C, 2, 0xC4, 0xA7, 0xC9, 0xA1, 0x01, 0, 0xDF, 0xE0, 0xA7, 0xAB, 0x04, 2,
      1, 3,
    ]

  static func measurement(_ numbers: UInt8...) -> [UInt8] {
    numbers.flatMap { [$0, 0, 0, 0, 0, 0, 0, 0] }
  }

  static let reply =
    types + measurement(4, 1, 3, 2) + [1, 2, 0x61, 0x62] + measurement(8, 5, 7, 6)

  @Test func results() throws {
    let result = try BenchmarkResult(reply: Self.reply)
    #expect(
      result.total
        == Measurement(calls: 1, instructions: 2, heapIncrease: 3, stableMemoryIncrease: 4))
    #expect(
      result.scopes == [
        "ab": Measurement(calls: 5, instructions: 6, heapIncrease: 7, stableMemoryIncrease: 8)
      ])
  }

  /// `record { total : record { instructions : nat64; 4294967295 : text } }`.
  @Test func fieldsMayBeMissingAndMore() throws {
    let reply: [UInt8] =
      Array("DIDL".utf8) + [
        2,
        0x6C, 2, 0xA5, 0xAD, 0xFE, 0xE9, 0x06, 0x78, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x71,
        0x6C, 1, 0xC4, 0xA7, 0xC9, 0xA1, 0x01, 0,
        1, 1,
      ] + Self.measurement(9) + [1, 0x7A]
    let result = try BenchmarkResult(reply: reply)
    #expect(result == BenchmarkResult(total: Measurement(instructions: 9)))
  }

  @Test func everyPrefixIsRefused() {
    for count in Self.reply.indices {
      #expect(throws: ReplyError.self, "\(count)") {
        try BenchmarkResult(reply: Array(Self.reply.prefix(count)))
      }
    }
    #expect(throws: ReplyError.self) { try BenchmarkResult(reply: Self.reply + [0]) }
  }

  /// Any byte replaced by any other gives an error or a result, quickly.
  @Test func mutationsAreHarmless() {
    for place in Self.reply.indices {
      for value in [UInt8(0), 1, 0x40, 0x6C, 0x7F, 0x80, 0xFF] {
        var reply = Self.reply
        reply[place] = value
        _ = try? BenchmarkResult(reply: reply)
      }
    }
  }

  static let mistakes: [(reply: [UInt8], expected: String)] = [
    ([], "offset 0: no Candid message: it does not begin with DIDL"),
    (Array("DIDL".utf8) + [0, 0], "one value was expected"),
    (Array("DIDL".utf8) + [0, 1, 0x7F], "a record for the result was expected"),
    (Array("DIDL".utf8) + [1, 0x6C, 0, 1, 0], "the field total is missing"),
    // record { total : null }
    (
      Array("DIDL".utf8) + [1, 0x6C, 1, 0xC4, 0xA7, 0xC9, 0xA1, 0x01, 0x7F, 1, 0],
      "a record for total was expected"
    ),
    // record { total : record { instructions : text } }
    (
      Array("DIDL".utf8) + [
        2, 0x6C, 1, 0xA5, 0xAD, 0xFE, 0xE9, 0x06, 0x71, 0x6C, 1, 0xC4, 0xA7, 0xC9, 0xA1, 0x01, 0, 1,
        1, 0,
      ], "a nat64 for instructions of total was expected"
    ),
  ]

  @Test(arguments: mistakes)
  func mistakesAreNamed(reply: [UInt8], expected: String) {
    let error = #expect(throws: ReplyError.self) { try BenchmarkResult(reply: reply) }
    #expect(error?.description == expected)
  }

  /// Elements without bytes could be counted up to 2^63.
  @Test func scopesMustHaveNames() {
    var reply = Self.types
    reply.replaceSubrange(33..<37, with: [0, 0x78, 1, 0])
    #expect(throws: ReplyError.self) { try BenchmarkResult(reply: reply + Self.measurement(1)) }
  }
}
