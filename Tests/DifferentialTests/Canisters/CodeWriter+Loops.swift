import TestSupport
import WebAssembly

/// Loops that only compute: the compiler looks at how they step and end.
extension CodeWriter {
  /// A loop that steps a local in any way, up or down, and compares it in any way with a bound.
  ///
  /// Few of these end by themselves, so a second local ends them after some passes.
  mutating func computingLoop() -> String {
    onlyComputes = true
    defer { onlyComputes = false }
    let type: ValueType = chance(1, in: 2) ? .i32 : .i64
    // Sometimes one that other code of the loop changes, too.
    let variable = chance(3, in: 4) ? "$step_\(type)" : local(type)
    let (out, label) = (newLabel(), newLabel())
    labels.append(out)
    defer { labels.removeLast() }
    let body = (0..<2).map { _ in computation(depth: 1) }.joined(separator: " ")
    let step = step(of: variable, type)
    // In the test itself, or before it.
    let isStepTested = chance(1, in: 2)
    let value =
      "(local.\(isStepTested ? "tee" : "get") \(variable)\(isStepTested ? " \(step)" : ""))"
    let ownStep = isStepTested ? "" : "(local.set \(variable) \(step))"
    let test = test(of: value, type)
    let most = 1 + random.next(below: 90)
    let end =
      "(br_if \(out) (i32.\(random.pick(["gt_u", "ge_u", "eq"])) (local.tee $passes "
      + "(i32.add (local.get $passes) (i32.const 1))) (i32.const \(most))))"
    let code =
      switch random.next(below: 4) {
      case 0: "(br_if \(out) \(test)) \(body) \(ownStep) \(end) (br \(label))"
      case 1: "\(ownStep) \(end) \(body) (br_if \(label) \(test))"
      case 2:
        "\(end) \(body) (br_if \(label) \(test)) \(ownStep) (br_if \(label) \(expression(.i32)))"
      default: "\(body) \(ownStep) \(end) (br_if \(label) \(test))"
      }
    return "(local.set $passes (i32.const 0)) (local.set \(variable) \(small(type))) "
      + "(block \(out) (loop \(label) \(code)))"
  }

  /// The next value of a local.
  private mutating func step(of variable: String, _ type: ValueType) -> String {
    let own = "(local.get \(variable))"
    let size =
      chance(1, in: 3)
      ? "(local.get \(local(type)))"
      : constant(type, random.pick([1, 1, 2, 3, 7, 64, .max, .max - 1]))
    return switch random.next(below: 4) {
    case 0, 1: "(\(type).add \(own) \(size))"
    case 2: "(\(type).add \(size) \(own))"
    default: "(\(type).sub \(own) \(size))"
    }
  }

  private mutating func test(of value: String, _ type: ValueType) -> String {
    let bound = chance(1, in: 2) ? "(local.get \(local(type)))" : small(type)
    let comparison = random.pick([
      "eq", "ne", "ne", "lt_s", "lt_u", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u",
    ])
    return switch random.next(below: 7) {
    case 0: "(i32.eqz (\(type).eqz \(value)))"
    case 1 where type == .i32: value
    case 2, 3: "(\(type).\(comparison) \(bound) \(value))"
    default: "(\(type).\(comparison) \(value) \(bound))"
    }
  }

  private mutating func small(_ type: ValueType) -> String {
    chance(1, in: 2)
      ? constant(type, UInt64(random.next(below: 60)))
      : "(\(type).and \(expression(type, depth: 1)) \(constant(type, 63)))"
  }

  private mutating func computation(depth: Int) -> String {
    switch random.next(below: depth > 0 ? 9 : 6) {
    case 0...2:
      let type = type()
      return "(local.set \(local(type)) \(expression(type)))"
    case 3: return "(global.set $i64 (i64.add (global.get $i64) \(expression(.i64))))"
    case 4: return store()
    case 5: return guarded("unreachable")
    case 6: return "(br_if \(random.pick(labels)) \(expression(.i32)))"
    default:
      return "(if \(expression(.i32)) (then \(computation(depth: depth - 1))) "
        + "(else \(computation(depth: depth - 1)) \(computation(depth: depth - 1))))"
    }
  }
}
