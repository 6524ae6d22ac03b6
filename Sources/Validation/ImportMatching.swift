package import WebAssembly

/// The type of something that an instance exports; sizes are those of now (Core Specification,
/// "Import Matching").
package enum EntityType: Hashable, Sendable {
  case function(FunctionType)
  case table(TableType)
  case memory(MemoryType)
  case global(GlobalType)
}

extension EntityType {
  /// What a module of these types imports.
  package init(_ type: ExternalType, types: [FunctionType]) {
    self =
      switch type {
      case .function(let index): .function(types[Int(index)])
      case .table(let type): .table(type)
      case .memory(let type): .memory(type)
      case .global(let type): .global(type)
      }
  }

  /// Whether something of this type can be imported under another type.
  package func matches(_ expected: EntityType) -> Bool {
    switch (self, expected) {
    case (.function(let type), .function(let expected)): type == expected
    case (.table(let type), .table(let expected)):
      type.elementType == expected.elementType && type.addressType == expected.addressType
        && type.limits.isWithin(expected.limits)
    case (.memory(let type), .memory(let expected)):
      type.addressType == expected.addressType && type.limits.isWithin(expected.limits)
    case (.global(let type), .global(let expected)): type == expected
    case (.function, _), (.table, _), (.memory, _), (.global, _): false
    }
  }
}

extension EntityType: CustomStringConvertible {
  package var description: String {
    switch self {
    case .function(let type): "a function \(type)"
    case .table(let type):
      "a table of \(type.limits.text) \(type.elementType) with \(type.addressType) indexes"
    case .memory(let type):
      "a memory of \(type.limits.text) pages with \(type.addressType) addresses"
    case .global(let type):
      "a \(type.isMutable ? "mutable" : "constant") global \(type.valueType)"
    }
  }
}

extension Limits {
  /// Whether all sizes within these limits are within the others.
  fileprivate func isWithin(_ other: Limits) -> Bool {
    guard minimum >= other.minimum else { return false }
    guard let bound = other.maximum else { return true }
    return maximum.map { $0 <= bound } ?? false
  }

  fileprivate var text: String { "\(minimum)..." + (maximum.map { String($0) } ?? "") }
}
