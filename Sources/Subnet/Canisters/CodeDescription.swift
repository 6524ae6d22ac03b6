package import Admission

/// What a subnet must know of a canister's code.
package struct CodeDescription: Codable, Equatable, Sendable {
  /// By what the host knows the code.
  package var identity: String
  package var methods: [String: CanisterMethodKind]
  package var systemMethods: Set<SystemMethod>
  /// Whether upgrades must keep the heap (enhanced orthogonal persistence).
  package var keepsHeap: Bool

  package init(
    identity: String, methods: [String: CanisterMethodKind] = [:],
    systemMethods: Set<SystemMethod> = [], keepsHeap: Bool = false
  ) {
    self.identity = identity
    self.methods = methods
    self.systemMethods = systemMethods
    self.keepsHeap = keepsHeap
  }

  /// What is to be known of a canister's module.
  package init(_ description: CanisterDescription, identity: String) {
    self.init(
      identity: identity,
      methods: Dictionary(
        description.methods.map { ($0.name, $0.kind) }, uniquingKeysWith: { first, _ in first }),
      systemMethods: Set(description.systemMethods),
      keepsHeap: description.metadata.hasEnhancedOrthogonalPersistence)
  }

  private enum CodingKeys: CodingKey {
    case identity, methods, systemMethods, keepsHeap
  }

  /// Encodes the sets in an order of their own, so that equal values have equal encodings.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(identity, forKey: .identity)
    try container.encode(methods, forKey: .methods)
    try container.encode(
      systemMethods.sorted { $0.rawValue < $1.rawValue }, forKey: .systemMethods)
    try container.encode(keepsHeap, forKey: .keepsHeap)
  }
}
