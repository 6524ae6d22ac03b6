/// The types that others refer to: the definitions of an interface, or the table of a message.
package struct TypeTable: Sendable {
  var definitions: [CandidType]
  /// Of an interface's definitions; a message's have none.
  var names: [String]

  /// A table without types.
  package init() { self.init(definitions: []) }

  init(definitions: [CandidType], names: [String] = []) {
    self.definitions = definitions
    self.names = names
  }

  /// The type itself where only its number in the table is given.
  ///
  /// Whoever made the table has checked that no chain of numbers is endless.
  package func resolve(_ type: CandidType) -> CandidType {
    var type = type
    while case .reference(let index) = type { type = definitions[index] }
    return type
  }

  /// The default of the type if a value is left out; nil if it may not be.
  func absentValue(of type: CandidType) -> CandidValue? {
    switch resolve(type) {
    case .primitive(.null): .null
    case .primitive(.reserved): .reserved
    case .option: CandidValue.none
    default: nil
    }
  }
}
