extension NameSection {
  /// Reads a `name` section as far as it is well-formed: names are for people, so that a mistake
  /// in them is no reason to refuse the module.
  init(decoding bytes: [UInt8]) {
    self.init()
    var reader = ByteReader(bytes)
    try? read(&reader)
  }

  private mutating func read(_ reader: inout ByteReader) throws(DecodingError) {
    while !reader.isAtEnd {
      let subsection = try reader.byte()
      let size = try reader.length()
      let outerEnd = reader.end
      reader.end = reader.position + size
      switch subsection {
      case 0: module = try reader.name()
      case 1:
        for _ in 0..<(try reader.u32()) {
          let index = try reader.u32()
          functions[index] = try reader.name()
        }
      default: break
      }
      reader.position = reader.end
      reader.end = outerEnd
    }
  }
}
