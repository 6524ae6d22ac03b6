package import Validation
import WebAssembly

/// A validated module and the bodies that the engines run in place of its own.
///
/// Passes rewrite `bodies`; everything else is as validation left it. Function indexes are those
/// of the module: a pass may add instructions, never functions.
package struct InstrumentedModule: Sendable {
  package let validated: ValidatedModule
  /// In the order of the module's own bodies.
  package var bodies: [InstrumentedBody]
  /// By body: the results of validation, for the current code.
  package var functionFacts: [FunctionFacts]

  /// The module before the first pass.
  package init(_ validated: ValidatedModule) {
    self.validated = validated
    bodies = validated.module.bodies.map { InstrumentedBody($0) }
    functionFacts = validated.functionFacts
  }
}
