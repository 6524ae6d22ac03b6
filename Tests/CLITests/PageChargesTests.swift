import Foundation
import TestSupport
import Testing

/// Pages of memory are charged by the regime that the user has chosen.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct PageChargesTests {
  /// The ways to run a canister that count.
  static let engines = [
    ["--metering", "exact", "--stable", "inline"], ["--metering", "exact", "--stable", "call"],
    ["--metering", "reference", "--stable", "inline"],
    ["--metering", "reference", "--stable", "call", "-O0"],
    ["--loader", "memory", "--stable", "inline"],
    ["--engine", "interpreter", "--stable", "inline"],
    ["--engine", "interpreter", "--stable", "call"],
  ]

  private struct Message: Decodable, Equatable {
    let instructions: UInt64
    let pageCharges: String
    let code: String?
    let hex: String?
  }

  /// Installs a module in text form, and calls methods of it.
  private static func run(
    _ module: String, _ calls: [String], regime: String? = "tracker", options: [String]
  ) throws -> [Message] {
    var messages: [Message] = []
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(module), to: "module.wasm")
      let lines = ["install $ID module.wasm 0x"] + calls
      try tinsmith.write(
        lines.joined(separator: "\n").replacing("$ID", with: RunCommandTests.id), to: "script.drun")
      let regime = regime.map { ["--page-charges", $0] } ?? []
      let outcome = try tinsmith.run(["run", "script.drun", "--json"] + regime + options)
      #expect(outcome.errorText.isEmpty)
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      messages = try outcome.outputText.split(separator: "\n").map {
        try decoder.decode(Message.self, from: Data($0.utf8))
      }
    }
    // The first two are the creation and the installation.
    try #require(messages.count == calls.count + 2)
    return Array(messages.dropFirst(2))
  }

  /// Two heap stores and a load, and stable memory written, read past the tracker and read by it.
  private static let touches = """
    (module
      (import "ic0" "stable64_grow" (func $grow (param i64) (result i64)))
      (import "ic0" "stable64_write" (func $write (param i64 i64 i64)))
      (import "ic0" "stable64_read" (func $read (param i64 i64 i64)))
      (memory 4)
      (func (export "canister_init") (drop (call $grow (i64.const 4))))
      (func $heap
        (i64.store (i32.const 0) (i64.const 1)) (i64.store (i32.const 4096) (i64.const 1))
        (drop (i64.load (i32.const 65536))))
      (func $edge (i64.store (i32.const 65532) (i64.const 1)))
      (func $stable
        (call $read (i64.const 0) (i64.const 0) (i64.const 8))
        (call $read (i64.const 0) (i64.const 0) (i64.const 8))
        (call $write (i64.const 65536) (i64.const 0) (i64.const 8)))
      (func (export "canister_update heap") (call $heap))
      (func (export "canister_update edge") (call $edge))
      (func (export "canister_update stable") (call $stable))
      (func (export "canister_query heap?") (call $heap))
      (func (export "canister_query edge?") (call $edge))
      (func (export "canister_query stable?") (call $stable)))
    """

  /// Beside pages: 6 and 1, and the instructions of the function, with 28 for each copy.
  @Test(arguments: engines)
  func trackerChargesEachPageOnceForAccessAndWrite(engine: [String]) throws {
    let methods = ["heap", "edge", "stable"]
    let messages = try Self.run(
      Self.touches,
      methods.map { "ingress $ID \($0) 0x" } + methods.map { "query $ID \($0)? 0x" },
      options: engine)
    let code: [UInt64] = [6 + 10, 6 + 4, 6 + 1 + 3 * (3 + 5 + 28)]
    // Stable memory's first read goes past the tracker: its heap end is written, and read later.
    let updates: [UInt64] = [3, 4, 2 + 1 + 2]
    let queries: [UInt64] = [2, 2, 1 + 1 + 1]
    #expect(
      messages.map(\.instructions)
        == zip(code + code, updates + queries).map { $0 + 80_000 * $1 })
    #expect(messages.allSatisfy { $0.pageCharges == "tracker" })
  }

  @Test func classicRegimeIsTheUsualOne() throws {
    let messages = try Self.run(
      Self.touches, ["ingress $ID heap 0x", "query $ID heap? 0x"], regime: nil, options: [])
    #expect(messages.map(\.instructions) == [16 + 2000, 16])
    #expect(messages.allSatisfy { $0.pageCharges == "classic" })
  }

  /// A page is charged without looking at the counter; the next check finds what is left.
  @Test(arguments: engines)
  func chargesEndAMessageAtTheNextCheck(engine: [String]) throws {
    let module = """
      (module (memory 1)
        (func (export "canister_update ends") (drop (i32.load (i32.const 0))))
        (func (export "canister_update goes_on") (drop (i32.load (i32.const 0))) (loop)))
      """
    let messages = try Self.run(
      module, ["ingress $ID ends 0x", "ingress $ID goes_on 0x"],
      options: engine + ["--instruction-limit", "50000"])
    #expect(messages.map(\.code) == ["IC0506", "IC0522"])
    #expect(messages.map(\.instructions) == [50_000, 50_000])
  }

  /// What a fault ends has paid for the pages before it.
  @Test(arguments: engines)
  func faultsLeaveTheCharges(engine: [String]) throws {
    let module = """
      (module (memory 1)
        (func (export "canister_update u")
          (drop (i32.load (i32.const 8))) (drop (i32.load (i32.const 70000)))))
      """
    let message = try Self.run(module, ["ingress $ID u 0x"], options: engine)[0]
    #expect(message.code == "IC0502")
    #expect(message.instructions == 80_007)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>, [false, true])
  func enginesAgreeOnRandomPrograms(seed: UInt64, is64Bit: Bool) throws {
    let module = PageProgram.text(seed: seed, is64Bit: is64Bit)
    let calls = (0..<PageProgram.methodCount).flatMap {
      ["ingress $ID u\($0) 0x", "query $ID q\($0) 0x"]
    }
    let expected = try Self.run(module, calls, options: ["--engine", "interpreter"])
    #expect(expected.contains { $0.hex != nil })
    #expect(expected.contains { $0.instructions > 10 * 80_000 })
    for engine in Self.engines {
      #expect(try Self.run(module, calls, options: engine) == expected, "\(engine)")
    }
  }
}
