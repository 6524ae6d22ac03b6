import Instrumentation
import WebAssembly

/// Where the functions of a module are once some imports are replaced.
///
/// First come the imports that stay, then the module's own functions, then those that are injected.
struct FunctionIndexes {
  /// By function index before; the index after.
  private let indexes: [UInt32]
  private let byOperation: [StableMemoryOperation: UInt32]
  /// The index of the first function that is injected.
  let firstInjected: UInt32

  /// For each import the operation that replaces it, the number of all functions, and how many
  /// are injected before the operations.
  init(imported: [StableMemoryOperation?], count: Int, injectedBefore: UInt32) {
    let replacedCount = imported.count { $0 != nil }
    firstInjected = UInt32(count - replacedCount)
    var next = firstInjected + injectedBefore
    var operations: [StableMemoryOperation: UInt32] = [:]
    for operation in StableMemoryOperation.allCases where imported.contains(operation) {
      operations[operation] = next
      next += 1
    }
    var kept: UInt32 = 0
    var result: [UInt32] = []
    result.reserveCapacity(count)
    for function in 0..<count {
      if function < imported.count, let operation = imported[function] {
        result.append(operations[operation] ?? 0)
      } else {
        result.append(kept)
        kept += 1
      }
    }
    indexes = result
    byOperation = operations
  }

  var count: Int { indexes.count }

  /// The index of a function of the module.
  subscript(_ function: UInt32) -> UInt32 { indexes[Int(function)] }

  /// The index of the function that does an operation.
  subscript(_ operation: StableMemoryOperation) -> UInt32 {
    guard let index = byOperation[operation] else { preconditionFailure("it was not imported") }
    return index
  }
}

extension Instruction {
  /// The instruction with the function that it names where that is now.
  func rewritten(_ indexes: FunctionIndexes) -> Instruction {
    if case .call(let function) = self { return .call(indexes[function]) }
    if case .returnCall(let function) = self { return .returnCall(indexes[function]) }
    if case .refFunc(let function) = self { return .refFunc(indexes[function]) }
    return self
  }
}
