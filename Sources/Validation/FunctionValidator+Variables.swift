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
    let type = try local(index)
    try operands.apply(type, result: type)
  }

  mutating func validateGlobalSet(_ index: UInt32) throws(ValidationError) {
    let global = try spaces.global(index)
    if !global.isMutable { throw ValidationError(.immutableGlobal(index)) }
    try operands.pop(global.valueType)
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

  mutating func validateTableGet(_ table: UInt32) throws(ValidationError) {
    let type = try spaces.table(table)
    try operands.apply(type.addressType.valueType, result: type.elementType)
  }

  mutating func validateTableSet(_ table: UInt32) throws(ValidationError) {
    let type = try spaces.table(table)
    try operands.pop(type.elementType)
    try operands.pop(type.addressType.valueType)
  }

  mutating func validateTableGrow(_ table: UInt32) throws(ValidationError) {
    let type = try spaces.table(table)
    try operands.pop(type.addressType.valueType)
    try operands.pop(type.elementType)
    try operands.push(type.addressType.valueType)
  }

  mutating func validateTableFill(_ table: UInt32) throws(ValidationError) {
    let type = try spaces.table(table)
    try operands.pop(type.addressType.valueType)
    try operands.pop(type.elementType)
    try operands.pop(type.addressType.valueType)
  }

  mutating func validateTableCopy(
    _ destination: UInt32, _ source: UInt32
  ) throws(ValidationError) {
    let (to, from) = (try spaces.table(destination), try spaces.table(source))
    if to.elementType != from.elementType {
      throw ValidationError(.elementType(expected: to.elementType, found: from.elementType))
    }
    try operands.pop(smaller(to.addressType, from.addressType))
    try operands.pop(from.addressType.valueType)
    try operands.pop(to.addressType.valueType)
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
    try operands.pop(type.addressType.valueType)
  }

  /// The type of a length between two address spaces: it must fit both.
  func smaller(_ first: AddressType, _ second: AddressType) -> ValueType {
    first == .i64 && second == .i64 ? .i64 : .i32
  }
}
