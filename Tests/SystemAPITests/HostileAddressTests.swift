import Executions
import Instrumentation
import Testing

/// Addresses from everywhere: what lies outside of a memory traps, and nothing else is touched.
@Suite(.enabled(if: CompiledCanister.isPossible, Comment(rawValue: CompiledCanister.absence)))
struct HostileAddressTests {
  private static let memoryBytes: UInt64 = 65536
  private static let offsets: [UInt64] = [0, 1, 8, 65528, 65535, 65536, 1 << 31, (1 << 32) - 1]
  private static let wideOffsets: [UInt64] = [1 << 32, 1 << 33, 1 << 63, .max - 7, .max]
  private static let indexes: [UInt64] = [
    0, 1, 65528, 65529, 65535, 65536, 1 << 31, (1 << 32) - 8, (1 << 32) - 1,
  ]
  private static let wideIndexes: [UInt64] = [1 << 32, 1 << 33, 1 << 47, 1 << 63, .max - 7, .max]

  /// Accesses of different sizes, with the value that a store has.
  private static let accesses: [(name: String, sizeBytes: UInt64, value: String?)] = [
    ("i32.load8_u", 1, nil), ("i64.load", 8, nil), ("v128.load", 16, nil),
    ("i32.store8", 1, "i32.const 1"), ("i64.store", 8, "i64.const 1"),
    ("v128.store", 16, "v128.const i64x2 1 1"),
  ]

  private static func text(is64Bit: Bool, offsets: [UInt64]) -> String {
    let type = is64Bit ? "i64" : "i32"
    var methods = ""
    for access in accesses {
      for offset in offsets {
        let operands = "(local.get $index) \(access.value.map { "(\($0))" } ?? "")"
        let instruction = "(\(access.name) offset=\(offset) \(operands))"
        methods += """
          (func (export "canister_query \(access.name) \(offset)") (local $index \(type))
            (local.set $index (call $index))
            \(access.value == nil ? "(drop \(instruction))" : instruction)
            (call $reply))

          """
      }
    }
    let narrow = is64Bit ? "" : "i32.wrap_i64"
    return """
      (module
        (import "ic0" "msg_reply" (func $reply))
        (import "ic0" "msg_arg_data_copy" (func $copy (param \(type) \(type) \(type))))
        (memory \(is64Bit ? "i64 " : "")1)
        (func $index (result \(type))
          (call $copy (\(type).const 0) (\(type).const 0) (\(type).const 8))
          (i64.load (\(type).const 0)) \(narrow))
        \(methods))
      """
  }

  @Test(arguments: [false, true])
  func accessesTrapExactlyWhereMemoryEnds(is64Bit: Bool) throws {
    let offsets = Self.offsets + (is64Bit ? Self.wideOffsets : [])
    let text = Self.text(is64Bit: is64Bit, offsets: offsets)
    try CompiledCanister.with(text, optimization: .standard) { canister in
      try canister.install()
      for access in Self.accesses {
        for offset in offsets {
          for index in Self.indexes + (is64Bit ? Self.wideIndexes : []) {
            let end = UInt128(index) + UInt128(offset) + UInt128(access.sizeBytes)
            let expected =
              end <= UInt128(Self.memoryBytes) ? nil : "Canister trapped: heap out of bounds"
            let outcome = try canister.execute(.query, "\(access.name) \(offset)") { execution in
              execution.argument = withUnsafeBytes(of: index.littleEndian) { Array($0) }
            }
            #expect(
              outcome.error?.message == expected, "\(access.name) offset=\(offset) at \(index)")
          }
        }
      }
    }
  }

  @Test(arguments: StableMemoryForm.allCases)
  func tableIndexesAreChecked(stable: StableMemoryForm) throws {
    let text = """
      (module
        (import "ic0" "msg_reply" (func $reply))
        (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
        (memory 1) (table 3 funcref) (elem (i32.const 0) $same $other)
        (type $empty (func))
        (func $same) (func $other (param i32))
        (func (export "canister_query call")
          (call $copy (i32.const 0) (i32.const 0) (i32.const 4))
          (call_indirect (type $empty) (i32.load (i32.const 0)))
          (call $reply)))
      """
    let cases: [(UInt32, String?)] = [
      (0, nil),
      (1, "Canister violated contract: function invocation does not match its signature"),
      (2, "Canister trapped: unknown"),
      (3, "Canister trapped: table out of bounds"),
      (1 << 31, "Canister trapped: table out of bounds"),
      (.max, "Canister trapped: table out of bounds"),
    ]
    try CompiledCanister.with(text, stable: stable, optimization: .standard) { canister in
      try canister.install()
      for (index, expected) in cases {
        let outcome = try canister.execute(.query, "call") { execution in
          execution.argument = withUnsafeBytes(of: index.littleEndian) { Array($0) }
        }
        #expect(outcome.error?.message == expected, "index \(index)")
      }
    }
  }
}
