import CanisterRuntime
import Glibc
package import WebAssembly

/// A memory of a store (Core Specification, "Memory Instances").
///
/// Address space for as much as it can ever have is reserved when it is made, so that it never
/// moves; pages beyond its size can't be accessed, and those not yet used cost nothing. Every
/// access of an instruction is checked against the size all the same.
package struct MemoryInstance {
  package let declaredType: MemoryType
  package let base: UnsafeMutableRawPointer
  package private(set) var sizeBytes: UInt64
  /// The most pages that it can grow to.
  private let maximumPages: UInt64
  /// Whether it is the runtime's: mapped, grown and counted there.
  private let isCanisters: Bool

  /// Makes a memory of zeros; nil if it can't have so many pages.
  init?(_ type: MemoryType, boundPages: UInt64) {
    guard type.limits.minimum <= boundPages else { return nil }
    declaredType = type
    maximumPages = min(type.limits.maximum ?? .max, boundPages)
    isCanisters = false
    sizeBytes = 0
    // A mapping can't be empty.
    let reservation = mmap(
      nil, Int(max(maximumPages, 1) * MemoryType.pageSizeBytes), PROT_NONE,
      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let reservation, reservation != MAP_FAILED else { return nil }
    base = reservation
    guard grow(byPages: type.limits.minimum) != nil else {
      destroy()
      return nil
    }
  }

  /// The linear memory of the canister that this process runs, at the address where the runtime has
  /// it for all canisters.
  init?(ofCanister type: MemoryType) {
    guard let base = UnsafeMutableRawPointer(bitPattern: UInt(RT_MEMORY_BASE)) else { return nil }
    self.base = base
    declaredType = type
    maximumPages = type.limits.maximum ?? .max
    isCanisters = true
    sizeBytes = 0
  }

  func destroy() {
    if !isCanisters { munmap(base, Int(max(maximumPages, 1) * MemoryType.pageSizeBytes)) }
  }

  /// Takes over the size that the runtime has for the canister's memory: at the beginning of a
  /// message, and when it has grown.
  mutating func takeSize() { sizeBytes = rt_memory_size_bytes() }

  /// A copy of what it holds.
  package var bytes: [UInt8] {
    [UInt8](UnsafeRawBufferPointer(start: base, count: Int(sizeBytes)))
  }

  package var sizePages: UInt64 { sizeBytes / MemoryType.pageSizeBytes }

  /// The type, with the size that the memory has now as its minimum.
  package var type: MemoryType {
    MemoryType(
      limits: Limits(minimum: sizePages, maximum: declaredType.limits.maximum),
      addressType: declaredType.addressType)
  }

  /// Adds so many pages; returns the size before, or nil if the memory can't grow so far.
  mutating func grow(byPages delta: UInt64) -> UInt64? {
    precondition(!isCanisters, "the runtime grows a canister's memory")
    let old = sizePages
    guard delta <= maximumPages, old <= maximumPages - delta else { return nil }
    let addedBytes = Int(delta * MemoryType.pageSizeBytes)
    if delta > 0 && mprotect(base + Int(sizeBytes), addedBytes, PROT_READ | PROT_WRITE) != 0 {
      return nil
    }
    sizeBytes += UInt64(addedBytes)
    return old
  }

  /// Where the bytes are that an access of an address, with an offset from it, reads or writes.
  @inline(__always)
  func pointer(
    to address: UInt64, offset: UInt64 = 0, sizeBytes count: UInt64
  ) throws(Trap) -> UnsafeMutableRawPointer {
    let (start, overflow) = address.addingReportingOverflow(offset)
    guard !overflow, start <= sizeBytes, sizeBytes - start >= count else {
      throw .memory_out_of_bounds
    }
    return base + Int(start)
  }
}

/// Where a memory is in its store.
package typealias MemoryAddress = UnsafeMutablePointer<MemoryInstance>
