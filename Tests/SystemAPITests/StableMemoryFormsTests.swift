import CanisterProcess
import Executions
import Foundation
import Instrumentation
import TestSupport
import Testing

/// Stable memory in its two forms: as loads and stores, and as calls of the runtime.
@Suite(.enabled(if: CompiledCanister.isPossible, Comment(rawValue: CompiledCanister.absence)))
struct StableMemoryFormsTests {
  /// The observable results of a message.
  private struct Trace: Equatable {
    var result: Outcome.Result
    var changedPages: [UInt64]
    var status: InstanceStatus
    /// The contents of heap and stable memory.
    var memories: [[Int: [UInt8]]]
  }

  private static func traces(
    of text: String, stable: StableMemoryForm, optimization: OptimizationLevel
  ) throws -> [Trace] {
    var traces: [Trace] = []
    try CompiledCanister.with(text, stable: stable, optimization: optimization) { canister in
      try canister.install()
      for method in 0..<StableProgram.methodCount {
        let outcome = try canister.execute(.update, "m\(method)")
        traces.append(
          Trace(
            result: outcome.result,
            changedPages: [outcome.changedHeapPages, outcome.changedStablePages],
            status: try canister.status(),
            memories: try ["wasm_memory.bin", "stable_memory.bin"].map {
              try SparseFile.pages(of: canister.stateDirectory.appending(path: $0))
            }))
      }
    }
    return traces
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>, [false, true])
  func randomProgramsDoTheSameInBoth(seed: UInt64, is64Bit: Bool) throws {
    let text = StableProgram.text(seed: seed, is64Bit: is64Bit)
    let inline = try Self.traces(of: text, stable: .inline, optimization: .standard)
    let call = try Self.traces(of: text, stable: .call, optimization: .none)
    #expect(inline == call)
    // Neither did all fail, nor did none.
    let failures = inline.count { if case .error = $0.result { true } else { false } }
    #expect(failures > 0 && failures < inline.count)
    #expect(inline.contains { $0.changedPages[1] > 0 })
  }

  /// Reads as many pages as its argument says, a byte of each.
  static let reader = """
    (module
      (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "stable64_grow" (func $grow (param i64) (result i64)))
      (import "ic0" "stable64_read" (func $read (param i64 i64 i64)))
      (memory 1)
      (func (export "canister_init") (drop (call $grow (i64.const 40000))))
      (func $run (export "canister_query read") (local $page i64)
        (call $copy (i32.const 0) (i32.const 0) (i32.const 4))
        (loop $next
          (call $read (i64.const 8) (i64.shl (local.get $page) (i64.const 12)) (i64.const 1))
          (local.set $page (i64.add (local.get $page) (i64.const 1)))
          (br_if $next
            (i64.lt_u (local.get $page) (i64.load32_u (i32.const 0)))))
        ;; What was counted once is free.
        (call $read (i64.const 8) (i64.const 0) (i64.const 4096))
        (call $reply))
      (func (export "canister_update read more") (call $run)))
    """

  static let accessLimit = ExecutionError(
    .memoryAccessLimit,
    "Exceeded the limit for the number of accessed pages in the stable memory in a single message "
      + "execution: limit 2097152 KB for regular messages and 1048576 KB for queries.")

  @Test(arguments: StableMemoryForm.allCases)
  func pagesOfAMessageAreLimited(stable: StableMemoryForm) throws {
    try CompiledCanister.with(Self.reader, stable: stable, optimization: .standard) { canister in
      try canister.install()
      func read(
        _ entry: Execution.Entry, _ method: String, pages: UInt32
      ) throws -> Outcome.Result {
        try canister.execute(entry, method) { execution in
          execution.argument = withUnsafeBytes(of: pages.littleEndian) { Array($0) }
        }.result
      }
      #expect(try read(.query, "read", pages: 262_144) == .reply([]))
      #expect(
        try read(.query, "read", pages: 262_145) == .error(Self.accessLimit))
      #expect(try read(.query, "read", pages: 1) == .reply([]))
      #expect(try read(.update, "read more", pages: 262_145) == .reply([]))
      #expect(
        try read(.update, "read more", pages: 524_289)
          == .error(Self.accessLimit))
    }
  }
}
