import CanisterRuntime
package import WebAssembly

/// A table of a store (Core Specification, "Table Instances").
package struct TableInstance {
  package let declaredType: TableType
  private(set) var elements: UnsafeMutableBufferPointer<Reference>
  /// How many elements the store lets a table have at most.
  private let bound: UInt64

  /// Makes a table of null references; nil if it can't have so many.
  init?(_ type: TableType, bound: UInt64) {
    guard type.limits.minimum <= bound else { return nil }
    declaredType = type
    self.bound = bound
    elements = .allocate(capacity: Int(type.limits.minimum))
    elements.initialize(repeating: .null)
  }

  func destroy() { elements.deallocate() }

  /// The number of elements.
  package var size: UInt64 { UInt64(elements.count) }

  /// The type, with the size that the table has now as its minimum.
  package var type: TableType {
    TableType(
      elementType: declaredType.elementType,
      limits: Limits(minimum: size, maximum: declaredType.limits.maximum),
      addressType: declaredType.addressType)
  }

  /// Adds so many elements; returns the size before, or nil if the table can't grow so far.
  mutating func grow(by delta: UInt64, filledWith reference: Reference) -> UInt64? {
    let old = elements.count
    let most = min(declaredType.limits.maximum ?? .max, bound)
    guard delta <= most, size <= most - delta else { return nil }
    let grown = UnsafeMutableBufferPointer<Reference>.allocate(capacity: old + Int(delta))
    _ = grown.initialize(fromContentsOf: elements)
    grown.suffix(from: old).initialize(repeating: reference)
    elements.deallocate()
    elements = grown
    return UInt64(old)
  }

  /// The elements from one on, if there are so many.
  @inline(__always)
  func range(_ start: UInt64, count: UInt64) throws(Trap) -> Range<Int> {
    guard start <= size, size - start >= count else { throw .table_out_of_bounds }
    return Int(start)..<Int(start + count)
  }
}

/// Where a table is in its store.
package typealias TableAddress = UnsafeMutablePointer<TableInstance>
