import TestSupport
import WebAssembly

/// Calls of the System API that any method may make, and traps.
extension CodeWriter {
  /// Mixes a counter of instructions into what the canister answers: that of the execution (0), or
  /// of its call context (1).
  func note(kind: Int) -> String {
    "(global.set $digest (i64.add (i64.mul (global.get $digest) (i64.const 31)) "
      + "(call $performance_counter (i32.const \(kind)))))"
  }

  mutating func system() -> String {
    let size = constant(address, UInt64(random.next(below: 5)))
    return switch random.next(below: 8) {
    case 0: "(local.set \(local(.i64)) (call $time))"
    case 1: "(local.set \(local(.i64)) (call $canister_version))"
    case 2: "(local.set \(local(.i32)) (call $in_replicated_execution))"
    case 3: "(local.set \(local(.i32)) (call $is_controller \(heap()) \(size)))"
    case 4: "(call $canister_self_copy \(heap()) \(constant(address, 2)) \(size))"
    case 5: "(call $canister_cycle_balance128 \(heap()))"
    case 6: "(local.set \(local(address)) (call $msg_caller_size))"
    default: "(call $debug_print \(heap()) \(size))"
    }
  }

  // Stable memory -----------------------------------------------------------------------------

  mutating func stable() -> String {
    let isShort = !is64Bit && chance(1, in: 3)
    let name = isShort ? "$stable" : "$stable64"
    let type: ValueType = isShort ? .i32 : .i64
    let mask = constant(type, chance(1, in: 6) ? 0xFFFF : 0x7FF8)
    let offset = "(\(type).and \(expression(type, depth: 1)) \(mask))"
    let length =
      chance(2, in: 3)
      ? constant(type, random.pick([0, 1, 2, 4, 8, 16, 33, 4096]))
      : "(\(type).and \(expression(type, depth: 1)) \(constant(type, 0xFFF)))"
    let heap = constant(type, UInt64(random.next(below: Self.heapBytes - 4096)))
    return switch random.next(below: 8) {
    case 0: "(local.set \(local(type)) (call \(name)_size))"
    case 1:
      "(local.set \(local(type)) "
        + "(call \(name)_grow (\(type).and \(expression(type, depth: 1)) \(constant(type, 1)))))"
    case 2...4: "(call \(name)_write \(offset) \(heap) \(length))"
    default: "(call \(name)_read \(heap) \(offset) \(length))"
    }
  }

  // Traps -------------------------------------------------------------------------------------

  /// What only those messages do whose first byte says so.
  mutating func guarded(_ text: String) -> String {
    "(if (i32.eq (global.get $selector) (i32.const \(random.next(below: Self.selectorCount)))) "
      + "(then \(text)))"
  }

  /// How many values the first byte of a message may have.
  static let selectorCount = 6

  /// Code that traps, in one of all the ways.
  mutating func trap() -> String {
    let far = constant(address, is64Bit ? random.pick([1 << 20, .max, 1 << 40]) : 0xFFFF_FFF0)
    return switch random.next(below: 14) {
    case 0: "unreachable"
    case 1: "(drop (i64.load \(far)))"
    case 2: "(i32.store offset=9 \(far) \(expression(.i32)))"
    case 3: "(v128.store \(far) \(expression(.v128)))"
    case 4: "(memory.fill \(far) (i32.const 7) \(constant(address, 64)))"
    case 5: "(memory.copy \(heap()) \(far) \(constant(address, 64)))"
    case 6: "(memory.init $bytes \(heap()) (i32.const 30) (i32.const 11))"
    case 7: "(local.set \(local(.i32)) (i32.div_s \(expression(.i32)) (i32.const 0)))"
    case 8:
      "(local.set \(local(.i64)) (i64.rem_u \(expression(.i64)) "
        + "(i64.and \(expression(.i64)) (i64.const 0))))"
    case 9: "(local.set \(local(.i32)) (i32.trunc_f64_s (f64.const nan)))"
    // Beyond the functions there is one empty element, and the table's end.
    case 10:
      "(call_indirect (type $nothing) "
        + "(i32.const \(random.pick([functions.count, functions.count + 100]))))"
    case 11:
      "(call_indirect (type $unique) \(expression(.v128)) \(expression(.f32)) "
        + "\(expression(.v128)) (i32.const 0))"
    case 12: "(call $stable64_read (i64.const 0) (i64.const 0x7FFFFFFF) (i64.const 9))"
    default: "(call $trap \(constant(address, 40)) \(constant(address, 5)))"
    }
  }
}
