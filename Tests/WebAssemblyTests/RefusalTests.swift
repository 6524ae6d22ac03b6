import TestSupport
import Testing
import WebAssembly

/// What is not supported, or not allowed, is refused by its name.
struct RefusalTests {
  private func message(_ bytes: [UInt8], features: Features = .core) -> String? {
    do throws(DecodingError) {
      _ = try ModuleDecoder(features: features).decode(bytes)
      return nil
    } catch {
      return error.message
    }
  }

  private static func bytes(prefix: UInt8, code: UInt32) -> [UInt8] {
    prefix == 0 ? [UInt8(code)] : [prefix] + BinaryModule.number(Int(code))
  }

  @Test func refusesInstructionsOfOtherProposals() {
    for opcode in RefusedOpcode.all {
      let code = Self.bytes(prefix: opcode.prefix, code: opcode.code)
      #expect(
        message(BinaryModule.function(code: code))
          == "\(opcode.mnemonic) (\(opcode.proposal.name)) is not supported")
    }
  }

  /// An instruction is refused before what follows it is read.
  @Test func refusesInstructionsWithoutTheirFeature() {
    for opcode in Opcode.all where opcode.feature != [] {
      let module = Self.body(Self.bytes(prefix: opcode.prefix, code: opcode.code))
      let features = Features.core.subtracting(opcode.feature)
      #expect(
        message(module, features: features)
          == "\(opcode.mnemonic) (\(opcode.feature.name)) is not supported")
    }
  }

  /// A module whose only body is this, so that it needs no other feature.
  private static func body(_ code: [UInt8]) -> [UInt8] {
    var module = BinaryModule()
    module.add(section: 1, [0x01, 0x60, 0x00, 0x00])
    module.add(section: 3, [0x01, 0x00])
    let body = [0x00] + code + [0x0B]
    module.add(section: 10, BinaryModule.vector([BinaryModule.number(body.count) + body]))
    return module.bytes
  }

  @Test func callsOtherOpcodesIllegal() {
    let known = Set(Opcode.all.filter { $0.prefix == 0 }.map(\.code))
      .union(RefusedOpcode.all.filter { $0.prefix == 0 }.map(\.code))
    for code in UInt32(0)..<0x100 where !known.contains(code) && !(0xFB...0xFE).contains(code) {
      #expect(message(Self.body([UInt8(code)])) == "illegal opcode \(String(code, radix: 16))")
    }
    #expect(message(Self.body([0xFD, 0x9A, 0x01])) == "illegal opcode fd 9a")
    #expect(
      message(Self.body([0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F])) == "illegal opcode fc ffffffff")
  }

  struct Section: CustomTestStringConvertible {
    let id: UInt8
    let content: [UInt8]
    var features = Features.core
    let expected: String
    var testDescription: String { expected }
  }

  @Test(arguments: [
    Section(id: 13, content: [0x00], expected: "the tag section (exception handling)"),
    Section(
      id: 2, content: [0x01, 0x00, 0x00, 0x04], expected: "import of a tag (exception handling)"),
    Section(id: 7, content: [0x01, 0x00, 0x04], expected: "export of a tag (exception handling)"),
    Section(id: 1, content: [0x01, 0x5F, 0x00], expected: "type 0x5f (garbage collection)"),
    Section(
      id: 1, content: [0x01, 0x60, 0x01, 0x63, 0x00],
      expected: "type 0x63 (typed function references)"),
    Section(id: 1, content: [0x01, 0x60, 0x01, 0x69], expected: "type 0x69 (exception handling)"),
    Section(
      id: 4, content: [0x01, 0x40, 0x00, 0x70],
      expected: "a table with an initializer (typed function references)"),
    Section(id: 4, content: [0x01, 0x70, 0x03, 0x00, 0x01], expected: "a shared table (threads)"),
    Section(id: 5, content: [0x01, 0x03, 0x00, 0x01], expected: "a shared memory (threads)"),
    Section(id: 5, content: [0x01, 0x08, 0x00, 0x01], expected: "a page size (custom page sizes)"),
    Section(
      id: 5, content: [0x01, 0x04, 0x00], features: .base,
      expected: "a 64-bit address type (memory64)"),
    Section(
      id: 1, content: [0x01, 0x60, 0x00, 0x01, 0x7B], features: .base, expected: "v128 (SIMD)"),
    Section(
      id: 1, content: [0x01, 0x60, 0x00, 0x01, 0x6F], features: [],
      expected: "externref (reference types)"),
    Section(
      id: 1, content: [0x01, 0x60, 0x00, 0x02, 0x7F, 0x7F], features: [],
      expected: "a function type with several results (multi-value)"),
    Section(
      id: 12, content: [0x00], features: [], expected: "the data count section (bulk memory)"),
    Section(
      id: 11, content: [0x01, 0x01, 0x00], features: [],
      expected: "a segment with flags 0x1 (bulk memory)"),
  ])
  func refusesOtherPartsOfModules(_ section: Section) {
    var module = BinaryModule()
    module.add(section: section.id, section.content)
    #expect(
      message(module.bytes, features: section.features) == section.expected + " is not supported")
  }

  @Test func refusesPartsOfInstructions() {
    let block = Self.body([0x02, 0x00, 0x0B])
    #expect(
      message(block, features: [])
        == "a block type with a type index (multi-value) is not supported")
    let load = Self.body([0x41, 0x00, 0x28, 0x42, 0x00, 0x00, 0x1A])
    #expect(
      message(load, features: .ic) == "a memory index (multiple memories) is not supported")
  }
}
