import CanisterRuntime
import Glibc
import LLVM
package import Validation
package import WebAssembly

/// Something that an instance of loaded code exports or imports.
package enum NativeEntity {
  case function(NativeFunction)
  case table(NativeTable)
  case memory(NativeMemory)
  case global(NativeGlobal)
}

extension NativeEntity {
  /// What it is to a module that imports it.
  package var type: EntityType {
    switch self {
    case .function(let function): .function(function.type)
    case .table(let table): .table(table.type)
    case .memory(let memory): .memory(memory.type)
    case .global(let global): .global(global.type)
    }
  }
}

/// A function of loaded code.
package struct NativeFunction {
  package let type: FunctionType
  let record: UnsafePointer<rt_function>
  let invoker: rt_invoker
  /// What must last for the code to be there.
  let owner: AnyObject
}

/// A memory of loaded code.
package final class NativeMemory {
  /// The size that a memory can have.
  static let pagesMax: UInt64 = 65_536

  private let declaredType: MemoryType
  private let stack: NativeStack
  private let block: LowBlock
  let record: UnsafeMutablePointer<rt_linear_memory>

  /// Makes a memory of zeros, at the address for the constant form if asked to and it is free.
  init(
    _ type: MemoryType, in stack: NativeStack, _ block: LowBlock, isLow: Bool
  ) throws(NativeInstantiationError) {
    guard type.limits.minimum <= Self.pagesMax else {
      throw .memoryTooLarge(pages: type.limits.minimum)
    }
    declaredType = type
    self.stack = stack
    self.block = block
    record = block.allocate(rt_linear_memory.self, count: 1)
    let maximum = min(type.limits.maximum ?? .max, Self.pagesMax)
    let low = isLow ? UnsafeMutableRawPointer(bitPattern: UInt(RT_MEMORY_BASE)) : nil
    let isMade =
      (low != nil
        && rt_store_add_memory(stack.store, record, low, type.limits.minimum, maximum))
      || rt_store_add_memory(stack.store, record, nil, type.limits.minimum, maximum)
    guard isMade else {
      isAdded = false
      throw .outOfMemory
    }
    isAdded = true
  }

  private let isAdded: Bool

  deinit { if isAdded { rt_store_remove_memory(stack.store, record) } }

  /// Whether code in the constant form finds it.
  var isLow: Bool { UInt(bitPattern: record.pointee.base) == UInt(RT_MEMORY_BASE) }

  /// The type, with the size that the memory has now as its minimum.
  package var type: MemoryType {
    MemoryType(
      limits: Limits(
        minimum: record.pointee.size_bytes / MemoryType.pageSizeBytes,
        maximum: declaredType.limits.maximum),
      addressType: declaredType.addressType)
  }

  /// A copy of what it holds.
  package var bytes: [UInt8] {
    [UInt8](
      UnsafeRawBufferPointer(start: record.pointee.base, count: Int(record.pointee.size_bytes)))
  }

  func write(_ bytes: [UInt8], at offset: UInt64) throws(NativeTrap) {
    let size = record.pointee.size_bytes
    guard offset <= size, size - offset >= UInt64(bytes.count) else {
      throw NativeTrap(kind: .memory_out_of_bounds)
    }
    guard !bytes.isEmpty else { return }
    memcpy(record.pointee.base + Int(offset), bytes, bytes.count)
  }
}

/// A table of loaded code.
package final class NativeTable {
  /// The number of elements that a table can have.
  private static let sizeMax: UInt64 = 10_000_000

  private let declaredType: TableType
  private let block: LowBlock
  let record: UnsafeMutablePointer<rt_table>

  /// Makes a table of null references.
  init(_ type: TableType, _ block: LowBlock) throws(NativeInstantiationError) {
    guard type.limits.minimum <= Self.sizeMax else {
      throw .tableTooLarge(elements: type.limits.minimum)
    }
    declaredType = type
    self.block = block
    record = block.allocate(rt_table.self, count: 1)
    let maximum = min(type.limits.maximum ?? .max, Self.sizeMax)
    guard rt_table_create(record, type.limits.minimum, maximum) else { throw .outOfMemory }
  }

  deinit { rt_table_destroy(record) }

  /// The type, with the size that the table has now as its minimum.
  package var type: TableType {
    TableType(
      elementType: declaredType.elementType,
      limits: Limits(minimum: record.pointee.size, maximum: declaredType.limits.maximum),
      addressType: declaredType.addressType)
  }

  func write(
    _ elements: UnsafeBufferPointer<rt_reference?>, at offset: UInt64
  ) throws(NativeTrap) {
    let size = record.pointee.size
    guard offset <= size, size - offset >= UInt64(elements.count) else {
      throw NativeTrap(kind: .table_out_of_bounds)
    }
    for (index, element) in elements.enumerated() {
      record.pointee.elements[Int(offset) + index] = element
    }
  }
}

/// A global of loaded code.
package final class NativeGlobal {
  package let type: GlobalType
  private let block: LowBlock
  let cell: UnsafeMutableRawPointer

  init(_ type: GlobalType, _ block: LowBlock, value: WasmValue) {
    self.type = type
    self.block = block
    let slots = block.allocate(UInt64.self, count: 2)
    for (index, slot) in value.slots.enumerated() { slots[index] = slot }
    cell = UnsafeMutableRawPointer(slots)
  }

  package var value: WasmValue { WasmValue(type.valueType, at: cell) }
}
