import WebAssembly

/// The index spaces of a module: what validation calls the context
/// (Core Specification, "Validation: Contexts").
struct IndexSpaces {
  let module: Module
  let features: Features
  let functionTypeIndexes: [UInt32]
  let functionTypes: [FunctionType]
  let tableTypes: [TableType]
  let memoryTypes: [MemoryType]
  let globalTypes: [GlobalType]
  let importedGlobalCount: Int
  /// The functions that `ref.func` may name in a body: those named anywhere else.
  let declaredFunctions: Set<UInt32>

  /// Fails if a function's type does not exist.
  init(_ module: Module, features: Features) throws(ValidationError) {
    self.module = module
    self.features = features
    functionTypeIndexes = module.importedFunctionTypeIndexes + module.functionTypeIndexes
    for index in functionTypeIndexes where Int(index) >= module.types.count {
      throw ValidationError(.unknown(.type, index))
    }
    functionTypes = functionTypeIndexes.map { module.types[Int($0)] }
    tableTypes = module.tableTypes
    memoryTypes = module.memoryTypes
    globalTypes = module.globalTypes
    importedGlobalCount = globalTypes.count - module.globals.count
    declaredFunctions = Self.declaredFunctions(module)
  }

  private static func declaredFunctions(_ module: Module) -> Set<UInt32> {
    var declared: Set<UInt32> = []
    func add(_ expression: ConstantExpression) {
      for case .refFunc(let index) in expression.instructions { declared.insert(index) }
    }
    for export in module.exports where export.kind == .function { declared.insert(export.index) }
    module.globals.forEach { add($0.initializer) }
    for segment in module.elementSegments {
      switch segment.elements {
      case .functions(let indexes): declared.formUnion(indexes)
      case .expressions(let expressions): expressions.forEach(add)
      }
    }
    return declared
  }

  // Looking up, with the error of the specification

  func type(_ index: UInt32) throws(ValidationError) -> FunctionType {
    guard Int(index) < module.types.count else { throw ValidationError(.unknown(.type, index)) }
    return module.types[Int(index)]
  }

  func function(_ index: UInt32) throws(ValidationError) -> FunctionType {
    guard Int(index) < functionTypes.count else {
      throw ValidationError(.unknown(.function, index))
    }
    return functionTypes[Int(index)]
  }

  func table(_ index: UInt32) throws(ValidationError) -> TableType {
    guard Int(index) < tableTypes.count else { throw ValidationError(.unknown(.table, index)) }
    return tableTypes[Int(index)]
  }

  func memory(_ index: UInt32) throws(ValidationError) -> MemoryType {
    guard Int(index) < memoryTypes.count else { throw ValidationError(.unknown(.memory, index)) }
    return memoryTypes[Int(index)]
  }

  func global(_ index: UInt32) throws(ValidationError) -> GlobalType {
    guard Int(index) < globalTypes.count else { throw ValidationError(.unknown(.global, index)) }
    return globalTypes[Int(index)]
  }

  func elementType(ofSegment index: UInt32) throws(ValidationError) -> ValueType {
    guard Int(index) < module.elementSegments.count else {
      throw ValidationError(.unknown(.elementSegment, index))
    }
    return module.elementSegments[Int(index)].elementType
  }

  func checkData(_ index: UInt32) throws(ValidationError) {
    // The count section, which must be there, says how many there are.
    let count = module.dataCount.map(Int.init) ?? module.dataSegments.count
    guard Int(index) < count else { throw ValidationError(.unknown(.dataSegment, index)) }
  }
}
