import WebAssembly

// Variable, reference and table instructions (Core Specification, "Variable Instructions" to
// "Table Instructions").
extension FunctionValidator {
  @inline(__always)
  func local(_ index: UInt32) throws(ValidationError) -> ValueType {
    guard let type = locals[index] else { throw ValidationError(.unknown(.local, index)) }
    return type
  }

  mutating func validateLocalTee(_ index: UInt32) throws(ValidationError) {
    let type = OperandType(try local(index))
    try operands.apply(type, result: type)
  }

  mutating func validateGlobalGet(_ index: UInt32) throws(ValidationError) {
    try operands.push(OperandType(try spaces.global(index).valueType))
  }

  mutating func validateGlobalSet(_ index: UInt32) throws(ValidationError) {
    let global = try spaces.global(index)
    if !global.isMutable { throw ValidationError(.immutableGlobal(index)) }
    try operands.pop(OperandType(global.valueType))
  }

  mutating func validateRefIsNull() throws(ValidationError) {
    if let found = try operands.pop().valueType, !found.isReference {
      throw ValidationError(.expectedReference(found: found))
    }
    try operands.push(.i32)
  }

  mutating func validateRefFunc(_ index: UInt32) throws(ValidationError) {
    _ = try spaces.signature(ofFunction: index)
    if !spaces.isDeclared[Int(index)] {
      throw ValidationError(.undeclaredFunctionReference(index))
    }
    try operands.push(.funcref)
  }

  /// The type of an index of a table, as an operand.
  func addressType(ofTable table: UInt32) throws(ValidationError) -> OperandType {
    OperandType(try spaces.table(table).addressType)
  }

  mutating func validateTableGet(_ table: UInt32) throws(ValidationError) {
    let type = try spaces.table(table)
    try operands.apply(OperandType(type.addressType), result: OperandType(type.elementType))
  }

  mutating func validateTableSet(_ table: UInt32) throws(ValidationError) {
    let type = try spaces.table(table)
    try operands.pop(OperandType(type.elementType))
    try operands.pop(OperandType(type.addressType))
  }

  mutating func validateTableGrow(_ table: UInt32) throws(ValidationError) {
    let type = try spaces.table(table)
    try operands.pop(OperandType(type.addressType))
    try operands.pop(OperandType(type.elementType))
    try operands.push(OperandType(type.addressType))
  }

  mutating func validateTableFill(_ table: UInt32) throws(ValidationError) {
    let type = try spaces.table(table)
    try operands.pop(OperandType(type.addressType))
    try operands.pop(OperandType(type.elementType))
    try operands.pop(OperandType(type.addressType))
  }

  mutating func validateTableCopy(
    _ destination: UInt32, _ source: UInt32
  ) throws(ValidationError) {
    let (to, from) = (try spaces.table(destination), try spaces.table(source))
    if to.elementType != from.elementType {
      throw ValidationError(.elementType(expected: to.elementType, found: from.elementType))
    }
    let (toAddress, fromAddress) = (OperandType(to.addressType), OperandType(from.addressType))
    try operands.pop(smaller(toAddress, fromAddress))
    try operands.pop(fromAddress)
    try operands.pop(toAddress)
  }

  mutating func validateTableInit(
    _ element: UInt32, _ table: UInt32
  ) throws(ValidationError) {
    let type = try spaces.table(table)
    let elementType = try spaces.elementType(ofSegment: element)
    if type.elementType != elementType {
      throw ValidationError(.elementType(expected: type.elementType, found: elementType))
    }
    try operands.pop(.i32)
    try operands.pop(.i32)
    try operands.pop(OperandType(type.addressType))
  }
}
