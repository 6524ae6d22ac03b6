import Foundation
import TestSupport
import Testing
import WebAssembly

@testable import Instrumentation

/// The costs agree with the list in `costs.txt`, which was written down without the code.
struct InstructionCostTests {
  static let listed: [String: UInt32] = {
    let url = PackageRoot.appending("Tests/InstrumentationTests/costs.txt")
    var costs: [String: UInt32] = [:]
    for line in (try? String(contentsOf: url, encoding: .utf8))?.split(separator: "\n") ?? [] {
      let words = line.split(separator: " ")
      guard let cost = words.first.flatMap({ UInt32($0) }) else { continue }
      for mnemonic in words.dropFirst() { costs[String(mnemonic)] = cost }
    }
    return costs
  }()

  @Test func theListNamesInstructions() {
    let mnemonics = Set(Opcode.all.map(\.mnemonic))
    #expect(Set(Self.listed.keys).subtracting(mnemonics) == [])
    #expect(Self.listed.count > 150)
  }

  @Test(arguments: [false, true])
  func costsAreThoseOfTheList(hasAddresses64: Bool) {
    let cost = InstructionCost(hasAddresses64: hasAddresses64)
    for opcode in Opcode.all {
      let isAccess =
        opcode.mnemonic.contains(/\.(load|store)/) && Self.listed[opcode.mnemonic] == nil
      let expected = isAccess && hasAddresses64 ? 2 : Self.listed[opcode.mnemonic] ?? 1
      #expect(cost.of(Self.instruction(opcode.form)) == expected, "\(opcode.mnemonic)")
    }
  }

  /// An instruction of a form, with any immediates.
  private static func instruction(_ form: InstructionForm) -> Instruction {
    switch form {
    case .plain(let instruction): instruction
    case .with(let immediates): instruction(immediates)
    }
  }

  private static func instruction(_ immediates: Immediates) -> Instruction {
    let access = MemoryArgument(offset: 0)
    let zero = V128(low: 0, high: 0)
    return switch immediates {
    case .none: .nop
    case .end: .end
    case .block: .block(.empty)
    case .loop: .loop(.empty)
    case .if: .if(.empty)
    case .branch: .branch(0)
    case .branchIf: .branchIf(0)
    case .branchTable: .branchTable(first: 0, count: 0)
    case .call: .call(0)
    case .callIndirect: .callIndirect(type: 0, table: 0)
    case .returnCall: .returnCall(0)
    case .returnCallIndirect: .returnCallIndirect(type: 0, table: 0)
    case .localGet: .localGet(0)
    case .localSet: .localSet(0)
    case .localTee: .localTee(0)
    case .globalGet: .globalGet(0)
    case .globalSet: .globalSet(0)
    case .refFunc: .refFunc(0)
    case .tableGet: .tableGet(0)
    case .tableSet: .tableSet(0)
    case .tableSize: .tableSize(0)
    case .tableGrow: .tableGrow(0)
    case .tableFill: .tableFill(0)
    case .tableCopy: .tableCopy(destination: 0, source: 0)
    case .tableInit: .tableInit(element: 0, table: 0)
    case .elementDrop: .elementDrop(0)
    case .memorySize: .memorySize(0)
    case .memoryGrow: .memoryGrow(0)
    case .memoryFill: .memoryFill(0)
    case .memoryCopy: .memoryCopy(destination: 0, source: 0)
    case .memoryInit: .memoryInit(data: 0, memory: 0)
    case .dataDrop: .dataDrop(0)
    case .selectTyped: .selectTyped(.i32)
    case .refNull: .refNull(.funcref)
    case .load(let type, let storage): .load(type, storage, access)
    case .store(let type, let storage): .store(type, storage, access)
    case .vectorLoad(let storage): .vector(.load(storage, access))
    case .vectorStore: .vector(.store(access))
    case .loadLane(let width): .vector(.loadLane(width, access, lane: 0))
    case .storeLane(let width): .vector(.storeLane(width, access, lane: 0))
    case .extractLane(let extraction): .vector(.extractLane(extraction, lane: 0))
    case .replaceLane(let shape): .vector(.replaceLane(shape, lane: 0))
    case .i32Const: .i32Const(0)
    case .i64Const: .i64Const(0)
    case .f32Const: .f32Const(0)
    case .f64Const: .f64Const(0)
    case .vectorConst: .vector(.const(zero))
    case .shuffle: .vector(.shuffle(zero))
    }
  }
}
