package import SubnetHost
import Scripts

/// An engine with its options, as one of those that are compared.
package struct Contender {
  /// A word.
  package let name: String
  /// For readers of a chart.
  package let label: String
  /// The options of `tinsmith run` with the same effect.
  package let options: String
  /// Whether its canisters count instructions.
  package let countsInstructions: Bool
  package let prepare: LocalNetwork.CodeCompiler

  package init(
    name: String, label: String, options: String, countsInstructions: Bool = true,
    prepare: @escaping LocalNetwork.CodeCompiler
  ) {
    self.name = name
    self.label = label
    self.options = options
    self.countsInstructions = countsInstructions
    self.prepare = prepare
  }
}
