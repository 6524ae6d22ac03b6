/// The output that code becomes a part of.
package enum CodeHome: Sendable {
  /// An executable of one canister, all of whose state lies at addresses known when it is linked.
  case executable
  /// This process, in which instances are linked with each other.
  ///
  /// `typeIdentities` has the number of each type of the module, by index: equal types have equal
  /// numbers in all modules that are linked with each other, and none is 0.
  case process(BaseForm, typeIdentities: [UInt64])
}

/// How code finds what its instance has.
package enum BaseForm: String, Sendable, CaseIterable {
  /// By symbols, which are set when it is loaded: the code is that of one instance.
  case constant
  /// Through a table of addresses, the first parameter of each function.
  case parameter
}

extension CodeHome {
  var isProcess: Bool { if case .process = self { true } else { false } }

  /// Whether functions take the instance as their first parameter.
  var passesInstance: Bool { if case .process(.parameter, _) = self { true } else { false } }
}
