import Foundation

/// The first bytes in which two files differ.
package struct DifferingBytes: Equatable, Sendable {
  package let offset: Int
  /// What either file has from there on: a few bytes, or what is left.
  package let one: [UInt8]
  package let two: [UInt8]

  private static let shownCount = 16
  private static let blockSize = 1 << 20

  /// Where two files of a memory begin to differ; nil if they are equal.
  static func find(in one: String, _ two: String) throws(MemoryFileError) -> DifferingBytes? {
    let first = try MemoryFile(one)
    let second = try MemoryFile(two)
    let commonSize = min(first.sizeBytes, second.sizeBytes)
    let blocks = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * blockSize, alignment: 16)
    defer { blocks.deallocate() }
    var offset = 0
    while let start = earlier(try first.data(from: offset), try second.data(from: offset)),
      start < commonSize
    {
      let size = min(blockSize, commonSize - start)
      let (block, other) = (blocks[..<size], blocks[blockSize..<(blockSize + size)])
      try first.read(at: start, into: UnsafeMutableRawBufferPointer(rebasing: block))
      try second.read(at: start, into: UnsafeMutableRawBufferPointer(rebasing: other))
      if let index = firstDifference(block, other) {
        return try DifferingBytes(at: start + index, first, second)
      }
      offset = start + size
    }
    return first.sizeBytes == second.sizeBytes
      ? nil : try DifferingBytes(at: commonSize, first, second)
  }

  init(offset: Int, one: [UInt8], two: [UInt8]) {
    self.offset = offset
    self.one = one
    self.two = two
  }

  private init(
    at offset: Int, _ first: borrowing MemoryFile, _ second: borrowing MemoryFile
  ) throws(MemoryFileError) {
    self.offset = offset
    one = try Self.bytes(of: first, at: offset)
    two = try Self.bytes(of: second, at: offset)
  }

  private static func bytes(
    of file: borrowing MemoryFile, at offset: Int
  ) throws(MemoryFileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: min(shownCount, file.sizeBytes - offset))
    let failure = bytes.withUnsafeMutableBytes { buffer -> MemoryFileError? in
      do throws(MemoryFileError) {
        try file.read(at: offset, into: buffer)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  private static func earlier(_ one: Int?, _ two: Int?) -> Int? {
    guard let one, let two else { return one ?? two }
    return min(one, two)
  }

  /// The index within either block of the first byte that they don't share.
  private static func firstDifference(
    _ one: Slice<UnsafeMutableRawBufferPointer>, _ two: Slice<UnsafeMutableRawBufferPointer>
  ) -> Int? {
    let (one, two) = (
      UnsafeRawBufferPointer(rebasing: one), UnsafeRawBufferPointer(rebasing: two)
    )
    guard let start = one.baseAddress, let other = two.baseAddress,
      memcmp(start, other, one.count) != 0
    else { return nil }
    return one.indices.first { one[$0] != two[$0] }
  }

  /// The index of the first byte that two arrays don't share.
  static func first(_ one: [UInt8], _ two: [UInt8]) -> Int {
    zip(one, two).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      ?? min(one.count, two.count)
  }
}
