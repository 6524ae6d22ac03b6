package import Instrumentation
import WebAssembly

/// A function that the host gives to modules: the seam through which the System API, or anything
/// else that Wasm can't do, is called.
///
/// It gets its arguments and leaves its results as the invokers of `rt_abi.h` do: one word a value,
/// zero-extended, two for a v128. There is room for the longer of the two lists. It returns the
/// trap that it ends in, if it does.
package typealias HostFunction = (UnsafeMutablePointer<UInt64>) -> Trap?

/// What the instructions of stable memory do: each takes and leaves what the System API function
/// of its name would, in the manner of a `HostFunction`.
package typealias StableMemoryFunction = (
  StableMemoryOperation, UnsafeMutablePointer<UInt64>
) -> Trap?

extension StableMemoryOperation {
  /// What the operation takes from the stack, and what it leaves.
  var signature: ScalarSignature {
    switch self {
    case .size32: ScalarSignature(parameterCount: 0, resultBits: 32)
    case .size64: ScalarSignature(parameterCount: 0, resultBits: 64)
    case .grow32: ScalarSignature(parameterCount: 1, resultBits: 32)
    case .grow64: ScalarSignature(parameterCount: 1, resultBits: 64)
    case .read32, .write32, .read64, .write64: ScalarSignature(parameterCount: 3, resultBits: 0)
    }
  }
}
