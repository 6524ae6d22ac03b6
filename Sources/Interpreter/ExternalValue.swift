import WebAssembly

/// Something that an instance exports or imports (Core Specification, "External Instances").
package enum ExternalValue: Hashable {
  case function(FunctionAddress)
  case table(TableAddress)
  case memory(MemoryAddress)
  case global(GlobalAddress)
}

extension ExternalValue {
  /// Whether it can be what a module imports under this type (Core Specification, "Import
  /// Matching").
  func matches(_ expected: ExternalType, types: [FunctionType]) -> Bool {
    switch (self, expected) {
    case (.function(let function), .function(let index)):
      function.pointee.type == types[Int(index)]
    case (.table(let table), .table(let type)):
      table.pointee.declaredType.elementType == type.elementType
        && table.pointee.declaredType.addressType == type.addressType
        && table.pointee.type.limits.isWithin(type.limits)
    case (.memory(let memory), .memory(let type)):
      memory.pointee.declaredType.addressType == type.addressType
        && memory.pointee.type.limits.isWithin(type.limits)
    case (.global(let global), .global(let type)): global.pointee.type == type
    case (.function, _), (.table, _), (.memory, _), (.global, _): false
    }
  }

  /// The type in words.
  var typeDescription: String {
    switch self {
    case .function(let function): "a function \(function.pointee.type)"
    case .table(let table): table.pointee.type.text
    case .memory(let memory): memory.pointee.type.text
    case .global(let global): global.pointee.type.text
    }
  }
}

extension ExternalType {
  /// The type in words.
  func text(types: [FunctionType]) -> String {
    switch self {
    case .function(let index): "a function \(types[Int(index)])"
    case .table(let type): type.text
    case .memory(let type): type.text
    case .global(let type): type.text
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

extension TableType {
  fileprivate var text: String {
    "a table of \(limits.text) \(elementType) with \(addressType) indexes"
  }
}

extension MemoryType {
  fileprivate var text: String { "a memory of \(limits.text) pages with \(addressType) addresses" }
}

extension GlobalType {
  fileprivate var text: String { "a \(isMutable ? "mutable" : "constant") global \(valueType)" }
}
