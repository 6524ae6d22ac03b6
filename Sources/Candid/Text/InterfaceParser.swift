/// Parses `.did` files, with those that they import.
struct InterfaceParser {
  private var types = TypeParser()
  private var imported: Set<String> = []
  private let read: Importing

  /// Gives the text of a file by the name that an import gives it, in quotes.
  typealias Importing = (String) throws(CandidInterface.ImportFailure) -> CandidSource

  /// The service of a file, when names are not resolved yet.
  private struct Service {
    var initialization: [CandidType] = []
    var methods: [CandidType.Method] = []
    /// A name in place of the methods.
    var reference: CandidType?
    let end: CandidTextError
  }

  static func parse(
    _ source: CandidSource, read: @escaping Importing
  ) throws(CandidTextError) -> CandidInterface {
    var parser = InterfaceParser(read: read)
    guard let service = try parser.file(source) else {
      throw CandidTextError(kind: .noService, source: source, offset: source.bytes.count)
    }
    let table = try parser.types.table()
    var methods = service.methods
    if let reference = service.reference {
      guard case .service(let found) = table.resolve(reference) else { throw service.end }
      methods += found
    }
    let sorted = methods.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    return CandidInterface(
      types: table, initialization: service.initialization,
      methods: sorted.compactMap { method in
        guard case .function(let type) = table.resolve(method.type) else { return nil }
        return CandidInterface.Method(name: method.name, type: type)
      })
  }

  private init(read: @escaping Importing) { self.read = read }

  private mutating func file(_ source: CandidSource) throws(CandidTextError) -> Service? {
    var reader = try TokenReader(source)
    var merged: [CandidType.Method] = []
    while !reader.isWord("service") && reader.next.kind != .end {
      if try reader.skip(word: "import") {
        merged += try importing(&reader)
      } else if try reader.skip(word: "type") {
        let offset = reader.next.offset
        let name = try reader.identifier("the name of a type")
        try reader.expect(sign: "=")
        try types.define(name, as: try types.type(&reader), at: offset, reader)
      } else {
        throw reader.unexpected(expected: "type, import or service")
      }
      guard try reader.skip(sign: ";") else { break }
    }
    var service = try self.service(&reader)
    try reader.expectEnd()
    if !merged.isEmpty {
      service = service ?? Service(end: reader.error(.notService))
      service?.methods += merged
    }
    return service
  }

  private mutating func service(_ reader: inout TokenReader) throws(CandidTextError) -> Service? {
    guard try reader.skip(word: "service") else { return nil }
    if !reader.isSign(":") { _ = try reader.identifier("a name or \":\"") }
    try reader.expect(sign: ":")
    var service = Service(end: reader.error(.notService))
    if reader.isSign("(") {
      service.initialization = try types.tuple(&reader)
      try reader.expect(sign: "->")
    }
    if reader.isSign("{") {
      service.methods = try types.service(&reader)
    } else {
      service.reference = try types.type(&reader)
    }
    _ = try reader.skip(sign: ";")
    return service
  }

  /// Reads the definitions of another file; its methods, if these are wanted, too.
  private mutating func importing(
    _ reader: inout TokenReader
  ) throws(CandidTextError) -> [CandidType.Method] {
    let wantsService = try reader.skip(word: "service")
    let offset = reader.next.offset
    let name = try reader.text("the name of a file in quotes")
    guard imported.insert(name).inserted else { return [] }
    let source: CandidSource
    do {
      source = try read(name)
    } catch {
      throw reader.error(.importNotRead(name, reason: error.reason), at: offset)
    }
    guard imported.count < CandidLimits.maximumDepth else {
      throw reader.error(.tooDeep, at: offset)
    }
    let service = try file(source)
    guard wantsService else { return [] }
    guard let service, service.reference == nil else {
      throw reader.error(.importWithoutService(name), at: offset)
    }
    return service.methods
  }
}

extension CandidInterface {
  /// Why a file that another one imports can't be had.
  package struct ImportFailure: Error {
    package let reason: String

    package init(reason: String) { self.reason = reason }
  }

  /// Parses a `.did` file; `read` gives the files that it imports, by their names there.
  package init(
    parsing source: CandidSource,
    read: @escaping (String) throws(ImportFailure) -> CandidSource = { _ throws(ImportFailure) in
      throw ImportFailure(reason: "only files can import others")
    }
  ) throws(CandidTextError) {
    self = try InterfaceParser.parse(source, read: read)
  }
}
