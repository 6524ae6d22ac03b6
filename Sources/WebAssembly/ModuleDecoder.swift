/// Decodes the binary format (Core Specification, "Binary Format"): the front door of this target.
///
/// Bytes become a `Module`, section by section; `Decoding+….swift` files hold the parts. The bytes
/// are hostile: every read is within bounds, no count makes more room than there are bytes left,
/// and nothing recurses.
package struct ModuleDecoder {
  private let features: Features

  package init(features: Features = .core) { self.features = features }

  /// Decodes a module; throws at the first byte that is wrong.
  package func decode(_ bytes: [UInt8]) throws(DecodingError) -> Module {
    guard bytes.count <= Int(UInt32.max) else { throw DecodingError(.tooLong, at: 0) }
    var decoding = Decoding(bytes, features: features)
    return try decoding.run()
  }
}

/// The state of decoding one module.
struct Decoding {
  var reader: ByteReader
  let features: Features
  let opcodes: OpcodeTable
  var module = Module()
  /// Whether a body uses an instruction that names a data segment.
  var usesDataSegments = false
  /// The expression that was read last.
  var buffer = InstructionBuffer()
  /// How many `end` are still to come.
  var openBlockCount = 0
  /// The labels of all its `br_table` instructions.
  var labels: [UInt32] = []

  init(_ bytes: [UInt8], features: Features) {
    reader = ByteReader(bytes)
    self.features = features
    opcodes = OpcodeTable(features: features)
  }

  mutating func run() throws(DecodingError) -> Module {
    try decodeHeader()
    var lastOrder = 0
    while !reader.isAtEnd {
      let start = reader.position
      let id = try reader.byte()
      guard let section = Section(rawValue: id) else {
        if id == 13 { throw DecodingError(.refused(.tagSection, .exceptionHandling), at: start) }
        throw DecodingError(.malformedSectionID(id), at: start)
      }
      let size = try reader.length()
      if section != .custom {
        guard section.order > lastOrder else {
          throw DecodingError(.unexpectedSection(id), at: start)
        }
        lastOrder = section.order
      }
      let outerEnd = reader.end
      reader.end = reader.position + size
      try decode(section)
      guard reader.isAtEnd else { throw reader.error(.sectionSizeMismatch) }
      reader.end = outerEnd
    }
    try checkCounts()
    return module
  }

  private mutating func decodeHeader() throws(DecodingError) {
    guard try reader.littleEndian(as: UInt32.self) == 0x6D73_6100 else {
      throw DecodingError(.magicHeaderNotDetected, at: 0)
    }
    let version = try reader.littleEndian(as: UInt32.self)
    if version == 0x0001_000D { throw DecodingError(.component, at: 4) }
    if version != 1 { throw DecodingError(.unknownVersion, at: 4) }
  }

  private func checkCounts() throws(DecodingError) {
    if module.functionTypeIndexes.count != module.bodies.count {
      throw reader.error(.functionAndCodeCountsDiffer)
    }
    if let count = module.dataCount, Int(count) != module.dataSegments.count {
      throw reader.error(.dataCountDiffers)
    }
    if usesDataSegments && module.dataCount == nil {
      throw reader.error(.dataCountRequired)
    }
  }

  private mutating func decode(_ section: Section) throws(DecodingError) {
    switch section {
    case .custom: try decodeCustom()
    case .type: module.types = try vector { d throws(DecodingError) in try d.functionType() }
    case .import: module.imports = try vector { d throws(DecodingError) in try d.importEntry() }
    case .function:
      module.functionTypeIndexes = try vector { d throws(DecodingError) in try d.index() }
    case .table: module.tables = try vector { d throws(DecodingError) in try d.table() }
    case .memory: module.memories = try vector { d throws(DecodingError) in try d.memoryType() }
    case .global: module.globals = try vector { d throws(DecodingError) in try d.global() }
    case .export: module.exports = try vector { d throws(DecodingError) in try d.export() }
    case .start: module.start = try reader.u32()
    case .element:
      module.elementSegments = try vector { d throws(DecodingError) in try d.elementSegment() }
    case .dataCount: module.dataCount = try dataCount()
    case .code: try decodeCode()
    case .data: module.dataSegments = try vector { d throws(DecodingError) in try d.dataSegment() }
    }
  }

  /// A vector: its count, then so many elements.
  mutating func vector<Element>(
    _ element: (inout Decoding) throws(DecodingError) -> Element
  ) throws(DecodingError) -> [Element] {
    let count = Int(try reader.u32())
    var elements: [Element] = []
    elements.reserveCapacity(reader.room(for: count, of: Element.self))
    for _ in 0..<count { elements.append(try element(&self)) }
    return elements
  }
}

/// Room for the instructions of an expression, used again for each.
///
/// Writing through spans, with room made beforehand, takes half the time of appending.
struct InstructionBuffer {
  var instructions: [Instruction] = []
  /// For each instruction, the offset of its opcode.
  var offsets: [UInt32] = []
}

/// The sections and their order in a module.
enum Section: UInt8 {
  case custom, type, `import`, function, table, memory, global, export, start, element, code
  case data, dataCount

  /// The data count comes before the code, though its number was given later.
  var order: Int {
    switch self {
    case .dataCount: 2 * Int(Section.element.rawValue) + 1
    default: 2 * Int(rawValue)
    }
  }
}
