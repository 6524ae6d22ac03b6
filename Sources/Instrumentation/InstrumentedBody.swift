package import WebAssembly

/// The body of a function as the engines run it.
package struct InstrumentedBody: Sendable {
  /// The locals after the parameters, as the module has them.
  package let locals: [LocalRun]
  /// The instructions; the last one is the `end` that closes the function.
  package var instructions: [InstrumentedInstruction]
  /// For each instruction, the offset in the module's bytes of the opcode that it stems from.
  package var instructionOffsets: [UInt32]
  /// The labels of all `br_table` instructions of the body.
  package let branchLabels: [UInt32]

  init(_ body: FunctionBody) {
    locals = body.locals
    instructions = body.instructions.map { .wasm($0) }
    instructionOffsets = body.instructionOffsets
    branchLabels = body.branchLabels
  }
}

/// An instruction to be put right before the one at a position.
struct Insertion {
  var position: Int
  var instruction: InstrumentedInstruction
}

extension InstrumentedBody {
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
