package import WebAssembly

/// Checks that a module keeps the rules (Core Specification, "Validation"): the front door of this
/// target, and the only maker of a `ValidatedModule`.
///
/// This file checks what lies outside of bodies, in the order of the sections;
/// `FunctionValidator` checks a body, with one rule a family of instructions.
package struct Validator {
  private let spaces: IndexSpaces

  /// Validates a module; throws the first violation.
  package static func validate(
    _ module: Module, features: Features = .core, limits: ImplementationLimits = .init()
  ) throws(ValidationError) -> ValidatedModule {
    let validator = Validator(
      spaces: try IndexSpaces(module, features: features, limits: limits))
    try validator.checkImports()
    try validator.checkTables()
    try validator.checkMemories()
    try validator.checkGlobals()
    try validator.checkExports()
    try validator.checkStart()
    try validator.checkElements()
    try validator.checkData()
    return ValidatedModule(validator.spaces, functionFacts: try validator.checkBodies())
  }

  private var module: Module { spaces.module }

  private func checkImports() throws(ValidationError) {
    for imported in module.imports {
      switch imported.description {
      case .function: break  // Its type has been looked up for the index space.
      case .table(let type): try check(type)
      case .memory(let type): try check(type)
      case .global(let type):
        if type.isMutable && !spaces.features.contains(.mutableGlobals) {
          throw ValidationError(.mutableGlobalShared)
        }
      }
    }
  }

  private func checkTables() throws(ValidationError) {
    for table in module.tables { try check(table) }
    if spaces.tableTypes.count > 1 && !spaces.features.contains(.referenceTypes) {
      throw ValidationError(.multipleTables)
    }
  }

  private func check(_ type: TableType) throws(ValidationError) {
    try checkOrder(type.limits)
    guard type.addressType == .i32 else { return }
    if max(type.limits.minimum, type.limits.maximum ?? 0) > UInt64(UInt32.max) {
      throw ValidationError(.tableTooLarge)
    }
  }

  private func checkMemories() throws(ValidationError) {
    for memory in module.memories { try check(memory) }
    if spaces.memoryTypes.count > 1 && !spaces.features.contains(.multiMemory) {
      throw ValidationError(.multipleMemories)
    }
  }

  private func check(_ type: MemoryType) throws(ValidationError) {
    let bound: UInt64 = type.addressType == .i32 ? 1 << 16 : 1 << 48
    if max(type.limits.minimum, type.limits.maximum ?? 0) > bound {
      throw ValidationError(.memoryTooLarge(type.addressType))
    }
    try checkOrder(type.limits)
  }

  private func checkOrder(_ limits: Limits) throws(ValidationError) {
    if let maximum = limits.maximum, limits.minimum > maximum {
      throw ValidationError(.limitsOutOfOrder(limits))
    }
  }

  /// A global's first value may use the globals before it.
  private func checkGlobals() throws(ValidationError) {
    for (position, global) in module.globals.enumerated() {
      try ConstantExpressionValidator(
        spaces, globalCount: spaces.importedGlobalCount + position
      ).check(global.initializer, is: global.type.valueType)
    }
  }

  private func checkExports() throws(ValidationError) {
    // Names are equal if their bytes are; strings would be if they looked the same.
    var names: Set<[UInt8]> = []
    for export in module.exports {
      switch export.kind {
      case .function: _ = try spaces.signature(ofFunction: export.index)
      case .table: _ = try spaces.table(export.index)
      case .memory: _ = try spaces.addressType(ofMemory: export.index)
      case .global:
        if try spaces.global(export.index).isMutable
          && !spaces.features.contains(.mutableGlobals)
        {
          throw ValidationError(.mutableGlobalShared)
        }
      }
      if !names.insert(Array(export.name.utf8)).inserted {
        throw ValidationError(.duplicateExport(export.name))
      }
    }
  }

  private func checkStart() throws(ValidationError) {
    guard let start = module.start else { return }
    let signature = try spaces.signature(ofFunction: start)
    if signature.parameters.count != 0 || signature.results.count != 0 {
      let type = module.types[Int(spaces.functionTypeIndexes[Int(start)])]
      throw ValidationError(.startFunctionType(type))
    }
  }

  private func checkElements() throws(ValidationError) {
    let expressions = ConstantExpressionValidator(spaces, globalCount: spaces.globalTypes.count)
    for segment in module.elementSegments {
      if case .active(let index, let offset) = segment.mode {
        let table = try spaces.table(index)
        if table.elementType != segment.elementType {
          throw ValidationError(
            .elementType(expected: table.elementType, found: segment.elementType),
            offsetBytes: segment.offsetBytes)
        }
        try expressions.check(offset, is: table.addressType.valueType)
      }
      switch segment.elements {
      case .functions(let indexes):
        for index in indexes { _ = try spaces.signature(ofFunction: index) }
      case .expressions(let elements):
        for element in elements { try expressions.check(element, is: segment.elementType) }
      }
    }
  }

  private func checkData() throws(ValidationError) {
    let expressions = ConstantExpressionValidator(spaces, globalCount: spaces.globalTypes.count)
    for segment in module.dataSegments {
      guard case .active(let index, let offset) = segment.mode else { continue }
      let address = try spaces.addressType(ofMemory: index)
      try expressions.check(offset, is: address == .i64 ? .i64 : .i32)
    }
  }

  private func checkBodies() throws(ValidationError) -> [FunctionFacts] {
    var facts: [FunctionFacts] = []
    facts.reserveCapacity(module.bodies.count)
    var validator = FunctionValidator(spaces)
    for (position, body) in module.bodies.enumerated() {
      let index = spaces.importedFunctionCount + position
      do throws(ValidationError) {
        facts.append(try validator.validate(body, ofFunction: index))
      } catch {
        var error = error
        error.function = UInt32(index)
        error.functionName = module.names.functions[UInt32(index)]
        throw error
      }
    }
    return facts
  }
}
