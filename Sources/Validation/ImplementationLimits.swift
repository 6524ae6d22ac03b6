/// How large parts of a module may be (Core Specification, appendix "Implementation
/// Limitations").
///
/// They keep a small module from asking for much work or memory, and are those on which engines
/// have agreed for the Web, where those name one.
package struct ImplementationLimits: Sendable {
  /// The number of parameters of a function type.
  package var parameterCount = 1000
  /// The number of results of a function type.
  package var resultCount = 1000
  /// The number of locals of a function, with its parameters.
  package var localCount = 50_000
  /// The number of values on the operand stack of a function.
  package var operandCount = 1_000_000

  package init() {}
}
