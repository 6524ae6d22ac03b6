import WebAssembly

/// Some types in a row, as a range of a `TypePool`.
///
/// The types of functions and blocks are looked up all the time; two numbers can be copied without
/// counting references, which arrays can't.
struct TypeList: BitwiseCopyable, Equatable {
  var start: Int
  var count: Int

  static let empty = TypeList(start: 0, count: 0)
}

/// What a function or a block takes and leaves.
struct Signature: BitwiseCopyable, Equatable {
  var parameters: TypeList
  var results: TypeList
}

/// The types of all signatures of a module, one after the other.
struct TypePool {
  /// First each type alone, for the results of blocks; see `list(of:)`.
  private(set) var types: [OperandType]

  init() {
    types = Array(repeating: .unknown, count: 0x80)
    for type in ValueType.allCases { types[Int(type.rawValue)] = OperandType(type) }
  }

  /// The list of one type.
  ///
  /// Codes of types are less than 0x80 and serve as positions.
  func list(of type: ValueType) -> TypeList { TypeList(start: Int(type.rawValue), count: 1) }

  mutating func append(_ types: [ValueType]) -> TypeList {
    defer { self.types += types.map(OperandType.init) }
    return TypeList(start: self.types.count, count: types.count)
  }

  subscript(list: TypeList, position: Int) -> OperandType {
    @inline(__always) get { types[list.start + position] }
  }
}
