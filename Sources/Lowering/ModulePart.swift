package import Instrumentation
internal import LLVM
internal import Validation
internal import WebAssembly

/// A share of a module's code, lowered to an LLVM module of its own so that several can be
/// optimised and emitted at a time.
///
/// How a module is split only depends on the module: the same input gives the same code,
/// for any number of threads. The first part also defines what there is once: globals,
/// segments and the description for the runtime.
package struct ModulePart: Sendable {
  /// The bodies that the part defines, in the module's order.
  let bodies: [Int]
  /// How many bodies the parts before it define.
  let precedingCount: Int
  /// What is done for the code of each of them.
  package let effort: CompilationEffort
  package let isFirst: Bool
  /// Whether it is all there is, so that nothing needs to be seen from outside.
  let isWhole: Bool
  private let members: Set<Int>

  private init(
    bodies: [Int], precedingCount: Int, effort: CompilationEffort, isWhole: Bool
  ) {
    self.bodies = bodies
    self.precedingCount = precedingCount
    self.effort = effort
    isFirst = precedingCount == 0
    self.isWhole = isWhole
    members = Set(bodies)
  }

  /// Whether the part defines a body.
  func defines(_ body: Int) -> Bool { members.contains(body) }

  /// The module in one part, for which no more is done than for the body that bears the least.
  package static func whole(_ module: InstrumentedModule) -> ModulePart {
    let bearsAll = module.bodies.indices.allSatisfy {
      CompilationEffort(ofBody: $0, of: module) == .full
    }
    return ModulePart(
      bodies: Array(module.bodies.indices), precedingCount: 0, effort: bearsAll ? .full : .least,
      isWhole: true)
  }

  /// The module in parts of about equal size, in the order of its functions; those for which least
  /// is done come last.
  package static func split(_ module: InstrumentedModule) -> [ModulePart] {
    let efforts = module.bodies.indices.map { CompilationEffort(ofBody: $0, of: module) }
    let shares = [CompilationEffort.full, .least].flatMap { effort in
      split(module.bodies.indices.filter { efforts[$0] == effort }, of: module).map {
        (bodies: $0, effort: effort)
      }
    }
    guard shares.count > 1 else { return [whole(module)] }
    var parts: [ModulePart] = []
    var precedingCount = 0
    for (bodies, effort) in shares {
      parts.append(
        ModulePart(
          bodies: bodies, precedingCount: precedingCount, effort: effort, isWhole: false))
      precedingCount += bodies.count
    }
    return parts
  }

  private static func split(_ bodies: [Int], of module: InstrumentedModule) -> [[Int]] {
    let total = bodies.reduce(0) { $0 + module.bodies[$1].instructions.count }
    let count = max(total / minimumInstructionCount, 1)
    var shares: [[Int]] = []
    var start = 0
    var size = 0
    for (index, body) in bodies.enumerated() {
      size += module.bodies[body].instructions.count
      if size * count >= total || index == bodies.count - 1 {
        shares.append(Array(bodies[start...index]))
        start = index + 1
        size = 0
      }
    }
    return shares
  }

  /// Smaller parts are not worth what is lost: inlining and what LLVM finds out about callees end
  /// at their borders.
  private static let minimumInstructionCount = 50_000
}

extension ModulePart {
  /// The bodies of other parts that this one repeats so that they can be inlined: small ones that
  /// it calls.
  ///
  /// They are whole in themselves, since all state of a canister lies outside of code.
  func copiedBodies(of module: InstrumentedModule) -> [Int] {
    guard effort == .full else { return [] }
    var copied: Set<Int> = []
    for body in bodies {
      for case .wasm(.call(let function)) in module.bodies[body].instructions {
        let callee = Int(function) - module.validated.importedFunctionCount
        guard callee >= 0, !defines(callee) else { continue }
        if module.bodies[callee].instructions.count <= Self.copiedInstructionCount {
          copied.insert(callee)
        }
      }
    }
    return copied.sorted()
  }

  private static let copiedInstructionCount = 40

  /// Adds a global that all parts of the module share; the first one defines it.
  func addShared(
    _ name: String, _ initializer: Value, isConstant: Bool = false, to output: LLVM.Module
  ) -> Value {
    if isWhole { return output.addGlobal(name, initializer, isConstant: isConstant) }
    let global =
      isFirst
      ? output.addGlobal(name, initializer, linkage: .external, isConstant: isConstant)
      : output.addExternalGlobal(name, initializer.type)
    global.setHidden()
    return global
  }
}
