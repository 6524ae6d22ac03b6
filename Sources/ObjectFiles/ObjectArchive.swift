/// Object files in one file, in the format of `ar`: the parts of a canister's code.
package struct ObjectArchive {
  package let objects: [[UInt8]]

  package init(objects: [[UInt8]]) { self.objects = objects }

  private static let magic = Array("!<arch>\n".utf8)
  private static let headerSizeBytes = 60
  /// Where a header has the size of its member, in decimal digits, and how it ends.
  private static let sizeField = 48..<58
  private static let headerEnd = Array("`\n".utf8)

  /// Reads an archive, or a single object, which may be one too; nil if the bytes are neither.
  package init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: Self.magic) else {
      guard Self.isObject(bytes[...]) else { return nil }
      objects = [bytes]
      return
    }
    var objects: [[UInt8]] = []
    var rest = bytes.dropFirst(Self.magic.count)
    while !rest.isEmpty {
      let header = Array(rest.prefix(Self.headerSizeBytes))
      rest = rest.dropFirst(Self.headerSizeBytes)
      guard header.count == Self.headerSizeBytes, header.suffix(2) == Self.headerEnd[...],
        let size = Self.number(header[Self.sizeField]), (0...rest.count).contains(size),
        Self.isObject(rest.prefix(size))
      else { return nil }
      objects.append(Array(rest.prefix(size)))
      rest = rest.dropFirst(size + size % 2)
    }
    guard !objects.isEmpty else { return nil }
    self.objects = objects
  }

  /// The archive as a file has it.
  package var bytes: [UInt8] {
    var bytes = Self.magic
    for (index, object) in objects.enumerated() {
      let fields = [
        ("\(index).o/", 16), ("0", 12), ("0", 6), ("0", 6), ("644", 8), ("\(object.count)", 10),
      ]
      for (text, width) in fields {
        bytes += text.utf8
        bytes += Array(repeating: UInt8(ascii: " "), count: width - text.utf8.count)
      }
      bytes += Self.headerEnd + object
      if !object.count.isMultiple(of: 2) { bytes.append(UInt8(ascii: "\n")) }
    }
    return bytes
  }

  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    Int(String(decoding: field, as: UTF8.self).split(separator: " ").first ?? "")
  }

  /// Whether this is a relocatable file in ELF of 64 bits.
  private static func isObject(_ bytes: ArraySlice<UInt8>) -> Bool {
    let kind = bytes.dropFirst(16).prefix(2)
    return bytes.starts(with: ElfFile.magic + [2]) && kind.elementsEqual([1, 0])
  }
}
