import TestSupport
import WebAssembly

extension CodeWriter {
  /// So many statements, which hold others to a depth.
  mutating func statements(_ count: Int, depth: Int = 2) -> String {
    (0..<count).map { _ in statement(depth: depth) }.joined(separator: "\n  ")
  }

  private mutating func statement(depth: Int) -> String {
    switch random.next(below: depth > 0 ? 30 : 16) {
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
    case 23: return valueLoop(depth: depth - 1)
    case 24: return valueBlock(depth: depth - 1)
    case 25: return chance(1, in: 3) ? kernel() : computingLoop()
    default: return "(if \(takeFuel) (then \(call())))"
    }
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
      let index = "(i32.and \(expression(.i32, depth: 1)) (i32.const 7))"
      return "(local.set \(local(.i32)) (ref.is_null (table.get \(index))))"
    }
  }
}
