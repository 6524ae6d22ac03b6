import SpecSuite
import TestSupport
import Testing
import Validation
import WebAssembly

/// A module that `wasm-tools smith` makes, and calls of its functions: all follow from a number.
struct RandomModule: CustomTestStringConvertible {
  let seed: UInt64

  var testDescription: String { "module \(seed)" }

  /// What can be asked of a module: it exports all it has, and every loop and call uses fuel, so
  /// that it ends.
  private static let arguments = [
    "smith", "--ensure-termination", "--fuel", "20000", "--export-everything", "true",
    "--max-imports", "0", "--min-types", "1", "--max-types", "5",
    "--min-funcs", "2", "--max-funcs", "6", "--max-data-segments", "4",
    "--max-element-segments", "4", "--max-table-elements", "1000",
    "--memory-max-size-required", "true",
    "--max-memory32-bytes", "655360", "--max-memory64-bytes", "655360",
    "--multi-value-enabled", "true", "--bulk-memory-enabled", "true",
    "--reference-types-enabled", "true", "--simd-enabled", "true",
    "--relaxed-simd-enabled", "true", "--tail-call-enabled", "true",
    "--saturating-float-to-int-enabled", "true", "--sign-extension-ops-enabled", "true",
    "--gc-enabled", "false", "--exceptions-enabled", "false", "--threads-enabled", "false",
    "--shared-everything-threads-enabled", "false", "--custom-page-sizes-enabled", "false",
    "--wide-arithmetic-enabled", "false", "--custom-descriptors-enabled", "false",
    "--compact-imports-enabled", "false", "--canonicalize-nans", "false",
  ]

  func bytes() throws -> [UInt8] {
    var random = Randomness(seed: seed)
    let choices = [
      "--memory64-enabled", random.chance(1, in: 3) ? "true" : "false",
      "--max-memories", random.chance(1, in: 3) ? "3" : "1",
      "--max-tables", random.chance(1, in: 2) ? "3" : "1",
      // Random code traps early if nothing keeps it from doing so.
      "--disallow-traps", random.chance(2, in: 3) ? "true" : "false",
      "--max-instructions", "\([60, 200, 600][random.below(3)])",
    ]
    let entropy = (0..<[6000, 20_000, 80_000][random.below(3)]).map { _ in random.byte() }
    return try WasmTools.run(Self.arguments + choices, input: entropy).output
  }

  /// Arguments for a function: often those at which operators turn.
  func arguments(of type: FunctionType, call: Int) -> [SpecValue] {
    var random = Randomness(seed: seed &* 31 &+ UInt64(call))
    return type.parameters.map { parameter in
      switch parameter {
      case .i32, .f32: .number(parameter, V128(low: random.word() & 0xFFFF_FFFF, high: 0))
      case .i64, .f64: .number(parameter, V128(low: random.word(), high: 0))
      case .v128: .number(parameter, V128(low: random.word(), high: random.word()))
      case .funcref: .null(.funcref)
      case .externref: random.chance(1, in: 2) ? .null(.externref) : .external(7)
      }
    }
  }
}

/// Numbers that follow from a seed (SplitMix64).
struct Randomness {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
  mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next()) }
  mutating func chance(_ part: Int, in whole: Int) -> Bool { below(whole) < part }

  /// Any bits, or those where something turns: zero, one, the ends of the ranges, small numbers.
  mutating func word() -> UInt64 {
    switch below(6) {
    case 0: 0
    case 1: .max
    case 2: 1 << 63 | 1 << 31
    case 3: UInt64(below(256))
    case 4: 0x7FF0_0000_7F80_0000
    default: next()
    }
  }
}
