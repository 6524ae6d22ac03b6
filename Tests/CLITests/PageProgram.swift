import TestSupport

/// A random module that touches pages of both memories: the same seed gives the same text.
///
/// Each method answers a digest of the counter's values between its operations. What could trap
/// comes last.
struct PageProgram {
  private var random: SplitMix64
  private let is64Bit: Bool
  static let methodCount = 6

  /// The module's text.
  static func text(seed: UInt64, is64Bit: Bool) -> String {
    var program = PageProgram(random: SplitMix64(state: seed), is64Bit: is64Bit)
    return program.module()
  }

  private var address: String { is64Bit ? "i64" : "i32" }

  private mutating func module() -> String {
    let methods = (0..<Self.methodCount).map { method in
      """
      (func $m\(method)
        \((0..<10).map { _ in statement() + " (call $note)" }.joined(separator: "\n  "))
        (call $tell)
        \(last()))
      (func (export "canister_query q\(method)") (call $m\(method)))
      (func (export "canister_update u\(method)") (call $m\(method)))
      """
    }
    return """
      (module
        (import "ic0" "performance_counter" (func $count (param i32) (result i64)))
        (import "ic0" "stable64_grow" (func $grow (param i64) (result i64)))
        (import "ic0" "stable64_write" (func $write (param i64 i64 i64)))
        (import "ic0" "stable64_read" (func $read (param i64 i64 i64)))
        (import "ic0" "msg_caller_copy" (func $caller (param \(address) \(address) \(address))))
        (import "ic0" "msg_reply_data_append" (func $append (param \(address) \(address))))
        (import "ic0" "msg_reply" (func $reply))
        (memory \(is64Bit ? "i64 " : "")12)
        (data $bytes "\(String(repeating: "x", count: 100))")
        (global $digest (mut i64) (i64.const 0))
        (func (export "canister_init") (drop (call $grow (i64.const 12))))
        (func $note
          (global.set $digest
            (i64.add (i64.mul (global.get $digest) (i64.const 31)) (call $count (i32.const 0)))))
        (func $tell
          (i64.store (\(address).const 0) (global.get $digest))
          (call $append (\(address).const 0) (\(address).const 8)) (call $reply))
        \(methods.joined(separator: "\n  ")))
      """
  }

  private mutating func statement() -> String {
    let bytes = UInt64([1, 2, 4, 8][random.next(below: 4)])
    let place = heap()
    switch random.next(below: 12) {
    case 0: return "(drop (i32.load8_u \(place)))"
    case 1, 2: return "(drop (i64.load offset=\(random.next(below: 70_000)) \(place)))"
    case 3, 4: return "(i64.store\(bytes == 8 ? "" : "\(8 * bytes)") \(place) (i64.const 1))"
    case 5: return "(drop (v128.load16_lane 1 \(place) (v128.const i64x2 0 0)))"
    case 6: return "(v128.store \(place) (v128.const i64x2 1 2))"
    case 7: return "(memory.fill \(place) (i32.const 7) \(length()))"
    case 8: return "(memory.copy \(place) \(heap()) \(length()))"
    case 9:
      return random.next(below: 2) == 0
        ? "(memory.init $bytes \(place) (i32.const 3) (i32.const \(random.next(below: 90))))"
        : "(call $caller \(place) (\(address).const 0) (\(address).const 1))"
    case 10: return "(call $read \(wide(heap())) \(stable()) \(wide(length())))"
    default: return "(call $write \(stable()) \(wide(heap())) \(wide(length())))"
    }
  }

  /// Checked by code itself, and just within or beyond what there is.
  private mutating func last() -> String {
    let end = 12 * 65536 - random.next(below: 2) * 8
    let ends = [
      "", "unreachable", "(memory.fill (\(address).const \(end)) (i32.const 0) \(constant(8)))",
      "(memory.copy (\(address).const 0) (\(address).const \(end)) \(constant(8)))",
      "(memory.init $bytes (\(address).const 200000) (i32.const 96) (i32.const 5))",
      "(call $read (i64.const \(end)) (i64.const 0) (i64.const 8))",
      "(call $write (i64.const 0) (i64.const \(end)) (i64.const 8))",
    ]
    return ends[random.next(below: ends.count)]
  }

  /// Often around the border of two pages.
  private mutating func heap() -> String {
    constant(
      random.next(below: 2) == 0
        ? UInt64(1 + random.next(below: 9)) * 65536 - UInt64(random.next(below: 20))
        : UInt64(random.next(below: 600_000)))
  }

  private mutating func stable() -> String {
    let offset =
      switch random.next(below: 3) {
      case 0: UInt64(1 + random.next(below: 9)) * 65536 - UInt64(random.next(below: 20))
      case 1: UInt64(random.next(below: 24)) * 4096
      default: UInt64(random.next(below: 600_000))
      }
    return "(i64.const \(offset))"
  }

  private mutating func length() -> String {
    constant(
      random.next(below: 6) == 0
        ? UInt64(random.next(below: 70_000)) : random.pick([0, 1, 8, 4096, 4097]))
  }

  private func constant(_ value: UInt64) -> String { "(\(address).const \(value))" }

  private func wide(_ value: String) -> String {
    is64Bit ? value : "(i64.extend_i32_u \(value))"
  }
}
