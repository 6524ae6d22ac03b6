import Glibc
import Synchronization

/// Memory at low addresses, which code of the small model reaches wherever it lies itself.
///
/// This program is position-independent, so the system puts nothing of it there.
package enum LowMemory {
  /// Below 1.5 GiB, to leave what follows to others.
  private static let addresses: Range<UInt> = 0x0200_0000..<0x6000_0000
  /// Where to look next.
  private static let cursor = Atomic<UInt>(addresses.lowerBound)

  /// Maps so many bytes of zeros, readable and writable; nil if there is no room.
  package static func map(sizeBytes: Int) -> UnsafeMutableRawPointer? {
    let size = UInt(roundedUp(sizeBytes))
    guard size <= UInt(addresses.count) else { return nil }
    // One round through all addresses: what is mapped there already moves the cursor on.
    var triedBytes: UInt = 0
    while triedBytes < UInt(addresses.count) {
      triedBytes += size
      let start = cursor.add(size, ordering: .relaxed).oldValue
      guard start <= addresses.upperBound - size else {
        cursor.store(addresses.lowerBound, ordering: .relaxed)
        continue
      }
      let wanted = UnsafeMutableRawPointer(bitPattern: start)
      let mapped = mmap(
        wanted, Int(size), PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0)
      guard let mapped, mapped != MAP_FAILED else { continue }
      if mapped == wanted { return mapped }
      munmap(mapped, Int(size))
    }
    return nil
  }

  package static func unmap(_ start: UnsafeMutableRawPointer, sizeBytes: Int) {
    munmap(start, roundedUp(sizeBytes))
  }

  /// Whole pages, and at least one.
  static func roundedUp(_ sizeBytes: Int) -> Int {
    let page = sysconf(Int32(_SC_PAGESIZE))
    return max(1, (sizeBytes + page - 1) / page) * page
  }
}
