import TestSupport
import WebAssembly

extension CodeWriter {
  /// So many statements, which hold others to a depth.
  mutating func statements(_ count: Int, depth: Int = 2) -> String {
    (0..<count).map { _ in statement(depth: depth) }.joined(separator: "\n  ")
  }

  private mutating func statement(depth: Int) -> String {
    switch random.next(below: depth > 0 ? 26 : 16) {
    case 0..<4:
      let type = type()
      return "(local.set \(local(type)) \(expression(type, depth: 3)))"
    case 4, 5:
      let type = type()
      return "(global.set \(global(type)) \(expression(type)))"
    case 6...8: return store()
    case 9: return bulk()
    case 10, 11: return stable()
    case 12: return note(kind: random.next(below: 2))
    case 13: return system()
    case 14: return leave()
    case 15: return guarded(trap())
    case 16, 17: return branches(depth: depth - 1)
    case 18: return block(depth: depth - 1)
    case 19: return table(depth: depth - 1)
    case 20, 21: return countedLoop(depth: depth - 1)
    case 22: return fuelledLoop(depth: depth - 1)
    default: return fuelled(call())
    }
  }

  // Control -----------------------------------------------------------------------------------

  private mutating func branches(depth: Int) -> String {
    let condition = expression(.i32)
    let then = statements(2, depth: depth)
    let otherwise = chance(1, in: 2) ? " (else \(statements(2, depth: depth)))" : ""
    return "(if \(condition) (then \(then))\(otherwise))"
  }

  private mutating func block(depth: Int) -> String {
    let label = newLabel()
    labels.append(label)
    defer { labels.removeLast() }
    let first = statements(1, depth: depth)
    let condition = expression(.i32)
    return "(block \(label) \(first) (br_if \(label) \(condition)) \(statements(2, depth: depth)))"
  }

  private mutating func table(depth: Int) -> String {
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

  private mutating func countedLoop(depth: Int) -> String {
    guard loopDepth < Self.maximumLoopDepth else { return note(kind: 0) }
    let label = newLabel()
    let counter = "$count\(loopDepth)"
    loopDepth += 1
    defer { loopDepth -= 1 }
    return "(local.set \(counter) (i32.const \(1 + random.next(below: 6)))) "
      + "(loop \(label) \(statements(2, depth: depth)) (br_if \(label) "
      + "(local.tee \(counter) (i32.sub (local.get \(counter)) (i32.const 1)))))"
  }

  private mutating func fuelledLoop(depth: Int) -> String {
    let label = newLabel()
    let body = statements(2, depth: depth)
    return "(loop \(label) \(body) \(fuelled("(br_if \(label) \(expression(.i32)))")))"
  }

  /// Ends the function, or a block around, and leaves code behind that nothing reaches.
  private mutating func leave() -> String {
    let results = signature.results.map { expression($0, depth: 1) }.joined(separator: " ")
    let text =
      !labels.isEmpty && chance(2, in: 3) ? "(br \(random.pick(labels)))" : "(return \(results))"
    return chance(1, in: 6) ? text : "(if \(expression(.i32)) (then \(text)))"
  }

  /// What is done only if there is fuel, and takes some of it.
  func fuelled(_ text: String) -> String {
    "(if (i32.gt_s (global.get $fuel) (i32.const 0)) (then "
      + "(global.set $fuel (i32.sub (global.get $fuel) (i32.const 1))) \(text)))"
  }

  // Calls -------------------------------------------------------------------------------------

  private mutating func call() -> String {
    let index = random.next(below: functions.count)
    let callee = functions[index]
    let arguments = callee.parameters.map { expression($0, depth: 1) }.joined(separator: " ")
    let isIndirect = chance(1, in: 3)
    // Type and place in the table are the callee's.
    let target = isIndirect ? "_indirect (type $\(callee.typeName))" : " \(callee.name)"
    let place = isIndirect ? " (i32.const \(index))" : ""
    if callee.results == signature.results && chance(1, in: 3) {
      return "(return_call\(target) \(arguments)\(place))"
    }
    let keep = callee.results.reversed().map { "(local.set \(local($0)))" }
    return "(call\(target) \(arguments)\(place)) \(keep.joined(separator: " "))"
  }

  // Memory ------------------------------------------------------------------------------------

  private mutating func length() -> String {
    switch random.next(below: 3) {
    case 0: constant(address, random.pick([0, 1, 8, 16, 100, 4096]))
    default: "(\(address).and \(expression(address, depth: 1)) \(constant(address, 0x1FF)))"
    }
  }

  private mutating func bulk() -> String {
    switch random.next(below: 8) {
    case 0, 1: return "(memory.copy \(heap()) \(heap()) \(length()))"
    case 2, 3: return "(memory.fill \(heap()) \(expression(.i32, depth: 1)) \(length()))"
    case 4:
      let start = random.next(below: 20)
      return "(memory.init $bytes \(heap()) (i32.const \(start)) (i32.const \(40 - start)))"
    case 5:
      let pages = "(\(address).and \(expression(address, depth: 1)) \(constant(address, 1)))"
      return "(local.set \(local(address)) (memory.grow \(pages)))"
    case 6: return guarded("(data.drop $bytes)")
    default:
      let place = "(i32.and \(expression(.i32, depth: 1)) (i32.const 7))"
      return "(local.set \(local(.i32)) (ref.is_null (table.get \(place))))"
    }
  }
}
