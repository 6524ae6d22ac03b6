import Foundation
import SystemAPI
import TestSupport
import WebAssembly

/// A function as `ic0.txt`, the list beside this file, has it.
struct InterfaceFunction: Equatable {
  var name: String
  var parameters: [SystemType]
  var result: SystemType?
  var contexts: SystemContexts
  var isWasm32Only: Bool

  struct Malformed: Error { let line: String }

  /// All functions of the list.
  static func list() throws -> [InterfaceFunction] {
    let file = PackageRoot.appending("Tests/SystemAPITests/Table/ic0.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("//") }.map { try InterfaceFunction(line: String($0)) }
  }

  /// Reads `ic0.NAME : (name : TYPE, …) -> TYPE // CONTEXTS [; wasm32 only]`.
  init(line: String) throws {
    let pattern = /ic0\.([a-z0-9_]+) : \((.*)\) -> (\(\)|\w+) *\/\/ ([^;]*)(; wasm32 only)?/
    guard let match = line.wholeMatch(of: pattern) else { throw Malformed(line: line) }
    name = String(match.1)
    parameters = try match.2.split(separator: ", ").map { parameter in
      try Self.type(parameter.split(separator: " : ").last ?? "", in: line)
    }
    result = match.3 == "()" ? nil : try Self.type(match.3, in: line)
    contexts = try match.4.split(separator: " ").reduce(into: []) { contexts, code in
      guard let context = Self.contexts[String(code)] else { throw Malformed(line: line) }
      contexts.formUnion(context)
    }
    isWasm32Only = match.5 != nil
  }

  private static func type(_ word: Substring, in line: String) throws -> SystemType {
    switch word {
    case "I": .address
    case "i32": .i32
    case "i64": .i64
    default: throw Malformed(line: line)
    }
  }

  /// The specification's codes.
  private static let contexts: [String: SystemContexts] = [
    "s": .start, "I": .initialization, "G": .preUpgrade, "U": .update, "RQ": .replicatedQuery,
    "NRQ": .nonReplicatedQuery, "TQ": .transformQuery, "CQ": .compositeQuery,
    "Ry": .replyCallback, "Rt": .rejectCallback, "CRy": .compositeReplyCallback,
    "CRt": .compositeRejectCallback, "C": .cleanup, "CC": .compositeCleanup,
    "F": .inspectMessage, "T": .systemTask,
    "*": SystemContexts(rawValue: 0xFFFF).subtracting(.start),
  ]
}
