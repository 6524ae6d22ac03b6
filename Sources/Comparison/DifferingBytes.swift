import Foundation

/// The first bytes in which two files differ.
package struct DifferingBytes: Equatable {
  package let offset: UInt64
  /// What either file has from there on: a few bytes, or what is left.
  package let one: [UInt8]
  package let two: [UInt8]

  private static let shownCount = 16
  private static let blockSize = 1 << 20

  /// Where two files begin to differ; nil if one can't be read, or they are equal.
  static func find(in one: String, _ two: String) -> DifferingBytes? {
    guard let first = FileHandle(forReadingAtPath: one),
      let second = FileHandle(forReadingAtPath: two)
    else { return nil }
    var offset: UInt64 = 0
    while true {
      guard let block = try? first.read(upToCount: blockSize) ?? Data(),
        let otherBlock = try? second.read(upToCount: blockSize) ?? Data()
      else { return nil }
      if block != otherBlock {
        let (bytes, otherBytes) = ([UInt8](block), [UInt8](otherBlock))
        let index = Self.first(bytes, otherBytes)
        return DifferingBytes(
          offset: offset + UInt64(index), one: Array(bytes.dropFirst(index).prefix(shownCount)),
          two: Array(otherBytes.dropFirst(index).prefix(shownCount)))
      }
      if block.isEmpty { return nil }
      offset += UInt64(block.count)
    }
  }

  /// The index of the first byte that two arrays don't share.
  static func first(_ one: [UInt8], _ two: [UInt8]) -> Int {
    zip(one, two).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      ?? min(one.count, two.count)
  }
}
