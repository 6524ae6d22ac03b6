package import WebAssembly

/// A module that validation has accepted; holding one is the proof.
///
/// It carries the index spaces of the module, imports first, which validation has to compute and
/// everything after it needs.
package struct ValidatedModule: Sendable {
  package let module: Module
  /// By function index: the index of its type, and the type itself.
  package let functionTypeIndexes: [UInt32]
  package let functionTypes: [FunctionType]
  package let tableTypes: [TableType]
  package let memoryTypes: [MemoryType]
  package let globalTypes: [GlobalType]
  package let importedFunctionCount: Int
  package let importedGlobalCount: Int
  /// By type index: the smallest index of an equal type, so that equal types have equal numbers.
  package let canonicalTypeIndexes: [UInt32]
  /// By body: the largest number of operands on the stack at a time.
  package let maximumOperandCounts: [Int]

  init(_ spaces: IndexSpaces, maximumOperandCounts: [Int]) {
    module = spaces.module
    functionTypeIndexes = spaces.functionTypeIndexes
    functionTypes = spaces.functionTypes
    tableTypes = spaces.tableTypes
    memoryTypes = spaces.memoryTypes
    globalTypes = spaces.globalTypes
    importedFunctionCount = module.importedFunctionCount
    importedGlobalCount = spaces.importedGlobalCount
    self.maximumOperandCounts = maximumOperandCounts
    var first: [FunctionType: UInt32] = [:]
    canonicalTypeIndexes = module.types.enumerated().map { index, type in
      let canonical = first[type] ?? UInt32(index)
      first[type] = canonical
      return canonical
    }
  }
}
