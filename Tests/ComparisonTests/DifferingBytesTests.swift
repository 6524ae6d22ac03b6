import Foundation
import TestSupport
import Testing

@testable import Comparison

struct DifferingBytesTests {
  /// A tebibyte: more than could be read.
  private static let farOffset = 1 << 40

  /// Writes bytes at these offsets into a file of this size.
  private static func write(_ bytes: [Int: [UInt8]], size: Int, to url: URL) throws {
    try Data().write(to: url)
    let file = try FileHandle(forWritingTo: url)
    for (offset, bytes) in bytes {
      try file.seek(toOffset: UInt64(offset))
      try file.write(contentsOf: bytes)
    }
    try file.truncate(atOffset: UInt64(size))
    try file.close()
  }

  private static func difference(
    _ one: [Int: [UInt8]], _ two: [Int: [UInt8]], sizes: (Int, Int) = (farOffset, farOffset)
  ) throws -> DifferingBytes? {
    var found: DifferingBytes?
    try TemporaryDirectory.with { folder in
      let (first, second) = (folder.appending(path: "one"), folder.appending(path: "two"))
      try write(one, size: sizes.0, to: first)
      try write(two, size: sizes.1, to: second)
      found = try DifferingBytes.find(in: first.path, second.path)
    }
    return found
  }

  @Test func zerosAreEqualWrittenOrNot() throws {
    let written: [Int: [UInt8]] = [8192: [1, 2, 3]]
    #expect(try Self.difference(written, written) == nil)
    let zeros = [UInt8](repeating: 0, count: 5000)
    let padded = written.merging([1 << 30: zeros, 100_000: zeros]) { first, _ in first }
    #expect(try Self.difference(written, padded) == nil)
    #expect(try Self.difference(padded, written) == nil)
  }

  @Test func whatLiesBehindHolesIsFound() throws {
    let place = Self.farOffset - 3
    let found = try #require(try Self.difference([8192: [1]], [8192: [1], place: [5, 0, 6]]))
    #expect(found.offset == place && found.one == [0, 0, 0] && found.two == [5, 0, 6])
    let late = try #require(
      try Self.difference([3 << 20: [1, 2, 3]], [3 << 20: [1, 9, 3]], sizes: (4 << 20, 4 << 20)))
    #expect(late.offset == 3 << 20 + 1 && late.one[0] == 2 && late.two[0] == 9)
    #expect(late.one.count == 16)
  }

  @Test func longerIsDifferent() throws {
    let found = try #require(try Self.difference([0: [1]], [0: [1]], sizes: (1, 4)))
    #expect(found == DifferingBytes(offset: 1, one: [], two: [0, 0, 0]))
    #expect(try Self.difference([:], [:], sizes: (0, 0)) == nil)
  }

  @Test func whatCannotBeReadIsNotEqual() {
    #expect(throws: MemoryFileError.self) { try DifferingBytes.find(in: "/absent", "/absent") }
  }
}
