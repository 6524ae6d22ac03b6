import TestSupport
import Testing

@testable import WebAssembly

/// Bytes that someone made to do harm never end the process: they are a module or an error.
struct HostileModuleTests {
  /// A module that is cut short is refused, unless the cut is between two sections.
  @Test(
    .enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"), arguments: HostileModules.texts)
  func prefixes(_ text: String) throws {
    let bytes = try WasmTools.parse(text)
    _ = try ModuleDecoder().decode(bytes)
    let boundaries = try sectionBoundaries(bytes)
    for count in bytes.indices {
      guard let module = decode(Array(bytes[..<count])) else { continue }
      #expect(boundaries.contains(count), "the first \(count) bytes are no module")
      check(module, sizeBytes: count)
    }
  }

  /// A few thousand changed modules, the same ones every time.
  @Test(
    .enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"), arguments: HostileModules.texts)
  func mutations(_ text: String) throws {
    let bytes = try WasmTools.parse(text)
    var mutator = Mutator(seed: UInt64(bytes.count))
    var acceptedCount = 0
    for _ in 0..<1500 {
      let mutant = mutator.mutant(of: bytes)
      guard let module = decode(mutant) else { continue }
      acceptedCount += 1
      check(module, sizeBytes: mutant.count)
    }
    // Were all refused, or none, then the changes would test nothing.
    #expect((1..<1500).contains(acceptedCount))
  }

  /// For any number of elements that a module claims, no more bytes are reserved than it has.
  @Test(arguments: [0, 1, 7, 100, 1_000_000])
  func roomIsBoundedByTheBytesLeft(_ remaining: Int) {
    let reader = ByteReader([UInt8](repeating: 0, count: remaining))
    func room<Element>(_ type: Element.Type) -> Int {
      reader.room(for: Int(UInt32.max), of: type) * MemoryLayout<Element>.stride
    }
    #expect(room(UInt32.self) <= remaining)
    #expect(room(Import.self) <= remaining)
    #expect(room(ElementSegment.self) <= remaining)
    #expect(room(FunctionBody.self) <= remaining)
    #expect(reader.room(for: 0, of: UInt8.self) == 0)
    #expect(reader.room(for: Int(UInt32.max), of: UInt8.self) == remaining)
  }

  /// The module, or nil if the bytes are refused, as they must be at an offset within them.
  private func decode(_ bytes: [UInt8]) -> Module? {
    do throws(DecodingError) {
      return try ModuleDecoder().decode(bytes)
    } catch {
      #expect((0...bytes.count).contains(error.offsetBytes), "\(error)")
      #expect(!error.message.isEmpty)
      return nil
    }
  }

  /// Properties of every decoded module, which its users need not check.
  private func check(_ module: Module, sizeBytes: Int) {
    #expect(module.bodies.count == module.functionTypeIndexes.count)
    for body in module.bodies {
      let range = body.offsetBytes..<(body.offsetBytes + body.sizeBytes)
      #expect(range.upperBound <= sizeBytes)
      #expect(body.instructions.last == .end)
      #expect(body.instructions.count == body.instructionOffsets.count)
      #expect(zip(body.instructionOffsets, body.instructionOffsets.dropFirst()).allSatisfy(<))
      #expect(body.instructionOffsets.allSatisfy { range.contains(Int($0)) })
      for case .branchTable(let first, let count) in body.instructions {
        #expect(Int(first) + Int(count) < body.branchLabels.count)
      }
    }
  }

  /// Where the header and each section end.
  private func sectionBoundaries(_ bytes: [UInt8]) throws -> Set<Int> {
    var reader = ByteReader(bytes)
    reader.position = 8
    var boundaries: Set<Int> = [8]
    while !reader.isAtEnd {
      _ = try reader.byte()
      reader.position += try reader.length()
      boundaries.insert(reader.position)
    }
    return boundaries
  }
}
