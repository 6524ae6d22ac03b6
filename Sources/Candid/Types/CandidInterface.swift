/// A canister's interface, as its `.did` file has it.
package struct CandidInterface: Sendable {
  package let types: TypeTable
  /// The types of the installation argument; empty if the service has no constructor.
  package let initialization: [CandidType]
  /// In the order of the names' bytes.
  package let methods: [Method]

  /// A method and its type.
  package struct Method: Sendable {
    package let name: String
    package let type: FunctionType

    /// Whether it can be called without leaving a trace.
    package var isQuery: Bool {
      type.annotations.contains(.query) || type.annotations.contains(.compositeQuery)
    }
  }

  /// The method with this name, if there is one.
  package func method(named name: String) -> Method? { methods.first { $0.name == name } }
}
