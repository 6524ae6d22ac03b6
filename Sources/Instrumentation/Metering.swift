import Validation
import WebAssembly

/// Writes into the code where the message's counter is charged, and how much.
///
/// A function is cut into *segments*, straight pieces of code, each paid for as a whole where it
/// begins: a call does not end a segment, so what follows the call is paid when the callee runs.
/// The points where time could go on for ever, function entries and loop heads, are *checked*:
/// the message ends there if the counter is below zero. Bulk operations pay for their size besides.
///
/// This pass comes first: it counts the module's own instructions, before others change them.
struct Metering: Pass {
  func run(on module: inout InstrumentedModule) {
    let memory = module.validated.memoryTypes.first
    let cost = InstructionCost(hasAddresses64: memory?.addressType == .i64)
    for index in module.bodies.indices {
      let points = Self.points(in: module.bodies[index].instructions, cost)
      let positions = module.bodies[index].insert(points)
      module.functionFacts[index] = module.functionFacts[index].relocated(to: positions)
    }
  }

  /// Every entry of a function costs this beside its instructions.
  private static let entryCost: UInt32 = 1

  /// The charges of a body, in the order in which they are taken.
  static func points(
    in instructions: [InstrumentedInstruction], _ cost: InstructionCost
  ) -> [Insertion] {
    var points: [Insertion] = []
    var segment = Segment(start: 0, isChecked: true, cost: entryCost, index: 0)
    for (position, instruction) in instructions.enumerated() {
      guard let instruction = instruction.wasm else { continue }
      segment.cost += cost.of(instruction)
      switch Role(instruction) {
      case .other: continue
      case .bulk:
        points.append(Insertion(position: position, instruction: .chargeOperand))
        // Where a bulk operation begins a segment, its size is paid before the segment.
        if position == segment.start { segment.index += 1 }
      case .end(let nextIsChecked):
        segment.charge(in: &points)
        segment = Segment(
          start: position + 1, isChecked: nextIsChecked, cost: 0, index: points.count)
      }
    }
    return points
  }

  private struct Segment {
    var start: Int
    var isChecked: Bool
    var cost: UInt32
    /// Where its charge, which is known at its end, belongs among the points.
    var index: Int

    func charge(in points: inout [Insertion]) {
      guard isChecked || cost != 0 else { return }
      points.insert(
        Insertion(position: start, instruction: .charge(cost, isChecked: isChecked)), at: index)
    }
  }
}

/// The effect of an instruction on the segments around it.
private enum Role {
  /// It ends its segment.
  case end(nextIsChecked: Bool)
  /// It pays for the size that is its last operand.
  case bulk
  case other

  init(_ instruction: Instruction) {
    switch instruction {
    case .loop: self = .end(nextIsChecked: true)
    case .if, .else, .end, .branch, .branchIf, .branchTable, .return, .unreachable, .returnCall,
      .returnCallIndirect:
      self = .end(nextIsChecked: false)
    case .memoryFill, .memoryCopy, .memoryInit, .tableFill, .tableCopy, .tableInit: self = .bulk
    case .nop, .block, .call, .callIndirect, .drop, .select, .selectTyped, .localGet, .localSet,
      .localTee, .globalGet, .globalSet, .refNull, .refIsNull, .refFunc, .tableGet, .tableSet,
      .tableSize, .tableGrow, .elementDrop, .load, .store, .memorySize, .memoryGrow, .dataDrop,
      .i32Const, .i64Const, .f32Const, .f64Const, .integerUnary, .integerBinary,
      .integerEqualsZero, .integerCompare, .floatUnary, .floatBinary, .floatCompare, .convert,
      .vector:
      self = .other
    }
  }
}
