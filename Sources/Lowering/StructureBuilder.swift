package import LLVM

/// Builds a constant with the layout of a structure of the runtime's header, and checks each
/// field's offset against what Swift has read from that header.
package struct StructureBuilder {
  private let module: LLVM.Module
  private var fields: [Value] = []
  private var offsetsBytes: [Int] = []

  package init(module: LLVM.Module) { self.module = module }

  /// Adds the next field.
  ///
  /// Fields must come in the order of the header.
  package mutating func add<Root>(_ field: PartialKeyPath<Root>, _ value: Value) {
    guard let offset = MemoryLayout<Root>.offset(of: field) else {
      preconditionFailure("\(field) is no stored field")
    }
    fields.append(value)
    offsetsBytes.append(offset)
  }

  /// The structure, which the header says has this size.
  package func constant(sizeBytes: Int) -> Value {
    let constant = module.context.structureConstant(fields)
    for (index, offset) in offsetsBytes.enumerated() {
      precondition(
        module.offset(ofField: index, in: constant.type) == offset,
        "field \(index) is not where the header has it")
    }
    precondition(module.sizeBytes(of: constant.type) == sizeBytes, "the header has more fields")
    return constant
  }
}
