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
  /// By body: what validation found out about it.
  package let functionFacts: [FunctionFacts]

  init(_ spaces: IndexSpaces, functionFacts: [FunctionFacts]) {
    module = spaces.module
    functionTypeIndexes = spaces.functionTypeIndexes
    functionTypes = spaces.functionTypeIndexes.map { spaces.module.types[Int($0)] }
    tableTypes = spaces.tableTypes
    memoryTypes = spaces.memoryTypes
    globalTypes = spaces.globalTypes
    importedFunctionCount = spaces.importedFunctionCount
    importedGlobalCount = spaces.importedGlobalCount
    self.functionFacts = functionFacts
    var first: [FunctionType: UInt32] = [:]
    canonicalTypeIndexes = module.types.enumerated().map { index, type in
      let canonical = first[type] ?? UInt32(index)
      first[type] = canonical
      return canonical
    }
  }
}

extension ValidatedModule {
  /// The types of the parameters and locals of a body of the module, by local index.
  ///
  /// They are not kept: a few bytes of a binary can declare as many as validation allows.
  package func localTypes(ofBody body: Int) -> [ValueType] {
    functionTypes[importedFunctionCount + body].parameters
      + module.bodies[body].locals.flatMap { Array(repeating: $0.type, count: Int($0.count)) }
  }
}
