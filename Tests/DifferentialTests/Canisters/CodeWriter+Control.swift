import TestSupport
import WebAssembly

/// Blocks, loops, branches and calls.
extension CodeWriter {
  // Control -----------------------------------------------------------------------------------

  mutating func branches(depth: Int) -> String {
    let condition = expression(.i32)
    let then = statements(2, depth: depth)
    let otherwise = chance(1, in: 2) ? " (else \(statements(2, depth: depth)))" : ""
    return "(if \(condition) (then \(then))\(otherwise))"
  }

  mutating func block(depth: Int) -> String {
    let label = newLabel()
    labels.append(label)
    defer { labels.removeLast() }
    let first = statements(1, depth: depth)
    let condition = expression(.i32)
    return "(block \(label) \(first) (br_if \(label) \(condition)) \(statements(2, depth: depth)))"
  }

  mutating func table(depth: Int) -> String {
    let own = (0..<3).map { _ in newLabel() }
    labels += own
    let targets = (0..<(2 + random.next(below: 4))).map { _ in random.pick(labels) }
    var text =
      "(br_table \(targets.joined(separator: " ")) (i32.and \(expression(.i32)) (i32.const 7)))"
    for label in own.reversed() {
      labels.removeLast()
      text = "(block \(label) \(text)) \(statements(1, depth: depth))"
    }
    return text
  }

  mutating func countedLoop(depth: Int) -> String {
    guard loopDepth < Self.maximumLoopDepth else { return note(kind: 0) }
    let label = newLabel()
    let counter = "$count\(loopDepth)"
    loopDepth += 1
    defer { loopDepth -= 1 }
    let most = loopDepth == 1 && chance(1, in: 3) ? 50 : 6
    let rounds =
      chance(1, in: 2)
      ? "(i32.const \(1 + random.next(below: most)))"
      : "(i32.or (i32.and \(expression(.i32)) (i32.const \(most / 2))) (i32.const 1))"
    return "(local.set \(counter) \(rounds)) "
      + "(loop \(label) \(statements(2, depth: depth)) (br_if \(label) "
      + "(local.tee \(counter) (i32.sub (local.get \(counter)) (i32.const 1)))))"
  }

  mutating func fuelledLoop(depth: Int) -> String {
    let label = newLabel()
    let body = statements(2, depth: depth)
    return "(loop \(label) \(body) (br_if \(label) \(takeFuel)))"
  }

  /// Ends the function, or a block around, and leaves code behind that nothing reaches.
  mutating func leave() -> String {
    let results = signature.results.map { expression($0, depth: 1) }.joined(separator: " ")
    let text =
      !labels.isEmpty && chance(2, in: 3) ? "(br \(random.pick(labels)))" : "(return \(results))"
    return chance(1, in: 6) ? text : "(if \(expression(.i32)) (then \(text)))"
  }

  /// A loop that hands a value on from round to round.
  mutating func valueLoop(depth: Int) -> String {
    let type = type()
    let label = newLabel()
    let value = local(type)
    let first = expression(type)
    let body = statements(1, depth: depth)
    return "\(first) (loop \(label) (param \(type)) (result \(type)) (local.set \(value)) \(body) "
      + "\(expression(type)) (br_if \(label) \(takeFuel))) (local.set \(local(type)))"
  }

  /// Blocks out of which a value is taken in several ways.
  mutating func valueBlock(depth: Int) -> String {
    let type = type()
    let (outer, inner) = (newLabel(), newLabel())
    return "(block \(outer) (result \(type)) (block \(inner) (result \(type)) "
      + "\(statements(1, depth: depth)) (br_table \(inner) \(outer) \(inner) "
      + "\(expression(type)) (i32.and \(expression(.i32)) (i32.const 3)))) "
      + "(if (param \(type)) (result \(type)) \(expression(.i32)) "
      + "(then (drop) \(expression(type))) (else (br \(outer))))) (local.set \(local(type)))"
  }

  /// A loop over an array, as compilers make vectors of it.
  mutating func kernel() -> String {
    guard loopDepth < Self.maximumLoopDepth else { return note(kind: 0) }
    let label = newLabel()
    let counter = "$count\(loopDepth)"
    let type = Self.types[random.next(below: 4)]
    let index = "(i32.shl (local.get \(counter)) (i32.const 3))"
    let (from, to) = (address(plus: index), address(plus: index))
    let operation = random.pick(["add", "sub", "mul"])
    let most = random.pick([7, 15, 63])
    let rounds = "(i32.or (i32.and \(expression(.i32)) (i32.const \(most))) (i32.const 1))"
    return "(local.set \(counter) \(rounds)) "
      + "(loop \(label) (\(type).store \(to) (\(type).\(operation) (\(type).load \(from)) "
      + "(local.get \(local(type))))) (br_if \(label) (local.tee \(counter) "
      + "(i32.sub (local.get \(counter)) (i32.const 1)))))"
  }

  private mutating func address(plus index: String) -> String {
    // Now and then behind the end, if the loop comes that far.
    let most = chance(1, in: 10) ? Self.heapBytes - 100 : Self.heapBytes - 1000
    let base = constant(address, UInt64(random.next(below: most)))
    return "(\(address).add \(base) \(is64Bit ? "(i64.extend_i32_u \(index))" : index))"
  }

  /// Whether there is fuel, some of which is taken.
  var takeFuel: String {
    "(if (result i32) (i32.gt_s (global.get $fuel) (i32.const 0)) (then "
      + "(global.set $fuel (i32.sub (global.get $fuel) (i32.const 1))) (i32.const 1)) "
      + "(else (i32.const 0)))"
  }

  // Calls -------------------------------------------------------------------------------------

  mutating func call() -> String {
    let index = random.next(below: functions.count)
    let callee = functions[index]
    let arguments = callee.parameters.map { expression($0, depth: 1) }.joined(separator: " ")
    let isIndirect = chance(1, in: 3)
    // Type and index in the table are the callee's.
    let target = isIndirect ? "_indirect (type $\(callee.typeName))" : " \(callee.name)"
    let element = isIndirect ? " (i32.const \(index))" : ""
    if callee.results == signature.results && chance(1, in: 3) {
      return "(return_call\(target) \(arguments)\(element))"
    }
    let keep = callee.results.reversed().map { "(local.set \(local($0)))" }
    return "(call\(target) \(arguments)\(element)) \(keep.joined(separator: " "))"
  }

  /// A call for its only result, with a constant for when there is no fuel; nil if no function has
  /// such a result.
  mutating func call(for type: ValueType) -> String? {
    let callees = functions.filter { $0.results == [type] }
    guard !callees.isEmpty else { return nil }
    let callee = random.pick(callees)
    let arguments = callee.parameters.map { expression($0, depth: 1) }.joined(separator: " ")
    return "(if (result \(type)) \(takeFuel) (then (call \(callee.name) \(arguments))) "
      + "(else \(constant(type))))"
  }
}
