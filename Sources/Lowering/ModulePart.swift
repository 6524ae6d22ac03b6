package import Instrumentation
internal import Validation
internal import WebAssembly

/// A share of a module's code, lowered to an LLVM module of its own so that several can be
/// optimised and emitted at a time.
///
/// How a module is split depends on nothing but the module: the same input gives the same code,
/// whatever the number of threads. The first part also defines what there is once: globals,
/// segments and the description for the runtime.
package struct ModulePart: Sendable {
  /// The bodies that the part defines.
  let bodies: Range<Int>
  package let isFirst: Bool
  /// Whether it is all there is, so that nothing needs to be seen from outside.
  let isWhole: Bool

  /// The module in one part.
  package static func whole(_ module: InstrumentedModule) -> ModulePart {
    ModulePart(bodies: module.bodies.indices, isFirst: true, isWhole: true)
  }

  /// The module in parts of about equal size, in the order of its functions.
  package static func split(_ module: InstrumentedModule) -> [ModulePart] {
    let total = module.bodies.reduce(0) { $0 + $1.instructions.count }
    let count = total / minimumInstructionCount
    guard count > 1 else { return [whole(module)] }
    var parts: [ModulePart] = []
    var start = 0
    var size = 0
    for (index, body) in module.bodies.enumerated() {
      size += body.instructions.count
      if size * count >= total || index == module.bodies.count - 1 {
        parts.append(
          ModulePart(bodies: start..<index + 1, isFirst: parts.isEmpty, isWhole: false))
        start = index + 1
        size = 0
      }
    }
    return parts
  }

  /// Smaller parts are not worth what is lost: inlining and what LLVM finds out about callees end
  /// at their borders.
  private static let minimumInstructionCount = 50_000
}

extension ModuleLowering {
  /// The bodies of other parts that this one repeats so that they can be inlined: small ones that
  /// it calls.
  ///
  /// They are whole in themselves, since all state of a canister lies outside of code.
  func copiedBodies() -> [Int] {
    var copied: Set<Int> = []
    for body in part.bodies {
      for case .call(let function) in instrumented.bodies[body].instructions {
        let callee = Int(function) - validated.importedFunctionCount
        guard callee >= 0, !part.bodies.contains(callee) else { continue }
        if instrumented.bodies[callee].instructions.count <= Self.copiedInstructionCount {
          copied.insert(callee)
        }
      }
    }
    return copied.sorted()
  }

  private static let copiedInstructionCount = 40
}
