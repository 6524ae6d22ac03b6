import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct InterpretCommandTests {
  @Test func modulesThatAreNoCanistersAreRefused() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Modules.wasi), to: "wasi.wasm")
      let outcome = try tinsmith.run("interpret", "wasi.wasm", "methods")
      #expect(outcome.status == 1 && outcome.output.isEmpty)
      #expect(outcome.errorText.contains("wasi.wasm: ") && outcome.errorText.contains("wasi2ic"))
    }
  }
}
