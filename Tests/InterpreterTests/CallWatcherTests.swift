import Instrumentation
import TestSupport
import Testing
import Validation
import WebAssembly

@testable import Interpreter

/// The tree of calls, and their costs.
@Suite(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
struct CallWatcherTests {
  private static let module = """
    (module
      (table 2 funcref) (elem (i32.const 0) $leaf $traps)
      (func $leaf (export "leaf") (nop) (nop))
      (func $traps (nop) (unreachable))
      (func $twice (call $leaf) (call $leaf) (nop))
      (func $tail (return_call $leaf))
      (func $down (param i32)
        (if (local.get 0) (then (call $down (i32.sub (local.get 0) (i32.const 1))))))
      (func (export "calls")
        (call $twice) (nop) (call $leaf) (call $tail) (call_indirect (i32.const 0)))
      (func (export "recursion") (call $down (i32.const 2)))
      (func (export "early") (block (block (call $leaf) (br 1)) (call $twice)) (call $leaf))
      (func (export "trap") (call $leaf) (call_indirect (i32.const 1)) (call $leaf)))
    """

  /// The profile of an export, a line for each node: its depth, its function and its own cost.
  private func profile(_ export: String) throws -> (lines: [String], used: UInt64) {
    let options = CodeOptions(stableMemory: .call, metering: .exact)
    let validated = try Validator.validate(
      ModuleDecoder(features: .ic).decode(WasmTools.parse(Self.module)))
    let store = Store()
    let instance = try store.instantiate(
      Pipeline.instrument(validated, options: options, watchesCalls: true))
    let watcher = CallWatcher()
    store.stack.watcher = watcher
    store.instructionsLeft = 1000
    watcher.begin(instructionsLeft: 1000)
    _ = try? instance.invoke(export)
    watcher.end(instructionsLeft: store.instructionsLeft)
    let profile = watcher.profile
    var depths: [Int] = []
    for caller in profile.callers { depths.append(caller < 0 ? 0 : depths[caller] + 1) }
    let lines = profile.functions.indices.map {
      "\(depths[$0]): \(profile.functions[$0]) \(profile.costs[$0])"
    }
    #expect(profile.costs.reduce(0, +) == UInt64(1000 - store.instructionsLeft))
    return (lines, UInt64(1000 - store.instructionsLeft))
  }

  /// The same without costs.
  private func functions(_ export: String) throws -> [String] {
    try profile(export).lines.map {
      $0.split(separator: " ").dropLast().joined(separator: " ")
    }
  }

  /// The last three calls of `leaf` follow each other, and so are one; the tail call stands where
  /// its caller stood.
  @Test func callsAreATree() throws {
    let calls = try profile("calls")
    #expect(
      try functions("calls") == ["0: 5", "1: 2", "2: 0", "1: 0", "1: 3", "1: 0"],
      "\(calls.lines)")
    #expect(calls.used > 20)
    #expect(try functions("recursion") == ["0: 6", "1: 4", "2: 4", "3: 4"])
    #expect(try functions("early") == ["0: 7", "1: 0"])
    #expect(try functions("trap") == ["0: 8", "1: 0", "1: 1"])
  }

  /// Where there is no room, the caller has what its callees use.
  @Test func nodesAreLimited() {
    let watcher = CallWatcher()
    watcher.begin(instructionsLeft: .max)
    var left = Int64.max
    watcher.note(0, depth: 0, isEntry: true, instructionsLeft: left)
    for call in 0..<UInt32(CallProfile.maximumCount + 10) {
      watcher.note(1 + call, depth: 1, isEntry: true, instructionsLeft: left)
      left -= 3
      watcher.note(0, depth: 0, isEntry: false, instructionsLeft: left)
    }
    watcher.end(instructionsLeft: left)
    #expect(watcher.profile.functions.count == CallProfile.maximumCount)
    #expect(!watcher.profile.isComplete && watcher.profile.costs[0] == 33)
    #expect(watcher.profile.costs.reduce(0, +) == 3 * UInt64(CallProfile.maximumCount + 10))
  }
}
