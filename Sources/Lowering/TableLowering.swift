internal import Instrumentation
internal import LLVM
internal import Validation
internal import WebAssembly

/// The tables that nothing writes: constant arrays, whose elements are known here, so that LLVM
/// turns calls with a known index into direct ones.
struct TableLowering {
  let instrumented: InstrumentedModule
  let part: ModulePart
  let home: CodeHome
  let types: TypeLowering
  let constants: ConstantLowering
  let output: LLVM.Module

  private var validated: ValidatedModule { instrumented.validated }
  private var wasm: WebAssembly.Module { validated.module }

  /// Defines the tables; their elements, by index of table.
  func lower() -> [UInt32: Value] {
    var tables: [UInt32: Value] = [:]
    for (index, table) in validated.tableTypes.enumerated()
    where isConstant(table: UInt32(index)) {
      var elements = Array(
        repeating: types.tableElement.null, count: Int(table.limits.minimum))
      for segment in wasm.elementSegments {
        guard case .active(UInt32(index), let offset) = segment.mode else { continue }
        copy(segment, at: constants.offset(offset), in: &elements)
      }
      tables[UInt32(index)] = add("table.\(index)", types.tableElement.arrayConstant(elements))
    }
    return tables
  }

  /// Whether a table never changes after its active segments.
  ///
  /// No canister can write to its table. In a process, others may have a part in a table that is
  /// imported or exported, and what reads elements other than to call them wants records that
  /// others understand.
  private func isConstant(table index: UInt32) -> Bool {
    guard home.isProcess else { return true }
    let importedCount = validated.tableTypes.count - wasm.tables.count
    return index >= importedCount
      && validated.tableTypes[Int(index)].limits.minimum <= Self.constantTableSizeMax
      && !wasm.exports.contains { $0.kind == .table && $0.index == index }
      && wasm.elementSegments.allSatisfy { isConstant($0, forTable: index) }
      && !instrumented.bodies.contains { body in
        body.instructions.contains { $0.wasm?.usesElements(ofTable: index) == true }
      }
  }

  /// Whether a segment is of another table, or says here what it puts where.
  private func isConstant(_ segment: ElementSegment, forTable table: UInt32) -> Bool {
    guard case .active(table, let offset) = segment.mode else { return true }
    let expressions: [ConstantExpression] =
      if case .expressions(let elements) = segment.elements { elements } else { [] }
    return offset.isNumber
      && segment.fits(
        at: constants.offset(offset), in: validated.tableTypes[Int(table)].limits.minimum)
      && expressions.allSatisfy(\.isFunctionOrNull)
  }

  /// The largest table that is put into code.
  private static let constantTableSizeMax: UInt64 = 100_000

  /// A table, which the first part of the module defines; the others know its content too.
  private func add(_ name: String, _ elements: Value) -> Value {
    if part.isFirst { return part.addShared(name, elements, isConstant: true, to: output) }
    let table = output.addGlobal(
      name, elements, linkage: .availableExternally, isConstant: true)
    table.setHidden()
    return table
  }

  /// Copies a segment into a table's elements.
  ///
  /// One that does not fit leaves them as they are: then `initialize` traps.
  private func copy(_ segment: ElementSegment, at offset: UInt64, in elements: inout [Value]) {
    guard segment.fits(at: offset, in: UInt64(elements.count)) else { return }
    for (position, function) in segment.functionIndexes.enumerated() {
      elements[Int(offset) + position] =
        function.map(constants.tableElement) ?? types.tableElement.null
    }
  }
}

extension ElementSegment {
  /// Whether the segment lies within a table of this size when it is copied to an offset.
  func fits(at offset: UInt64, in tableSize: UInt64) -> Bool {
    let (end, overflow) = offset.addingReportingOverflow(UInt64(elements.count))
    return !overflow && end <= tableSize
  }

  /// The functions that it refers to; nil for null.
  fileprivate var functionIndexes: [UInt32?] {
    switch elements {
    case .functions(let indexes): indexes
    case .expressions(let expressions):
      expressions.map { expression in
        if case .refFunc(let index) = expression.instructions.first { index } else { nil }
      }
    }
  }
}

extension ConstantExpression {
  fileprivate var isNumber: Bool {
    guard instructions.count == 1 else { return false }
    if case .i32Const = instructions[0] { return true }
    if case .i64Const = instructions[0] { return true }
    return false
  }

  fileprivate var isFunctionOrNull: Bool {
    guard instructions.count == 1 else { return false }
    if case .refFunc = instructions[0] { return true }
    if case .refNull = instructions[0] { return true }
    return false
  }
}

extension Instruction {
  /// Whether it reads or writes elements of a table, other than to call them.
  fileprivate func usesElements(ofTable index: UInt32) -> Bool {
    if case .tableCopy(let destination, let source) = self {
      return destination == index || source == index
    }
    if case .tableInit(_, index) = self { return true }
    return [.tableGet(index), .tableSet(index), .tableGrow(index), .tableFill(index)]
      .contains(self)
  }
}
