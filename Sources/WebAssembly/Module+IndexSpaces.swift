extension Module {
  /// The types of all functions, imported ones first: the function index space.
  ///
  /// A type index out of range, which validation refuses, yields no entry here, so call this on
  /// validated modules only.
  package var functionTypes: [FunctionType] {
    importedFunctionTypeIndexes.map { types[Int($0)] }
      + functionTypeIndexes.map { types[Int($0)] }
  }

  /// The type indexes of the imported functions, in order.
  package var importedFunctionTypeIndexes: [UInt32] {
    imports.compactMap { if case .function(let index) = $0.description { index } else { nil } }
  }

  /// The types of all tables, imported ones first.
  package var tableTypes: [TableType] {
    imports.compactMap { if case .table(let type) = $0.description { type } else { nil } }
      + tables
  }

  /// The types of all memories, imported ones first.
  package var memoryTypes: [MemoryType] {
    imports.compactMap { if case .memory(let type) = $0.description { type } else { nil } }
      + memories
  }

  /// The types of all globals, imported ones first.
  package var globalTypes: [GlobalType] {
    imports.compactMap { if case .global(let type) = $0.description { type } else { nil } }
      + globals.map(\.type)
  }

  /// The number of imported functions: the index of the first one that the module defines.
  package var importedFunctionCount: Int { importedFunctionTypeIndexes.count }
}
