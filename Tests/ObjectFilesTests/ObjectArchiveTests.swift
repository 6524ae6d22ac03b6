import Testing

@testable import ObjectFiles

struct ObjectArchiveTests {
  /// The beginning of a relocatable file, and something behind it.
  private static func object(_ rest: [UInt8] = []) -> [UInt8] {
    [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0] + rest
  }

  @Test(arguments: 1..<4) func objectsComeBack(count: Int) {
    let objects = (0..<count).map { Self.object(Array(repeating: UInt8($0), count: $0)) }
    let bytes = ObjectArchive(objects: objects).bytes
    #expect(bytes.starts(with: "!<arch>\n0.o/            0 ".utf8))
    #expect(ObjectArchive(bytes)?.objects == objects)
  }

  @Test func singleObjectIsAnArchive() {
    #expect(ObjectArchive(Self.object([7]))?.objects == [Self.object([7])])
  }

  @Test func anythingElseIsNone() {
    let archive = ObjectArchive(objects: [Self.object(), Self.object([2, 3])]).bytes
    for size in archive.indices {
      // Between two members an archive is whole.
      let isWhole = size == 8 + 60 + Self.object().count
      #expect((ObjectArchive(Array(archive[..<size])) != nil) == isWhole, "\(size)")
    }
    for size in ["-1", "", "9999999999", "1e3", "00000000000"] {
      var bytes = archive
      let field = Array((size + String(repeating: " ", count: 10)).utf8.prefix(10))
      bytes.replaceSubrange(56..<66, with: field)
      #expect(ObjectArchive(bytes) == nil, "\(size)")
    }
    var executable = Self.object()
    executable[16] = 2
    #expect(ObjectArchive(executable) == nil)
  }
}
