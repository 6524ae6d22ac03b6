import Validation
import WebAssembly

/// Turns direct calls of the imported stable-memory API into internal instructions.
///
/// An engine can then treat stable memory as a memory: a read of 8 bytes as one load. Operands and
/// results are those of the call, so nothing else changes. References by `ref.func`, by element
/// segments and tail calls still name the import, for which an engine has a function anyway.
struct StableMemoryInlining: Pass {
  func run(on module: inout InstrumentedModule) {
    let operations = StableMemoryOperation.imports(of: module.validated.module)
    guard operations.contains(where: { $0 != nil }) else { return }
    for body in module.bodies.indices {
      for position in module.bodies[body].instructions.indices {
        guard case .wasm(.call(let function)) = module.bodies[body].instructions[position],
          Int(function) < operations.count, let operation = operations[Int(function)]
        else { continue }
        module.bodies[body].instructions[position] = .stableMemory(operation)
      }
    }
  }
}
