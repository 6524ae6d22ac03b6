import Foundation

@testable import Candid

/// A script of Candid's conformance tests: definitions of types, then assertions.
struct ConformanceScript {
  let assertions: [Assertion]

  /// That inputs can or can't be read at types, or are equal or not.
  struct Assertion: CustomStringConvertible {
    let input: Input
    let relation: Relation
    /// What the input is compared with.
    let other: Input?
    let types: [CandidType]
    let table: TypeTable
    let description: String
  }

  /// What is asserted.
  enum Relation: String {
    case readable = ":"
    case unreadable = "!:"
    case equal = "=="
    case unequal = "!="
  }

  /// A message, in one of two forms.
  enum Input {
    case text(CandidSource)
    case binary([UInt8])

    /// The values at the types, or why there are none.
    func values(
      _ types: [CandidType], _ table: TypeTable
    ) -> Result<[CandidValue], any Error> {
      Result {
        let bytes =
          switch self {
          case .text(let source): try ArgumentText.encode(source, as: types, in: table)
          case .binary(let bytes): bytes
          }
        return try CandidMessage(decoding: bytes).coerced(to: types, in: table)
      }
    }
  }

  init(_ url: URL) throws {
    // Comments of several lines show assertions that are not meant.
    let text = try String(contentsOf: url, encoding: .utf8)
      .replacing(try Regex("(?ms)^/\\*.*?\\*/"), with: "")
    let quoted = #""(?:[^"\\]|\\.)*""#
    let input = "((?:blob\\s+)?\(quoted))"
    let assertion = try Regex(
      "(?m)^assert\\s+\(input)\\s*(!:|:|==|!=)\\s*(?:\(input)\\s*:)?\\s*(\\((?:.|\\n)*?\\))"
        + "\\s*(\(quoted))?\\s*;[ \\t]*(?=$|//)",
      as: (Substring, Substring, Substring, Substring?, Substring, Substring?).self)
    let matches = text.matches(of: assertion)
    // Each assertion must have been understood.
    let count = text.split(separator: "\n").count { $0.hasPrefix("assert ") }
    guard matches.count == count else {
      throw Failure(reason: "\(matches.count) of \(count) assertions were read")
    }
    let definitions = text[..<(matches.first?.range.lowerBound ?? text.endIndex)]
    assertions = try matches.map { match in
      let (_, input, relation, other, types, description) = match.output
      guard let relation = Relation(rawValue: String(relation)) else {
        throw Failure(reason: "\(relation) is no relation")
      }
      let interface = try CandidInterface(
        parsing: CandidSource(
          name: url.lastPathComponent, text: "\(definitions)\nservice : { go : \(types) -> () }"))
      return Assertion(
        input: try Self.input(input), relation: relation, other: try other.map(Self.input),
        types: interface.methods.first?.type.arguments ?? [], table: interface.types,
        description: String(description ?? input))
    }
  }

  private static func input(_ text: Substring) throws -> Input {
    let isBinary = text.hasPrefix("blob")
    let literal = isBinary ? text.drop { $0 != "\"" } : text
    let reader = try TokenReader(CandidSource(name: "input", text: String(literal)))
    guard case .text(let bytes) = reader.next.kind else {
      throw Failure(reason: "\(literal) is no text")
    }
    if isBinary { return .binary(bytes) }
    return .text(CandidSource(name: "input", text: String(decoding: bytes, as: UTF8.self)))
  }

  /// A script that was not understood.
  struct Failure: Error {
    let reason: String
  }
}
