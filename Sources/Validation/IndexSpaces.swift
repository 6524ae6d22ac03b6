import WebAssembly

/// The index spaces of a module: what validation calls the context
/// (Core Specification, "Validation: Contexts").
struct IndexSpaces {
  let module: Module
  let features: Features
  let limits: ImplementationLimits
  let functionTypeIndexes: [UInt32]
  let tableTypes: [TableType]
  let memoryTypes: [MemoryType]
  /// By memory index: the type of an address as an operand.
  let memoryAddressTypes: [OperandType]
  let globalTypes: [GlobalType]
  let importedFunctionCount: Int
  let importedGlobalCount: Int
  /// The types of all signatures.
  private(set) var pool = TypePool()
  /// By type index.
  private(set) var typeSignatures: [Signature] = []
  /// By function index.
  private(set) var functionSignatures: [Signature] = []
  /// By function index: whether `ref.func` in a body may name it, as something outside of bodies
  /// does.
  private(set) var isDeclared: [Bool]

  /// Fails if a function's type does not exist.
  init(
    _ module: Module, features: Features, limits: ImplementationLimits
  ) throws(ValidationError) {
    self.module = module
    self.features = features
    self.limits = limits
    let imported = module.importedFunctionTypeIndexes
    functionTypeIndexes = imported + module.functionTypeIndexes
    importedFunctionCount = imported.count
    tableTypes = module.tableTypes
    memoryTypes = module.memoryTypes
    memoryAddressTypes = memoryTypes.map { OperandType($0.addressType) }
    globalTypes = module.globalTypes
    importedGlobalCount = globalTypes.count - module.globals.count
    isDeclared = Array(repeating: false, count: functionTypeIndexes.count)

    typeSignatures.reserveCapacity(module.types.count)
    for type in module.types { typeSignatures.append(try signature(type)) }
    functionSignatures.reserveCapacity(functionTypeIndexes.count)
    for index in functionTypeIndexes { functionSignatures.append(try signature(ofType: index)) }
    declareFunctions()
  }

  private mutating func signature(_ type: FunctionType) throws(ValidationError) -> Signature {
    if type.parameters.count > limits.parameterCount {
      throw ValidationError(.tooMany(.parameters, limit: limits.parameterCount))
    }
    if type.results.count > limits.resultCount {
      throw ValidationError(.tooMany(.results, limit: limits.resultCount))
    }
    return Signature(
      parameters: pool.append(type.parameters), results: pool.append(type.results))
  }

  /// Finds the functions that something outside of bodies names.
  private mutating func declareFunctions() {
    for export in module.exports where export.kind == .function { declare(export.index) }
    for global in module.globals { declareFunctions(in: global.initializer) }
    for segment in module.elementSegments {
      switch segment.elements {
      case .functions(let indexes): for index in indexes { declare(index) }
      case .expressions(let expressions): for item in expressions { declareFunctions(in: item) }
      }
    }
  }

  private mutating func declareFunctions(in expression: ConstantExpression) {
    for case .refFunc(let index) in expression.instructions { declare(index) }
  }

  private mutating func declare(_ function: UInt32) {
    // An index out of range is an error that is found in its place.
    if Int(function) < isDeclared.count { isDeclared[Int(function)] = true }
  }
}

// Looking up, with the error of the specification
extension IndexSpaces {
  @inline(__always)
  func signature(ofType index: UInt32) throws(ValidationError) -> Signature {
    guard Int(index) < typeSignatures.count else { throw ValidationError(.unknown(.type, index)) }
    return typeSignatures[Int(index)]
  }

  @inline(__always)
  func signature(ofFunction index: UInt32) throws(ValidationError) -> Signature {
    guard Int(index) < functionSignatures.count else {
      throw ValidationError(.unknown(.function, index))
    }
    return functionSignatures[Int(index)]
  }

  func table(_ index: UInt32) throws(ValidationError) -> TableType {
    guard Int(index) < tableTypes.count else { throw ValidationError(.unknown(.table, index)) }
    return tableTypes[Int(index)]
  }

  @inline(__always)
  func addressType(ofMemory index: UInt32) throws(ValidationError) -> OperandType {
    guard Int(index) < memoryTypes.count else { throw ValidationError(.unknown(.memory, index)) }
    return memoryAddressTypes[Int(index)]
  }

  @inline(__always)
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
    guard Int(index) < module.dataSegments.count else {
      throw ValidationError(.unknown(.dataSegment, index))
    }
  }
}
