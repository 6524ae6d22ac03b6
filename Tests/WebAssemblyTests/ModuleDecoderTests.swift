import TestSupport
import Testing

@testable import WebAssembly

struct ModuleDecoderTests {
  private func error(
    _ bytes: [UInt8], features: Features = .core
  ) -> DecodingError? {
    do throws(DecodingError) {
      _ = try ModuleDecoder(features: features).decode(bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test func decodesAnEmptyModule() throws {
    let module = try ModuleDecoder().decode(BinaryModule().bytes)
    #expect(module.types.isEmpty && module.bodies.isEmpty && module.customSections.isEmpty)
  }

  @Test func refusesWhatIsNoModule() {
    #expect(error([])?.kind == .unexpectedEnd)
    #expect(error([0x7F, 0x45, 0x4C, 0x46])?.kind == .magicHeaderNotDetected)
    #expect(error([0x00, 0x61, 0x73, 0x6D, 0x02, 0x00, 0x00, 0x00])?.kind == .unknownVersion)
  }

  @Test func refusesComponentsByName() {
    let error = error([0x00, 0x61, 0x73, 0x6D, 0x0D, 0x00, 0x01, 0x00])
    #expect(error?.kind == .component)
    #expect(error?.offsetBytes == 4)
  }

  @Test func decodesABody() throws {
    let bytes = BinaryModule.function(
      results: [0x7F], locals: [[0x02, 0x7E]],
      code: [0x02, 0x7F, 0x41, 0x05, 0x41, 0x00, 0x0E, 0x01, 0x00, 0x01, 0x0B])
    let module = try ModuleDecoder().decode(bytes)
    let body = try #require(module.bodies.first)
    #expect(body.locals == [LocalRun(count: 2, type: .i64)])
    #expect(
      body.instructions == [
        .block(.value(.i32)), .i32Const(5), .i32Const(0), .branchTable(first: 0, count: 1), .end,
        .end,
      ])
    #expect(body.branchLabels == [0, 1])
    let offsets = body.instructionOffsets.map(Int.init)
    #expect(offsets.map { bytes[$0] } == [0x02, 0x41, 0x41, 0x0E, 0x0B, 0x0B])
    #expect(offsets.last == body.offsetBytes + body.sizeBytes - 1)
  }

  /// Section numbers are not their order: the data count comes before the code.
  @Test func acceptsSectionsInOrderOnly() {
    var module = BinaryModule()
    module.add(section: 12, [0x00])
    module.add(section: 10, [0x00])
    #expect(error(module.bytes) == nil)
    var reversed = BinaryModule()
    reversed.add(section: 10, [0x00])
    reversed.add(section: 12, [0x00])
    #expect(error(reversed.bytes)?.kind == .unexpectedSection(12))
    var twice = BinaryModule()
    twice.add(section: 1, [0x00])
    twice.add(section: 1, [0x00])
    #expect(error(twice.bytes)?.kind == .unexpectedSection(1))
  }

  /// Counts are not believed: room is made only for what the bytes could hold.
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 9, 10, 11] as [UInt8])
  func survivesAbsurdCounts(_ section: UInt8) {
    var module = BinaryModule()
    module.add(section: section, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F])
    #expect(error(module.bytes)?.kind == .unexpectedEnd)
  }

  @Test func refusesAbsurdCountsInBodies() {
    let labels = BinaryModule.function(code: [0x0E, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F])
    #expect(error(labels)?.kind == .unexpectedEnd)
    let run: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x7F]
    #expect(error(BinaryModule.function(locals: [run], code: [])) == nil)
    #expect(
      error(BinaryModule.function(locals: [run, [0x01, 0x7F]], code: []))?.kind == .tooManyLocals)
  }

  @Test func keepsCustomSections() throws {
    var module = BinaryModule()
    module.add(custom: "icp:public candid:service", [1, 2, 3])
    module.add(custom: "", [])
    let sections = try ModuleDecoder().decode(module.bytes).customSections
    #expect(sections.map(\.name) == ["icp:public candid:service", ""])
    #expect(sections.map(\.bytes) == [[1, 2, 3], []])
  }

  @Test func readsNames() throws {
    var module = BinaryModule()
    let functions = BinaryModule.vector([[0x03] + BinaryModule.name("add")])
    module.add(
      custom: "name",
      [0x00, 0x02] + BinaryModule.name("m") + [0x01, UInt8(functions.count)] + functions)
    let names = try ModuleDecoder().decode(module.bytes).names
    #expect(names.module == "m")
    #expect(names.functions == [3: "add"])
  }

  /// What is well-formed in a malformed name section is used; the module is accepted.
  @Test(arguments: [[0x01, 0x7F], [0x00, 0x02, 0x01, 0xFF], [0x80]] as [[UInt8]])
  func ignoresMalformedNames(_ content: [UInt8]) throws {
    var module = BinaryModule()
    module.add(custom: "name", [0x00, 0x02] + BinaryModule.name("m") + content)
    #expect(try ModuleDecoder().decode(module.bytes).names.module == "m")
  }

  @Test func limitsFlagsAreAByte() {
    var module = BinaryModule()
    module.add(section: 5, [0x01, 0x81, 0x00, 0x01, 0x02])
    #expect(error(module.bytes)?.kind == .malformedLimitsFlags(0x81))
  }

  /// Without an extension, some indexes must be a zero byte.
  @Test func indexesAreZeroBytesBeforeTheirExtension() {
    let memoryGrow = BinaryModule.function(code: [0x41, 0x00, 0x40, 0x80, 0x00, 0x1A])
    #expect(error(memoryGrow) == nil)
    #expect(error(memoryGrow, features: .ic)?.kind == .zeroByteExpected)
  }
}
