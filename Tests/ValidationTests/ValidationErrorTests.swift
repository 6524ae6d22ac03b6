import TestSupport
import Testing
import Validation
import WebAssembly

/// Messages say where the mistake is and what it is.
struct ValidationErrorTests {
  private func error(_ bytes: [UInt8], features: Features = .core) -> ValidationError? {
    do {
      _ = try Validator.validate(
        try ModuleDecoder(features: features).decode(bytes), features: features)
      return nil
    } catch {
      return error as? ValidationError
    }
  }

  @Test func namesFunctionOffsetAndInstruction() {
    var bytes = BinaryModule.function(
      results: [0x7F], code: [0x41, 0x01, 0x42, 0x02, 0x6A])
    let offset = bytes.firstIndex(of: 0x6A).map { String($0, radix: 16) } ?? ""
    #expect(
      error(bytes)?.description
        == "function 0, offset 0x\(offset): type mismatch: i32.add expects i32, found i64")

    var names = BinaryModule()
    let function = BinaryModule.vector([[0x00] + BinaryModule.name("increment")])
    names.add(custom: "name", [0x01, UInt8(function.count)] + function)
    bytes += names.bytes.dropFirst(8)
    #expect(
      error(bytes)?.description == "function 0 \"increment\", offset 0x\(offset): "
        + "type mismatch: i32.add expects i32, found i64")
  }

  struct Body: CustomTestStringConvertible {
    let code: [UInt8]
    let expected: String
    var testDescription: String { expected }
  }

  @Test(arguments: [
    Body(code: [0x6A], expected: "type mismatch: i32.add expects i32, found nothing"),
    Body(code: [0x1A], expected: "type mismatch: drop expects a value, found nothing"),
    Body(code: [0x41, 0x00], expected: "type mismatch: 1 values too many at the end of a block"),
    Body(
      code: [0x41, 0x00, 0xD1],
      expected: "type mismatch: ref.is_null expects a reference, found i32"),
    Body(
      code: [0xD0, 0x70, 0xD0, 0x70, 0x41, 0x00, 0x1B, 0x1A],
      expected: "type mismatch: select without a type expects numbers or vectors, found funcref"),
    Body(
      code: [0x41, 0x00, 0x04, 0x7F, 0x41, 0x00, 0x0B, 0x1A],
      expected: "type mismatch: an if without else must leave the operands that it takes"),
    Body(code: [0x02, 0x40, 0x05, 0x0B], expected: "else found outside of an if"),
    Body(code: [0x05], expected: "else found outside of an if"),
    Body(
      code: [0x41, 0x00, 0x28, 0x03, 0x00, 0x1A],
      expected: "alignment must not be larger than natural"),
    Body(
      code: [0x41, 0x00, 0x28, 0x02, 0x80, 0x80, 0x80, 0x80, 0x10, 0x1A],
      expected: "offset out of range: the memory has 32-bit addresses"),
    Body(code: [0x0C, 0x07], expected: "unknown label 7"),
    Body(code: [0x20, 0x07], expected: "unknown local 7"),
    Body(code: [0x10, 0x07], expected: "unknown function 7"),
    Body(code: [0xFC, 0x09, 0x07], expected: "unknown data segment 7"),
    Body(code: [0xFC, 0x0D, 0x07], expected: "unknown elem segment 7"),
    Body(code: [0x3F, 0x07, 0x1A], expected: "unknown memory 7"),
    Body(code: [0x02, 0x07, 0x0B], expected: "unknown type 7"),
    Body(
      code: [0xFD, 0x0C] + [UInt8](repeating: 0, count: 16) + [0xFD, 0x15, 0x10, 0x1A],
      expected: "invalid lane index 16"),
  ])
  func saysWhatIsWrong(_ body: Body) {
    #expect(error(BinaryModule.function(code: body.code))?.message == body.expected)
  }

  @Test func undeclaredFunctionReference() {
    var module = BinaryModule()
    module.add(section: 1, [0x01, 0x60, 0x00, 0x00])
    module.add(section: 3, [0x01, 0x00])
    module.add(section: 10, [0x01, 0x05, 0x00, 0xD2, 0x00, 0x1A, 0x0B])
    #expect(error(module.bytes)?.message == "undeclared function reference 0")
  }

  /// Names are equal if their bytes are, not if they look the same.
  @Test func exportNamesAreBytes() {
    func exports(_ names: [[UInt8]]) -> [UInt8] {
      var module = BinaryModule()
      module.add(section: 5, [0x01, 0x00, 0x01])
      module.add(
        section: 7, BinaryModule.vector(names.map { [UInt8($0.count)] + $0 + [0x02, 0x00] }))
      return module.bytes
    }
    let (composed, decomposed) = ([0xC3, 0xA9] as [UInt8], [0x65, 0xCC, 0x81] as [UInt8])
    #expect(error(exports([composed, decomposed])) == nil)
    #expect(error(exports([composed, composed]))?.message == "duplicate export name \"é\"")
  }

  struct Section: CustomTestStringConvertible {
    let id: UInt8
    let content: [UInt8]
    var features = Features.core
    let expected: String
    var testDescription: String { expected }
  }

  @Test(arguments: [
    Section(id: 3, content: [0x01, 0x00], expected: "unknown type 0"),
    Section(id: 7, content: [0x01, 0x00, 0x02, 0x00], expected: "unknown memory 0"),
    Section(
      id: 5, content: [0x01, 0x00, 0x81, 0x80, 0x04],
      expected: "memory size must be at most 65536 pages (4GiB)"),
    Section(
      id: 5, content: [0x01, 0x01, 0x02, 0x01],
      expected: "size minimum must not be greater than maximum: 2 and 1"),
    Section(
      id: 5, content: [0x02, 0x00, 0x01, 0x00, 0x01], features: .ic,
      expected: "multiple memories are not supported"),
    Section(
      id: 4, content: [0x02, 0x70, 0x00, 0x01, 0x70, 0x00, 0x01], features: [],
      expected: "multiple tables are not supported"),
    Section(
      id: 6, content: [0x01, 0x7F, 0x00, 0x01, 0x0B], expected: "constant expression required"),
    Section(
      id: 6, content: [0x01, 0x7F, 0x00, 0x42, 0x00, 0x0B],
      expected: "type mismatch: expected i32, found i64"),
    Section(
      id: 6, content: [0x01, 0x7F, 0x00, 0x0B],
      expected: "type mismatch: expected i32, found nothing"),
    Section(
      id: 6, content: [0x01, 0x7F, 0x00, 0x41, 0x00, 0x41, 0x00, 0x0B],
      expected: "type mismatch: a constant expression must give one value, not 2"),
    Section(
      id: 6, content: [0x01, 0x7F, 0x00, 0x41, 0x00, 0x41, 0x00, 0x6A, 0x0B], features: .ic,
      expected: "constant expression required"),
    Section(
      id: 6, content: [0x02, 0x7F, 0x00, 0x41, 0x00, 0x0B, 0x7F, 0x00, 0x23, 0x00, 0x0B],
      features: .ic, expected: "unknown global 0"),
  ])
  func saysWhatIsWrongOutsideOfBodies(_ section: Section) {
    var module = BinaryModule()
    module.add(section: section.id, section.content)
    if section.id == 3 {
      module.add(section: 10, [0x01, 0x02, 0x00, 0x0B])
    }
    #expect(error(module.bytes, features: section.features)?.message == section.expected)
  }
}
