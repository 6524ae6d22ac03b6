import CanisterRuntime
import Dispatch
import LLVM
import Lowering
import WebAssembly

/// What executes loaded code: the native stack, and the memories whose guard pages tell accesses
/// out of bounds.
final class NativeStack {
  let store: OpaquePointer
  /// Where functions pass each other what registers have no room for, of all instances of the
  /// store.
  let overflowArea: UnsafeMutableRawPointer
  /// Held as long as a memory may lie at the address for the constant form.
  private let claim: ConstantFormClaim?
  /// The counter of metered code.
  let instructionsLeft: UnsafeMutablePointer<Int64>
  private let block: LowBlock

  init(sizeBytes: UInt64, hasConstantForm: Bool) {
    guard let block = try? LowBlock(sizeBytes: LowBlock.sizeBytes(of: Int64.self, count: 1))
    else { preconditionFailure("the system has no memory for a counter") }
    self.block = block
    instructionsLeft = block.allocate(Int64.self, count: 1)
    instructionsLeft.initialize(to: .max)
    claim = hasConstantForm ? ConstantFormClaim() : nil
    guard let store = rt_store_create(sizeBytes) else {
      preconditionFailure("the system has no memory for a stack of \(sizeBytes) bytes")
    }
    self.store = store
    guard let area = LowMemory.map(sizeBytes: OverflowArea.sizeBytes) else {
      preconditionFailure("no address is left below 1.5 GiB")
    }
    overflowArea = area
  }

  deinit {
    LowMemory.unmap(overflowArea, sizeBytes: OverflowArea.sizeBytes)
    rt_store_destroy(store)
  }

  /// Calls a function.
  ///
  /// - Precondition: The arguments are of the types of the function's parameters.
  func invoke(
    _ function: NativeFunction, _ arguments: [WasmValue]
  ) throws(NativeTrap) -> [WasmValue] {
    let type = function.type
    precondition(arguments.map(\.type) == type.parameters, "arguments don't fit the parameters")
    var slots = arguments.flatMap(\.slots)
    let resultCount = type.results.reduce(0) { $0 + $1.slotCount }
    if slots.count < resultCount {
      slots += Array(repeating: 0, count: resultCount - slots.count)
    }
    var trap = rt_trap.unreachable
    let isReturn = slots.withUnsafeMutableBufferPointer {
      rt_store_invoke(store, function.invoker, function.record, $0.baseAddress, &trap)
    }
    guard isReturn else { throw NativeTrap(kind: trap) }
    return slots.withUnsafeBytes { bytes in
      guard var slot = bytes.baseAddress else { return [] }
      return type.results.map { type in
        defer { slot += 8 * type.slotCount }
        return WasmValue(type, at: slot)
      }
    }
  }
}

/// The right to put a memory where code in the constant form expects it.
///
/// There is one such address in a process: a second store waits for the first to end.
private final class ConstantFormClaim: Sendable {
  private static let isFree = DispatchSemaphore(value: 1)

  init() { Self.isFree.wait() }

  deinit { Self.isFree.signal() }
}
