import LLVM

/// Zeroed memory that code in the constant form reaches, for the records of an instance.
///
/// What is allocated lasts as long as the block.
final class LowBlock {
  private let start: UnsafeMutableRawPointer
  private let sizeBytes: Int
  private var usedBytes = 0

  init(sizeBytes: Int) throws(NativeInstantiationError) {
    guard let start = LowMemory.map(sizeBytes: sizeBytes) else { throw .outOfMemory }
    self.start = start
    self.sizeBytes = sizeBytes
  }

  deinit { LowMemory.unmap(start, sizeBytes: sizeBytes) }

  func allocate<Record: BitwiseCopyable>(
    _ type: Record.Type, count: Int
  ) -> UnsafeMutablePointer<Record> {
    let address = start + usedBytes
    usedBytes += Self.sizeBytes(of: type, count: count)
    precondition(usedBytes <= sizeBytes, "the block is too small for what it is to hold")
    return address.bindMemory(to: type, capacity: max(count, 1))
  }

  /// What an allocation takes: a multiple of the largest alignment.
  static func sizeBytes<Record>(of type: Record.Type, count: Int) -> Int {
    (MemoryLayout<Record>.stride * count + 15) & ~15
  }
}
