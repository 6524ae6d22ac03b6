import Foundation
import TestSupport
import Testing

/// A module that is large enough to be compiled in parts, whose functions call each other.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct LargeModuleTests {
  private static let functionCount = 128
  /// In each function; all together are more than two parts need.
  private static let stepCount = 280

  /// Each function of the first half calls one of the second, of which one can be told to trap.
  private static var text: String {
    let functions = (0..<functionCount).map { index in
      let steps = (0..<stepCount).map { step in
        "i64.const \(index * stepCount + step) i64.add i64.const 3 i64.mul"
      }
      let callee = index + functionCount / 2
      let call = callee < functionCount ? "call $f\(callee)" : ""
      let trap = index == 73 ? "i32.const 0 i32.load if unreachable end" : ""
      return "(func $f\(index) (param i64) (result i64) \(trap) local.get 0 "
        + "\(steps.joined(separator: " ")) \(call))"
    }
    let calls = (0..<functionCount).map { "call $f\($0)" }
    return """
      (module
        (import "ic0" "msg_reply" (func $reply))
        (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
        (memory 1)
        (func (export "canister_update sum")
          (i64.store (i32.const 8) (i64.const 1) \(calls.joined(separator: " ")))
          (call $append (i32.const 8) (i32.const 8))
          (call $reply))
        (func (export "canister_update near")
          (i32.store (i32.const 0) (i32.const 1)) (drop (call $f73 (i64.const 0))))
        (func (export "canister_update far")
          (i32.store (i32.const 0) (i32.const 1)) (drop (call $f9 (i64.const 0))))
        \(functions.joined(separator: "\n")))
      """
  }

  @Test func partsWorkTogetherHoweverTheyAreLoaded() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Self.text), to: "large.wasm")
      let id = RunCommandTests.id
      let messages = ["sum", "near", "far", "sum"].map { "ingress \(id) \($0) 0x" }
      try tinsmith.write(
        (["install \(id) large.wasm 0x"] + messages).joined(separator: "\n"), to: "script.drun")
      let expected = try tinsmith.run("run", "script.drun", "--engine", "interpreter")
      #expect(expected.outputText.components(separatedBy: "Completed: Reply: 0x").count == 5)
      #expect(expected.outputText.components(separatedBy: "\nf73\n").count == 3)
      #expect(expected.outputText.components(separatedBy: "\nf73\nf9\n").count == 2)
      for loader in ["linked", "memory"] {
        let outcome = try tinsmith.run("run", "script.drun", "-O0", "--loader", loader)
        #expect(outcome.isSuccess, "\(outcome.errorText)")
        #expect(outcome.outputText == expected.outputText)
      }
      #expect(try compiledParts(tinsmith) > 1)
    }
  }

  /// How many objects the archive in the cache has.
  private func compiledParts(_ tinsmith: Tinsmith) throws -> Int {
    let cache = tinsmith.folder.appending(path: "cache")
    let names = try FileManager.default.contentsOfDirectory(atPath: cache.path)
    let name = try #require(names.first { $0.hasSuffix(".a") })
    let archive = try Data(contentsOf: cache.appending(path: name))
    return (0..<10).count { archive.range(of: Data("\($0).o/            0 ".utf8)) != nil }
  }
}
