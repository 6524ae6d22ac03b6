package import WebAssembly

/// The functions of the stable-memory API, which instrumentation turns from calls of imports into
/// instructions so that every engine can treat stable memory as a memory
/// (Interface Specification, "System API: Stable Memory").
package enum StableMemoryOperation: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case size32, grow32, read32, write32
  case size64, grow64, read64, write64
}

extension StableMemoryOperation {
  /// The name of the function of the module `ic0` that is the operation
  /// (Interface Specification, "System API: Stable Memory").
  package var importName: String {
    switch self {
    case .size32: "stable_size"
    case .grow32: "stable_grow"
    case .read32: "stable_read"
    case .write32: "stable_write"
    case .size64: "stable64_size"
    case .grow64: "stable64_grow"
    case .read64: "stable64_read"
    case .write64: "stable64_write"
    }
  }

  /// The operation that the function of this name in the module `ic0` is, if it is one.
  package init?(importName: String) {
    guard let operation = Self.allCases.first(where: { $0.importName == importName }) else {
      return nil
    }
    self = operation
  }

  /// The operation that the import is, if it is one.
  package init?(_ imported: Import) {
    guard imported.module == "ic0" else { return nil }
    self.init(importName: imported.name)
  }

  /// For each imported function, the operation that it is.
  package static func imports(of module: Module) -> [StableMemoryOperation?] {
    var operations: [StableMemoryOperation?] = []
    for imported in module.imports {
      guard case .function = imported.description else { continue }
      operations.append(StableMemoryOperation(imported))
    }
    return operations
  }
}
