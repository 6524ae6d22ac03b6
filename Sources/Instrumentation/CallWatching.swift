import Validation
import WebAssembly

/// Writes into the code where functions begin, and where calls have returned to them.
///
/// That is enough to know at each time which functions are running: the depth of the call stack
/// shows which calls have ended in between, and how does not matter.
struct CallWatching: Pass {
  func run(on module: inout InstrumentedModule) {
    for index in module.bodies.indices {
      let positions = module.bodies[index].insert(
        Self.moments(in: module.bodies[index].instructions))
      module.functionFacts[index] = module.functionFacts[index].relocated(to: positions)
    }
  }

  private static func moments(in instructions: [InstrumentedInstruction]) -> [Insertion] {
    let resumptions = instructions.indices.filter { instructions[$0].isCallThatReturns }.map {
      Insertion(position: $0 + 1, instruction: .watch(.resumption))
    }
    return [Insertion(position: 0, instruction: .watch(.entry))] + resumptions
  }
}

extension InstrumentedInstruction {
  fileprivate var isCallThatReturns: Bool {
    if case .wasm(.call) = self { return true }
    if case .wasm(.callIndirect) = self { return true }
    return false
  }
}
