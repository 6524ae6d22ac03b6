package import CanisterRuntime
package import Validation

/// Why a plain module could not be instantiated.
package enum NativeInstantiationError: Error {
  case unknownImport(module: String, name: String)
  case incompatibleImport(module: String, name: String, expected: EntityType, found: EntityType)
  case memoryTooLarge(pages: UInt64)
  case tableTooLarge(elements: UInt64)
  /// The system has no more room.
  case outOfMemory
  /// The system can't confine the process that would run the instance.
  case notConfined
  /// A segment did not fit or the start function trapped. What was done before stays done.
  case trap(NativeTrap)
}

/// A trap in loaded code.
package struct NativeTrap: Error {
  package let kind: rt_trap

  /// The words of the official test suite.
  package var message: String { String(cString: rt_trap_wasm_text(kind)) }
}

extension NativeInstantiationError: CustomStringConvertible {
  /// The official test suite's phrase first, then the particulars.
  package var description: String {
    switch self {
    case .unknownImport(let module, let name): "unknown import: \"\(module)\" \"\(name)\""
    case .incompatibleImport(let module, let name, let expected, let found):
      "incompatible import type: \"\(module)\" \"\(name)\" must be \(expected), not \(found)"
    case .memoryTooLarge(let pages): "a memory of \(pages) pages is not supported"
    case .tableTooLarge(let elements): "a table of \(elements) elements is not supported"
    case .outOfMemory: "the system has no memory for the instance"
    case .notConfined: "the system can't confine the process (seccomp)"
    case .trap(let trap): trap.message
    }
  }
}
