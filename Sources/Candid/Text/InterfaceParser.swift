/// Parses `.did` files, with those that they import.
struct InterfaceParser {
  private var types = TypeParser()
  /// By the names that imports give them.
  private var imported: [String: Import] = [:]
  /// The services that are to be part of the one that is read.
  private var merged: [Service] = []
  private let read: Importing

  /// Gives the text of a file by the name that an import gives it, in quotes.
  typealias Importing = (String) throws(CandidInterface.ImportFailure) -> CandidSource

  /// The service of a file, when names are not resolved yet.
  private struct Service {
    /// Nil without a constructor.
    var initialization: [CandidType]?
    var methods: [CandidType.Method] = []
    /// A name in place of the methods.
    var reference: CandidType?
    let reader: TokenReader
  }

  /// A file that another one imports.
  private struct Import {
    var service: Service?
    var isMerged = false
  }

  static func parse(
    _ source: CandidSource, read: @escaping Importing
  ) throws(CandidTextError) -> CandidInterface {
    var parser = InterfaceParser(read: read)
    let own = try parser.file(source)
    let services = (own.map { [$0] } ?? []) + parser.merged
    guard !services.isEmpty else {
      throw CandidTextError(kind: .noService, source: source, offset: source.bytes.count)
    }
    let table = try parser.types.table()
    var methods: [CandidInterface.Method] = []
    var seen: Set<[UInt8]> = []
    for service in services {
      for method in try Self.methods(of: service, in: table) {
        guard seen.insert(Array(method.name.utf8)).inserted else {
          throw service.reader.error(.importedMethodTwice(method.name))
        }
        methods.append(method)
      }
    }
    return CandidInterface(
      types: table, initialization: own?.initialization ?? [],
      methods: methods.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
  }

  private static func methods(
    of service: Service, in table: TypeTable
  ) throws(CandidTextError) -> [CandidInterface.Method] {
    var methods = service.methods
    if let reference = service.reference {
      guard case .service(let found) = table.resolve(reference) else {
        throw service.reader.error(.notService)
      }
      methods = found
    }
    return methods.compactMap { method in
      guard case .function(let type) = table.resolve(method.type) else { return nil }
      return CandidInterface.Method(name: method.name, type: type)
    }
  }

  private init(read: @escaping Importing) { self.read = read }

  private mutating func file(_ source: CandidSource) throws(CandidTextError) -> Service? {
    var reader = try TokenReader(source)
    while !reader.isWord("service") && reader.next.kind != .end {
      if try reader.skip(word: "import") {
        try `import`(&reader)
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
    let service = try self.service(&reader)
    try reader.expectEnd()
    return service
  }

  private mutating func service(_ reader: inout TokenReader) throws(CandidTextError) -> Service? {
    guard try reader.skip(word: "service") else { return nil }
    if !reader.isSign(":") { _ = try reader.identifier("a name or \":\"") }
    try reader.expect(sign: ":")
    var service = Service(reader: reader)
    if reader.isSign("(") {
      service.initialization = try types.tuple(&reader)
      try reader.expect(sign: "->")
    }
    if reader.isSign("{") {
      service.methods = try types.service(&reader)
    } else {
      service.reference = try types.name(&reader, "\"{\" or the name of a service")
    }
    _ = try reader.skip(sign: ";")
    return service
  }

  /// Reads the definitions of another file; its service, if that is wanted, too.
  private mutating func `import`(_ reader: inout TokenReader) throws(CandidTextError) {
    let wantsService = try reader.skip(word: "service")
    let offset = reader.next.offset
    let name = try reader.text("the name of a file in quotes")
    if imported[name] == nil {
      guard imported.count < CandidLimits.maximumImportCount else {
        throw reader.error(.tooManyImports, at: offset)
      }
      imported[name] = Import()
      let source: CandidSource
      do {
        source = try read(name)
      } catch {
        throw reader.error(.importNotRead(name, reason: error.reason), at: offset)
      }
      let service = try file(source)
      imported[name]?.service = service
    }
    guard wantsService, imported[name]?.isMerged == false else { return }
    imported[name]?.isMerged = true
    guard let service = imported[name]?.service else {
      throw reader.error(.importWithoutService(name), at: offset)
    }
    guard service.initialization == nil else {
      throw reader.error(.importWithConstructor(name), at: offset)
    }
    merged.append(service)
  }
}

extension CandidInterface {
  /// Why an imported file can't be read.
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
