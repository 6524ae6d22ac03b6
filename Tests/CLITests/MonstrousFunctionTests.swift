import Foundation
import TestSupport
import Testing

/// Functions for which less is done than for others: what they compute stays the same.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct MonstrousFunctionTests {
  /// Each is of a kind that some pass takes the square of its size for.
  private static let bodies: [(name: String, code: String)] = [
    ("long", longCode), ("deep", deepCode), ("crowded", crowdedCode), ("calling", callingCode),
    ("wide", wideCode), ("looping", loopingCode),
  ]

  /// Loads and stores in one block, beyond what is optimised.
  private static var longCode: String {
    (0..<12_000).map { index in
      """
      (i32.store (i32.const \(index * 4 % 4000)) (i32.add (i32.const \(index))
        (i32.add (i32.load (i32.const \(index * 12 % 4000))) (i32.load (i32.const 8)))))
      """
    }.joined()
  }

  private static var deepCode: String {
    String(repeating: "(loop ", count: 100) + "(i32.store (i32.const 0) (i32.const 7))"
      + String(repeating: ")", count: 100)
  }

  /// Comparisons with one value.
  private static var crowdedCode: String {
    (0..<800).map { index in
      """
      (if (i32.lt_u (global.get $value) (i32.const \(index)))
        (then (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))))
      """
    }.joined()
  }

  private static var callingCode: String {
    (0..<600).map { "(call $bump (i32.const \($0 * 4)))" }.joined()
  }

  /// A call of a function with more parameters than go on the stack.
  private static var wideCode: String {
    let values = (0..<100).map { "(i64.extend_i32_u (i32.load8_u (i32.const \($0 * 3))))" }
    return "(call $wide \(values.joined()))"
  }

  /// More loops in a row than are compared with each other.
  private static var loopingCode: String {
    (0..<320).map { index in
      """
      (local.set $pass (i32.const 0))
      (loop
        (i32.store (i32.const \(index * 4)) (i32.add (i32.load (i32.const 0)) (local.get $pass)))
        (br_if 0 (i32.lt_u (local.tee $pass (i32.add (local.get $pass) (i32.const 1)))
          (i32.const \(index % 5)))))
      """
    }.joined()
  }

  private static var text: String {
    let methods = bodies.map { name, code in
      """
      (func (export "canister_update \(name)") (local $pass i32)
        \(code) (call $append (i32.const 0) (i32.const 4096)) (call $reply))
      """
    }
    let sum = (0..<100).map { "(i64.mul (local.get \($0)) (i64.const \($0 + 1)))" }
    return """
      (module
        (import "ic0" "msg_reply" (func $reply))
        (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
        (memory 1)
        (global $value (mut i32) (i32.const 400))
        (func $bump (param i32)
          (i32.store (local.get 0) (i32.add (i32.const 3) (i32.load (local.get 0)))))
        (func $wide (param \(String(repeating: "i64 ", count: 100)))
          (i64.store (i32.const 0) \(sum.joined())
            \(String(repeating: "i64.add ", count: 99))))
        \(methods.joined(separator: "\n")))
      """
  }

  @Test func theirCodeDoesWhatTheInterpreterDoes() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Self.text), to: "monstrous.wasm")
      let id = RunCommandTests.id
      let messages = Self.bodies.map { "ingress \(id) \($0.name) 0x" }
      try tinsmith.write(
        (["install \(id) monstrous.wasm 0x"] + messages).joined(separator: "\n"),
        to: "script.drun")
      let expected = try tinsmith.run("run", "script.drun", "--engine", "interpreter")
      #expect(
        expected.outputText.components(separatedBy: "Completed: Reply: 0x").count
          == Self.bodies.count + 3, "of the canister, its code and each message")
      for options in [["-O2"], ["-O1"], ["-O2", "--loader", "memory"]] {
        let outcome = try tinsmith.run(["run", "script.drun"] + options)
        #expect(outcome.isSuccess, "\(outcome.errorText)")
        #expect(outcome.outputText == expected.outputText)
      }
    }
  }
}
