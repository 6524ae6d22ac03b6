import WebAssembly

// Variable, reference and table instructions (Core Specification, "Variable Instructions" to
// "Table Instructions").
extension FunctionValidator {
  func local(_ index: UInt32) throws(ValidationError) -> ValueType {
    guard Int(index) < locals.count else { throw ValidationError(.unknown(.local, index)) }
    return locals[Int(index)]
  }

  mutating func validateGlobalSet(_ index: UInt32) throws(ValidationError) {
    let global = try spaces.global(index)
    if !global.isMutable { throw ValidationError(.immutableGlobal(index)) }
    try pop(global.valueType)
  }

  mutating func validateRefIsNull() throws(ValidationError) {
    if let found = try pop(), !found.isReference {
      throw ValidationError(.expectedReference(found: found))
    }
    push(.i32)
  }

  mutating func validateRefFunc(_ index: UInt32) throws(ValidationError) {
    _ = try spaces.function(index)
    if !spaces.declaredFunctions.contains(index) {
      throw ValidationError(.undeclaredFunctionReference(index))
    }
    push(.funcref)
  }

  mutating func validateTableGet(_ table: UInt32) throws(ValidationError) {
    let type = try spaces.table(table)
    try apply(type.addressType.valueType, result: type.elementType)
  }

  mutating func validateTableSet(_ table: UInt32) throws(ValidationError) {
    let type = try spaces.table(table)
    try pop(type.elementType)
    try pop(type.addressType.valueType)
  }

  mutating func validateTableGrow(_ table: UInt32) throws(ValidationError) {
    let type = try spaces.table(table)
    try pop(type.addressType.valueType)
    try pop(type.elementType)
    push(type.addressType.valueType)
  }

  mutating func validateTableFill(_ table: UInt32) throws(ValidationError) {
    let type = try spaces.table(table)
    try pop(type.addressType.valueType)
    try pop(type.elementType)
    try pop(type.addressType.valueType)
  }

  mutating func validateTableCopy(
    _ destination: UInt32, _ source: UInt32
  ) throws(ValidationError) {
    let (to, from) = (try spaces.table(destination), try spaces.table(source))
    if to.elementType != from.elementType {
      throw ValidationError(.tableElementType(expected: to.elementType, found: from.elementType))
    }
    try pop(smaller(to.addressType, from.addressType))
    try pop(from.addressType.valueType)
    try pop(to.addressType.valueType)
  }

  mutating func validateTableInit(
    _ element: UInt32, _ table: UInt32
  ) throws(ValidationError) {
    let type = try spaces.table(table)
    let elementType = try spaces.elementType(ofSegment: element)
    if type.elementType != elementType {
      throw ValidationError(.tableElementType(expected: type.elementType, found: elementType))
    }
    try pop(.i32)
    try pop(.i32)
    try pop(type.addressType.valueType)
  }

  /// The type of a length between two address spaces: it must fit both.
  func smaller(_ first: AddressType, _ second: AddressType) -> ValueType {
    first == .i64 && second == .i64 ? .i64 : .i32
  }
}
