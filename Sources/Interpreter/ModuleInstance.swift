import Instrumentation
import WebAssembly

/// What the indexes in the code of one instance mean (Core Specification, "Module Instances").
///
/// It lives in the store, since code of it may run as long as the store does: through a table of
/// another instance, say, even if instantiation failed. Index spaces begin with the imports.
struct ModuleInstance {
  /// By type index: the numbers of the types in the store.
  var typeNumbers: UnsafeMutablePointer<UInt32>
  var functions: UnsafeMutablePointer<FunctionAddress>
  var tables: UnsafeMutablePointer<TableAddress>
  var memories: UnsafeMutablePointer<MemoryAddress>
  var globals: UnsafeMutablePointer<GlobalAddress>
  /// The segments; one that has been dropped is empty.
  var dataSegments: [[UInt8]] = []
  var elementSegments: [[Reference]] = []
  /// By body: where its instructions are in the module's bytes, to locate traps.
  var instructionOffsets: [[UInt32]] = []
  var importedFunctionCount = 0
  /// For each imported function, the operation of stable memory that it is.
  var importedOperations: [StableMemoryOperation?] = []
  var stableMemory: StableMemoryFunction?
  /// What grows the memory if it is a canister's: takes pages, and leaves how many there were, or
  /// all ones.
  var growCanisterMemory: HostFunction?
}
