import Foundation
import Testing

@testable import Candid

/// 512 levels of nesting are read and printed; more are refused.
struct DepthTests {
  static let maximum = 512

  /// The forms in which values nest, around a number: what comes before and after it.
  static let forms: [(before: String, after: String, type: String)] = [
    ("opt ", "", "opt "), ("vec { ", " }", "vec "), ("record { ", " }", "record { "),
    ("variant { a = ", " }", "variant { a : "), ("record { a = ", " }", "record { a : "),
    ("opt (", ")", "opt "),
  ]

  static func text(_ form: Int, depth: Int) -> String {
    String(repeating: forms[form].before, count: depth) + (form == 0 ? "5" : "5 : nat")
      + String(repeating: forms[form].after, count: depth)
  }

  /// In a thread whose stack is less than what the system gives.
  static func onSmallStack(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation {
      (continuation: CheckedContinuation<Void, any Error>) in
      let thread = Thread { continuation.resume(with: Result(catching: body)) }
      thread.stackSize = 5 << 20
      thread.start()
    }
  }

  @Test(arguments: forms.indices) func valuesOfTheLargestDepth(form: Int) async throws {
    try await Self.onSmallStack {
      let source = CandidSource(name: "", text: "(\(Self.text(form, depth: Self.maximum)))")
      let bytes = try ArgumentText.encodeInferring(source)
      let message = try CandidMessage(decoding: bytes)
      let line = ValueText.line(message.values)
      #expect(ValueText.pretty(message.values).contains("5 : "))
      #expect(ValueJSON.text(message.values[0]).contains("\"5\""))
      let again = try ArgumentText.encodeInferring(CandidSource(name: "", text: line))
      #expect(form == 3 || form == 4 || again == bytes)
      let closings = Self.forms[form].type.contains("{") ? Self.maximum : 0
      let type =
        String(repeating: Self.forms[form].type, count: Self.maximum) + (form == 0 ? "int" : "nat")
        + String(repeating: " }", count: closings)
      let interface = try CandidInterface(
        parsing: CandidSource(name: "", text: "service : { f : (\(type)) -> () }"))
      let types = interface.methods[0].type.arguments
      #expect(try ArgumentText.encode(source, as: types, in: interface.types) == bytes)
      #expect(try message.coerced(to: types, in: interface.types) == message.values)
      #expect(TypeText.list(types, in: interface.types).contains(form == 0 ? "int" : "nat"))
    }
  }

  @Test(arguments: forms.indices, [513, 20_000])
  func deeperValuesAreRefused(form: Int, depth: Int) async throws {
    try await Self.onSmallStack {
      let source = CandidSource(name: "", text: "(\(Self.text(form, depth: depth)))")
      let error = #expect(throws: CandidTextError.self) {
        try ArgumentText.encodeInferring(source)
      }
      #expect(error?.kind == .tooDeep)
      #expect(error?.description.contains("nested deeper than 512") == true)
    }
  }

  @Test(arguments: ["opt ", "vec ", "record { ", "variant { a : ", "func (", "service { a : ("])
  func deeperTypesAreRefused(form: String) async throws {
    try await Self.onSmallStack {
      let type = String(repeating: form, count: Self.maximum + 1)
      let error = #expect(throws: CandidTextError.self) {
        try CandidInterface(parsing: CandidSource(name: "", text: "type T = \(type)"))
      }
      #expect(error?.kind == .tooDeep)
    }
  }

  /// A type that contains itself lets a message nest as deep as it is long.
  @Test(arguments: [512, 513, 20_000]) func messagesOfAnyDepth(depth: Int) async throws {
    try await Self.onSmallStack {
      let bytes = Hex.bytes("4449444c016e000100") + [UInt8](repeating: 1, count: depth) + [0]
      if depth > Self.maximum {
        #expect(throws: CandidDecodingError.self) { try CandidMessage(decoding: bytes) }
      } else {
        let message = try CandidMessage(decoding: bytes)
        #expect(ValueText.pretty(message.values).contains("opt null"))
      }
    }
  }

  @Test func parenthesesAreBounded() async throws {
    try await Self.onSmallStack {
      for depth in [512, 513, 20_000] {
        let text =
          String(repeating: "(", count: depth + 1) + "5" + String(repeating: ")", count: depth + 1)
        let result = Result { try ArgumentText.encodeInferring(CandidSource(name: "", text: text)) }
        #expect((try? result.get()) == (depth == 512 ? Hex.bytes("4449444c00017c05") : nil))
      }
    }
  }
}
