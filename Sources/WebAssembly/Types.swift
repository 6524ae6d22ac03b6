/// A function type (Core Specification, "Types: Function Types").
package struct FunctionType: Hashable, Sendable {
  package var parameters: [ValueType]
  package var results: [ValueType]

  package init(parameters: [ValueType], results: [ValueType]) {
    self.parameters = parameters
    self.results = results
  }
}

extension FunctionType: CustomStringConvertible {
  package var description: String {
    "[\(parameters.map(\.description).joined(separator: " "))] -> "
      + "[\(results.map(\.description).joined(separator: " "))]"
  }
}

/// The type of the addresses of a memory or the indexes of a table: `i64` with the memory64
/// feature, else `i32` (Core Specification, "Types: Address Type").
package enum AddressType: UInt8, BitwiseCopyable, Sendable {
  case i32, i64

  package var valueType: ValueType { self == .i32 ? .i32 : .i64 }
}

/// The size range of a memory in pages or of a table in elements.
package struct Limits: Hashable, Sendable {
  package var minimum: UInt64
  /// The largest size, or nil if the binary states none.
  package var maximum: UInt64?

  package init(minimum: UInt64, maximum: UInt64? = nil) {
    self.minimum = minimum
    self.maximum = maximum
  }
}

/// A memory type; its limits count pages of 64 KiB.
package struct MemoryType: Hashable, Sendable {
  package var limits: Limits
  package var addressType: AddressType

  package init(limits: Limits, addressType: AddressType = .i32) {
    self.limits = limits
    self.addressType = addressType
  }

  /// The size of a Wasm page in bytes.
  package static let pageSizeBytes: UInt64 = 65536
}

/// A table type; its limits count elements.
package struct TableType: Hashable, Sendable {
  package var elementType: ValueType
  package var limits: Limits
  package var addressType: AddressType

  package init(elementType: ValueType, limits: Limits, addressType: AddressType = .i32) {
    self.elementType = elementType
    self.limits = limits
    self.addressType = addressType
  }
}

/// A global type (Core Specification, "Types: Global Types").
package struct GlobalType: Hashable, Sendable {
  package var valueType: ValueType
  package var isMutable: Bool

  package init(valueType: ValueType, isMutable: Bool) {
    self.valueType = valueType
    self.isMutable = isMutable
  }
}

/// The type of a structured control instruction (Core Specification, "Block Types").
package enum BlockType: BitwiseCopyable, Hashable, Sendable {
  case empty
  case value(ValueType)
  /// An index into the module's types.
  case function(UInt32)
}
