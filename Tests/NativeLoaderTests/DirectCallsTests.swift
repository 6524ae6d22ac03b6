import Testing

@testable import NativeLoader

struct DirectCallsTests {
  /// A symbol of the file under test: the first is none, as ELF has it.
  private enum Symbol: UInt32, CaseIterable {
    case none, own, near, far

    var name: String { self == .none ? "" : "\(self)" }
    var isUndefined: Bool { self != .own }
  }

  private struct Relocation {
    let symbol: Symbol
    let type: UInt32
  }

  /// Each symbol with a call, a reference, and an address.
  private static let relocations = Symbol.allCases.flatMap { symbol in
    [4, 2, 1].map { Relocation(symbol: symbol, type: $0) }
  }

  private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian, Array.init)
  }

  /// A relocatable file of x86-64: header, names, symbols, relocations, headers of sections.
  private static func object(
    _ relocations: [Relocation] = relocations, machine: UInt16 = 62
  ) -> [UInt8] {
    var names: [UInt8] = []
    var symbols: [UInt8] = []
    for symbol in Symbol.allCases {
      symbols += little(UInt32(names.count)) + [0x10, 0]
      symbols += little(UInt16(symbol.isUndefined ? 0 : 1)) + Array(repeating: 0, count: 16)
      names += symbol.name.utf8 + [0]
    }
    let entries = relocations.flatMap {
      little(UInt64(8)) + little($0.type) + little($0.symbol.rawValue) + little(Int64(-4))
    }
    var sections: [UInt8] = Array(repeating: 0, count: 64)
    var start = 64
    for (type, link, content) in [(3, 0, names), (2, 1, symbols), (4, 2, entries)] {
      sections += little(UInt32(0)) + little(UInt32(type)) + Array(repeating: 0, count: 16)
      sections += little(UInt64(start)) + little(UInt64(content.count)) + little(UInt32(link))
      sections += Array(repeating: 0, count: 20)
      start += content.count
    }
    let header =
      [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + Array(repeating: 0, count: 9) + little(UInt16(1))
      + little(machine) + Array(repeating: 0, count: 20) + little(UInt64(start))
      + Array(repeating: 0, count: 10) + little(UInt16(64)) + little(UInt16(4)) + little(UInt16(1))
    return header + names + symbols + entries + sections
  }

  private static func directed(_ object: [UInt8]) -> [UInt8] {
    DirectCalls.make(in: object, far: { $0 == "far" })
  }

  @Test func onlyCallsOfUndefinedFunctionsNearbyChange() {
    let expected = Self.relocations.map { relocation in
      let isChanged = [.near, .none].contains(relocation.symbol) && relocation.type == 4
      return Relocation(symbol: relocation.symbol, type: isChanged ? 2 : relocation.type)
    }
    #expect(Self.directed(Self.object()) == Self.object(expected))
    #expect(Self.directed(Self.object()) != Self.object())
  }

  @Test func otherMachinesKeepTheirRelocations() {
    let object = Self.object(machine: 183)
    #expect(Self.directed(object) == object)
  }

  /// In any file, only types of relocations change, and nothing is
  /// read that is not there.
  @Test func brokenFilesStayWhole() {
    let object = Self.object()
    for size in object.indices {
      #expect(Self.directed(Array(object[..<size])).count == size)
    }
    for offset in object.indices {
      for byte: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
        var broken = object
        broken[offset] = byte
        let changes = zip(broken, Self.directed(broken)).filter { $0 != $1 }
        #expect(changes.allSatisfy { $0.0 == 4 && $0.1 == 2 })
      }
    }
  }
}
