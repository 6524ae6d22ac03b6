import CanisterProcess
import CanisterRuntime
import Executions
import Instrumentation
import Interpreter
import TestSupport
import Testing
import Validation
import WebAssembly

/// The same counts from compiled code in both its forms and from the interpreter, on programs that
/// nobody has thought of.
@Suite(.enabled(if: CompiledCanister.isPossible, Comment(rawValue: CompiledCanister.absence)))
struct MeteringFormsTests {
  /// How a call ended, and what it used.
  private struct Trace: Equatable, CustomStringConvertible {
    /// The words of the error; nil for a return.
    var error: String?
    var instructions: UInt64

    var description: String { "\(instructions) \(error ?? "returned")" }
  }

  private static func compiled(
    _ bytes: [UInt8], _ metering: MeteringForm, limit: UInt64, optimization: OptimizationLevel
  ) throws -> [Trace] {
    var traces: [Trace] = []
    try CompiledCanister.with(bytes, metering: metering, optimization: optimization) { canister in
      try canister.install()
      try canister.send(.configure(CompiledCanister.configuration(instructionLimit: limit)))
      for method in 0..<RandomModule.methodCount {
        let outcome = try canister.execute(.query, "m\(method)")
        var trace = Trace(instructions: outcome.instructions)
        trace.error = outcome.error?.message
        traces.append(trace)
      }
    }
    return traces
  }

  private static func interpreted(_ bytes: [UInt8], limit: Int64) throws -> [Trace] {
    let module = Pipeline.instrument(
      try Validator.validate(ModuleDecoder(features: .ic).decode(bytes)),
      options: CodeOptions(stableMemory: .call, metering: .reference))
    return try (0..<RandomModule.methodCount).map { method in
      let store = Store()
      let instance = try store.instantiate(module)
      store.instructionsLeft = limit
      var trace = Trace(instructions: 0)
      do throws(TrapReport) {
        _ = try instance.invoke("canister_query m\(method)")
      } catch {
        trace.error =
          error.trap == .instruction_limit
          ? "Canister exceeded the limit of \(limit) instructions for single message execution."
          : "Canister trapped: " + String(cString: rt_trap_ic_text(error.trap))
      }
      trace.instructions = UInt64(limit - max(0, store.instructionsLeft))
      return trace
    }
  }

  @Test(arguments: 2...9 as ClosedRange<UInt64>)
  func countsAgree(seed: UInt64) throws {
    let bytes = try RandomModule.bytes(seed: seed, traps: false)
    let expected = try Self.interpreted(bytes, limit: 1_000_000_000)
    #expect(expected.contains { $0.instructions > 100 })
    for metering in [MeteringForm.exact, .reference] {
      let found = try Self.compiled(
        bytes, metering, limit: 1_000_000_000, optimization: .standard)
      #expect(found == expected, "\(metering)")
    }
  }

  /// A limit that is met on the way is met by all.
  @Test(arguments: 2...9 as ClosedRange<UInt64>)
  func limitsAgree(seed: UInt64) throws {
    let bytes = try RandomModule.bytes(seed: seed, traps: false)
    let counts = try Self.interpreted(bytes, limit: 1_000_000_000).map(\.instructions)
    let most = try #require(counts.max())
    for limit in [most - 1, most / 2, most / 3 + 7] {
      let expected = try Self.interpreted(bytes, limit: Int64(limit))
      for metering in [MeteringForm.exact, .reference] {
        let found = try Self.compiled(bytes, metering, limit: limit, optimization: .less)
        #expect(found == expected, "\(metering), limit \(limit)")
      }
    }
  }

  /// Each trap that compiled code sees by itself leaves the count as it is.
  ///
  /// Of an access out of bounds only reference form knows the count.
  @Test(arguments: 12...19 as ClosedRange<UInt64>)
  func trapsLeaveTheCount(seed: UInt64) throws {
    let bytes = try RandomModule.bytes(seed: seed, traps: true)
    let expected = try Self.interpreted(bytes, limit: 1_000_000_000)
    let reference = try Self.compiled(
      bytes, .reference, limit: 1_000_000_000, optimization: .standard)
    let exact = try Self.compiled(bytes, .exact, limit: 1_000_000_000, optimization: .standard)
    #expect(reference == expected)
    #expect(exact.map(\.error) == expected.map(\.error))
    for (found, expected) in zip(exact, expected)
    where expected.error?.hasSuffix("heap out of bounds") != true {
      #expect(found == expected)
    }
  }
}
