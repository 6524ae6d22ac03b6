import WebAssembly

/// Why a module could not be instantiated.
package enum InstantiationError: Error {
  case unknownImport(module: String, name: String)
  case incompatibleImport(module: String, name: String, expected: String, found: String)
  case memoryTooLarge(pages: UInt64)
  case tableTooLarge(elements: UInt64)
  /// A segment did not fit or the start function trapped. What was done before stays done.
  case trap(TrapReport)
}

extension InstantiationError: CustomStringConvertible {
  /// The official test suite's phrase first, then the particulars.
  package var description: String {
    switch self {
    case .unknownImport(let module, let name): "unknown import: \"\(module)\" \"\(name)\""
    case .incompatibleImport(let module, let name, let expected, let found):
      "incompatible import type: \"\(module)\" \"\(name)\" must be \(expected), not \(found)"
    case .memoryTooLarge(let pages): "a memory of \(pages) pages is not supported"
    case .tableTooLarge(let elements): "a table of \(elements) elements is not supported"
    case .trap(let report): report.description
    }
  }
}
