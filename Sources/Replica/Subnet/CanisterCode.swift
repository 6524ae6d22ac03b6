package import Canister

/// A canister's code, ready to run, and what the subnet must know of it.
package struct CanisterCode: Sendable {
  package var program: CanisterProgram
  package var methods: [String: CanisterMethodKind]
  package var systemMethods: Set<SystemMethod>
  /// Whether upgrades must keep the heap (enhanced orthogonal persistence).
  package var keepsHeap: Bool

  package init(
    program: CanisterProgram, methods: [String: CanisterMethodKind] = [:],
    systemMethods: Set<SystemMethod> = [], keepsHeap: Bool = false
  ) {
    self.program = program
    self.methods = methods
    self.systemMethods = systemMethods
    self.keepsHeap = keepsHeap
  }

  /// The code of an admitted module that an engine has prepared.
  package init(_ module: CanisterModule, program: CanisterProgram) {
    self.init(CanisterDescription(module), program: program)
  }

  /// The code of a canister with this description.
  package init(_ description: CanisterDescription, program: CanisterProgram) {
    self.init(
      program: program,
      methods: Dictionary(
        description.methods.map { ($0.name, $0.kind) }, uniquingKeysWith: { first, _ in first }),
      systemMethods: Set(description.systemMethods),
      keepsHeap: description.metadata.hasEnhancedOrthogonalPersistence)
  }
}
