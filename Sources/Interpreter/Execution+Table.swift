import CanisterRuntime
import WebAssembly

// Instructions of tables (Core Specification, "Table Instructions"). As with memories, indexes of
// both widths are served alike.
extension Execution {
  mutating func tableGet(_ index: UInt32) throws(Trap) {
    let table = module.pointee.tables[Int(index)]
    let element = try table.pointee.range(top[-1].low, count: 1).lowerBound
    top[-1] = Slot(table.pointee.elements[element])
  }

  mutating func tableSet(_ index: UInt32) throws(Trap) {
    let table = module.pointee.tables[Int(index)]
    top -= 2
    let element = try table.pointee.range(top[0].low, count: 1).lowerBound
    table.pointee.elements[element] = top[1].low
  }

  mutating func tableGrow(_ index: UInt32) {
    let table = module.pointee.tables[Int(index)]
    top -= 1
    let failure = table.pointee.declaredType.addressType.minusOne
    let old = table.pointee.grow(by: top[0].low, filledWith: top[-1].low)
    top[-1] = Slot(old ?? failure)
  }

  mutating func tableFill(_ index: UInt32) throws(Trap) {
    let table = module.pointee.tables[Int(index)]
    top -= 3
    let range = try table.pointee.range(top[0].low, count: top[2].low)
    table.pointee.elements[range].update(repeating: top[1].low)
  }

  mutating func tableCopy(_ destination: UInt32, _ source: UInt32) throws(Trap) {
    let (to, from) = (
      module.pointee.tables[Int(destination)], module.pointee.tables[Int(source)]
    )
    top -= 3
    let source = try from.pointee.range(top[1].low, count: top[2].low)
    let destination = try to.pointee.range(top[0].low, count: top[2].low)
    guard let first = from.pointee.elements.baseAddress,
      let target = to.pointee.elements.baseAddress
    else { return }
    // The ranges may overlap, which `update` copes with.
    (target + destination.lowerBound).update(from: first + source.lowerBound, count: source.count)
  }

  mutating func tableInit(_ element: UInt32, _ table: UInt32) throws(Trap) {
    top -= 3
    try module.pointee.initialize(
      table, at: top[0].low, fromElements: element, start: top[1].low, count: top[2].low)
  }
}

extension ModuleInstance {
  /// Copies a part of an element segment to a table.
  func initialize(
    _ table: UInt32, at index: UInt64, fromElements element: UInt32, start: UInt64, count: UInt64
  ) throws(Trap) {
    let references = elementSegments[Int(element)]
    let size = UInt64(references.count)
    let range = try tables[Int(table)].pointee.range(index, count: count)
    guard start <= size, size - start >= count else { throw .table_out_of_bounds }
    let source = references[Int(start)..<Int(start + count)]
    _ = tables[Int(table)].pointee.elements[range].update(fromContentsOf: source)
  }
}
