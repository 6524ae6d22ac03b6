/// A function and the number of instructions that the Internet Computer counts for a call of it.
///
/// Its module exports it as `canister_update run` and imports nothing.
package struct MeteringVector: Sendable, CustomStringConvertible {
  package let name: String
  package let body: String
  package let used: UInt64
  /// Whether the call ends in the trap `unreachable`, or returns.
  package let traps: Bool
  package let hasAddresses64: Bool

  /// A function with a body of one's own.
  package init(
    name: String = "", body: String, used: UInt64 = 0, traps: Bool = false,
    hasAddresses64: Bool = false
  ) {
    self.name = name
    self.body = body
    self.used = used
    self.traps = traps
    self.hasAddresses64 = hasAddresses64
  }

  package var description: String { name }

  package var module: String {
    """
    (module
      (memory \(hasAddresses64 ? "i64 " : "")1)
      (global $g (mut i64) (i64.const 0))
      (table 1 funcref) (elem (i32.const 0) $nothing)
      (func $nothing)
      (func $down (param i32)
        (if (local.get 0) (then (call $down (i32.sub (local.get 0) (i32.const 1))))))
      (func $tail (param i32)
        (if (local.get 0) (then (return_call $tail (i32.sub (local.get 0) (i32.const 1))))))
      (func (export "canister_update run") (local $i i64)
        \(body)))
    """
  }

  /// Code that costs 2n + 4.
  private static func add(_ count: Int) -> String {
    "global.get $g " + String(repeating: "i64.const 1 i64.add ", count: count) + "global.set $g "
  }

  package static let all: [MeteringVector] = [
    .init(name: "nothing", body: "", used: 1),
    .init(name: "straight", body: add(10), used: 25),
    .init(name: "return", body: add(10) + "return " + add(10), used: 26),
    .init(name: "unreachable", body: add(10) + "unreachable " + add(10), used: 26, traps: true),
    .init(name: "block", body: "block " + add(10) + "end", used: 25),
    .init(
      name: "branch out of two blocks",
      body: add(10) + "block $b " + add(100) + "block br $b end " + add(50) + "end " + add(10),
      used: 255),
    .init(
      name: "return out of two blocks",
      body: add(10) + "block " + add(100) + "block return end " + add(50) + "end " + add(10),
      used: 230),
    .init(
      name: "else",
      body: add(5) + "i32.const 0 if " + add(10) + "else " + add(20) + "end " + add(30),
      used: 126),
    .init(
      name: "return from then",
      body: add(5) + "i32.const 1 if " + add(10) + "return else " + add(20) + "end " + add(30),
      used: 43),
    .init(
      name: "loop",
      body: add(5) + "loop $l " + add(10)
        + "(local.set $i (i64.add (local.get $i) (i64.const 1))) "
        + "local.get $i i64.const 5 i64.lt_s br_if $l " + add(20) + "end " + add(30),
      used: 288),
    .init(
      name: "memory",
      body: """
        (i64.store (i32.const 0) (i64.const 1)) (i64.store (i32.const 4096) (i64.const 1))
        (drop (i64.load (i32.const 0)))
        """,
      used: 10),
    .init(
      name: "memory with 64-bit addresses",
      body: """
        (i64.store (i64.const 0) (i64.const 1)) (i64.store (i64.const 4096) (i64.const 1))
        (drop (i64.load (i64.const 0)))
        """,
      used: 13, hasAddresses64: true),
    // 1 + 3 consts + 100 + 1000; the check of the range comes later.
    .init(
      name: "fill", body: "(memory.fill (i32.const 0) (i32.const 0) (i32.const 1000))", used: 1104),
    .init(
      name: "fill with 64-bit addresses",
      body: "(memory.fill (i64.const 0) (i32.const 0) (i64.const 1000))", used: 1104,
      hasAddresses64: true),
    .init(
      name: "copy at the head of a segment",
      body: "i32.const 0 i32.const 0 i32.const 30 block end memory.copy", used: 134),
    // Each call: entry 1, local.get 1, if 2; then get, const, sub, call: 8.
    .init(name: "recursion", body: "(call $down (i32.const 9))", used: 1 + 6 + 10 * 4 + 9 * 8),
    // The same with `return_call`, which costs 3.
    .init(name: "tail calls", body: "(call $tail (i32.const 9))", used: 1 + 6 + 10 * 4 + 9 * 6),
    .init(name: "indirect call", body: "(call_indirect (i32.const 0))", used: 1 + 1 + 10 + 1),
    .init(
      name: "all of a segment is paid before its call traps",
      body: "(drop (i32.div_u (i32.const 1) (i32.const 2))) call $nothing nop unreachable",
      used: 1 + 13 + 5 + 1 + 1 + 1, traps: true),
    .init(
      name: "table of branches",
      body: """
        block block block i32.const 1 br_table 0 1 2 end \(add(1)) end \(add(2)) end \(add(3))
        """,
      used: 1 + 1 + 2 + 8 + 10),
  ]
}
