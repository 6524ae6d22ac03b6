import Validation
import WebAssembly

/// The rules for what a module defines outside of code: data segments' offsets, globals, the
/// number of functions, memories, tables.
enum DefinitionAdmission {
  static func check(_ validated: ValidatedModule) throws(AdmissionError) {
    try DataSegmentAdmission.checkOffsets(validated)
    try checkGlobals(validated.globalTypes)
    try checkFunctions(validated.module)
    try checkMemories(validated.memoryTypes)
    try checkTables(validated.tableTypes)
  }

  private static func checkGlobals(_ globals: [GlobalType]) throws(AdmissionError) {
    if globals.count > AdmissionLimits.globals {
      throw AdmissionError(
        .tooManyGlobals(count: globals.count, limit: AdmissionLimits.globals))
    }
    for (index, global) in globals.enumerated() where global.valueType.isReference {
      throw AdmissionError(.globalType(global.valueType), at: .global(index: index))
    }
  }

  private static func checkFunctions(_ module: Module) throws(AdmissionError) {
    let count = module.functionTypeIndexes.count
    if count > AdmissionLimits.functions {
      throw AdmissionError(.tooManyFunctions(count: count, limit: AdmissionLimits.functions))
    }
  }

  private static func checkMemories(_ memories: [MemoryType]) throws(AdmissionError) {
    for memory in memories {
      let limit = AdmissionLimits.memoryPages(memory.addressType)
      if memory.limits.minimum > limit {
        throw AdmissionError(.memoryTooLarge(pages: memory.limits.minimum, limitPages: limit))
      }
    }
  }

  private static func checkTables(_ tables: [TableType]) throws(AdmissionError) {
    if tables.count > AdmissionLimits.tables {
      throw AdmissionError(.tooManyTables(count: tables.count, limit: AdmissionLimits.tables))
    }
    for table in tables where table.limits.minimum > AdmissionLimits.tableElements {
      throw AdmissionError(
        .tableTooLarge(count: table.limits.minimum, limit: AdmissionLimits.tableElements))
    }
  }
}
