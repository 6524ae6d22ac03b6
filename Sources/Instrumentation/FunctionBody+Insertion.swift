import WebAssembly

/// An instruction to be put right before the one at a position.
struct Insertion {
  var position: Int
  var instruction: Instruction
}

extension FunctionBody {
  /// Puts instructions in, which are in order; for each that was there, where it begins now,
  /// together with what was put before it.
  mutating func insert(_ insertions: [Insertion]) -> [UInt32] {
    let (before, offsets) = (instructions, instructionOffsets)
    var positions: [UInt32] = []
    positions.reserveCapacity(before.count)
    instructions = []
    instructions.reserveCapacity(before.count + insertions.count)
    instructionOffsets = []
    instructionOffsets.reserveCapacity(before.count + insertions.count)
    var next = insertions.startIndex
    for position in before.indices {
      positions.append(UInt32(instructions.count))
      while next < insertions.endIndex, insertions[next].position == position {
        instructions.append(insertions[next].instruction)
        instructionOffsets.append(offsets[position])
        next += 1
      }
      instructions.append(before[position])
      instructionOffsets.append(offsets[position])
    }
    return positions
  }
}
