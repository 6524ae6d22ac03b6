import Admission
import TestSupport
import Testing
import WebAssembly

/// The first failing check decides what is reported.
///
/// Each module breaks a rule and all those that are looked at after it.
@Suite(.enabled(if: WasmTools.isAvailable, Comment(rawValue: WasmTools.absence)))
struct AdmissionOrderTests {
  /// Parts that break one rule each, in the order of the checks.
  static let parts: [(text: String, isReported: @Sendable (AdmissionError.Kind) -> Bool)] = [
    ("(func $invalid (result i32) nop)", { if case .invalid = $0 { true } else { false } }),
    (
      #"(import "ic0" "nothing" (func))"#, { if case .unknownFunction = $0 { true } else { false } }
    ),
    (#"(func (export "canister_start"))"#, { $0 == .reservedSymbol("canister_start") }),
    ("(global funcref (ref.null func))", { $0 == .globalType(.funcref) }),
    (
      "(table 1 funcref) (table 1 funcref)", { if case .tooManyTables = $0 { true } else { false } }
    ),
    (
      "(func (table.set 0 (i32.const 0) (ref.null func)))",
      { if case .unsupportedInstruction = $0 { true } else { false } }
    ),
    (#"(@custom "icp:" "")"#, { $0 == .metadataWithoutScope("icp:") }),
    (
      #"(memory 0) (data (i32.const 0) "x")"#,
      { if case .segmentOutOfMemory = $0 { true } else { false } }
    ),
  ]

  @Test(arguments: parts.indices)
  func firstFailingCheckIsReported(first: Int) throws {
    // Imports must come first in the text.
    let texts = Self.parts[first...].map(\.text).sorted { a, _ in a.hasPrefix("(import") }
    // A body that sets a table element needs a table, which the part before it has brought.
    let table = first == 5 ? "(table 1 funcref)" : ""
    let bytes = try WasmTools.parse("(module \(texts.joined(separator: "\n")) \(table))")
    let error = try #require(throws: AdmissionError.self) { try CanisterModule.admit(bytes) }
    #expect(Self.parts[first].isReported(error.kind), "\(error)")
  }

  /// Within exports, one after the other; only then their number.
  @Test func exportsAreCheckedInTheirOrder() throws {
    let bytes = try WasmTools.parse(
      #"""
      (module (func $f (param i32)) (func $g)
        (export "canister_query a" (func $f))
        (export "stable_memory" (func $g)))
      """#)
    let error = try #require(throws: AdmissionError.self) { try CanisterModule.admit(bytes) }
    #expect(error.location == .export(index: 0, name: "canister_query a"))
  }
}
