internal import LLVM
internal import Validation
internal import WebAssembly

extension ModuleLowering {
  /// Makes a constant array of each table: a canister can't write to one, so that its elements are
  /// known here and LLVM turns calls with a known index into direct ones.
  func lowerTables() {
    for (index, table) in validated.tableTypes.enumerated() {
      var elements = Array(
        repeating: types.tableElement.null, count: Int(table.limits.minimum))
      for segment in wasm.elementSegments {
        guard case .active(UInt32(index), let offset) = segment.mode else { continue }
        place(segment, at: constantOffset(offset), in: &elements)
      }
      tables.append(addTable("table.\(index)", types.tableElement.arrayConstant(elements)))
    }
  }

  /// A table, which the first part of the module defines; the others know its content too.
  private func addTable(_ name: String, _ elements: Value) -> Value {
    if part.isFirst { return addShared(name, elements, isConstant: true) }
    let table = output.addGlobal(
      name, elements, linkage: .availableExternally, isConstant: true)
    table.setHidden()
    return table
  }

  /// Copies a segment into a table's elements.
  ///
  /// One that does not fit leaves them as they are: then `initialize` traps.
  private func place(_ segment: ElementSegment, at offset: UInt64, in elements: inout [Value]) {
    guard fits(segment, at: offset, in: elements.count) else { return }
    for (position, function) in functionIndexes(of: segment).enumerated() {
      elements[Int(offset) + position] =
        function.map(tableElement) ?? types.tableElement.null
    }
  }

  /// Whether an active segment lies within its table.
  func fits(_ segment: ElementSegment, at offset: UInt64, in tableSize: Int) -> Bool {
    let (end, overflow) = offset.addingReportingOverflow(UInt64(segment.elements.count))
    return !overflow && end <= UInt64(tableSize)
  }

  /// The functions that a segment refers to; nil for null.
  private func functionIndexes(of segment: ElementSegment) -> [UInt32?] {
    switch segment.elements {
    case .functions(let indexes): indexes
    case .expressions(let expressions):
      expressions.map { expression in
        if case .refFunc(let index) = expression.instructions.first { index } else { nil }
      }
    }
  }
}
