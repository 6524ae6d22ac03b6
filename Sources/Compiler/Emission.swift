/// The forms in which a compilation can end.
package enum Emission: String, Sendable, CaseIterable {
  case executable = "exe"
  case object
  case assembly
  case llvmIR = "llvm-ir"
  /// For other engines: what instrumentation puts in is written out (`WasmWriter`).
  case wasm
}
