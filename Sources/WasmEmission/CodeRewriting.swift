import Instrumentation
import Validation
import WebAssembly

/// Writes out the internal instructions of bodies.
struct CodeRewriting {
  let layout: ModuleLayout
  let validated: ValidatedModule

  func rewrite(_ body: InstrumentedBody) -> FunctionBody {
    var instructions: [Instruction] = []
    instructions.reserveCapacity(body.instructions.count * 3 / 2)
    for (position, instruction) in body.instructions.enumerated() {
      switch instruction {
      case .wasm(let instruction): instructions.append(instruction.rewritten(layout.functions))
      case .stableMemory(let operation): instructions.append(.call(layout.functions[operation]))
      case .charge(let cost, let isChecked):
        instructions += Charging(layout: layout).charge(cost, isChecked: isChecked)
      case .chargeOperand:
        let type = operandType(body.instructions[position...])
        instructions.append(.call(Charging(layout: layout).operandFunction(type)))
      case .touch, .watch: preconditionFailure("no pass has put it in")
      }
    }
    return FunctionBody(
      locals: body.locals, instructions: instructions, instructionOffsets: [],
      branchLabels: body.branchLabels, offsetBytes: 0, sizeBytes: 0)
  }

  /// The type of the size that the next instruction of Wasm takes.
  private func operandType(_ instructions: ArraySlice<InstrumentedInstruction>) -> AddressType {
    guard let instruction = instructions.lazy.compactMap(\.wasm).first else {
      preconditionFailure("a body ends with an instruction of Wasm")
    }
    // The narrower of two, where memories or tables differ. That of an initialization is an i32.
    if case .memoryFill(let memory) = instruction { return addressType(ofMemory: memory) }
    if case .memoryCopy(let destination, let source) = instruction {
      return addressType(ofMemory: destination) == .i32 ? .i32 : addressType(ofMemory: source)
    }
    if case .tableFill(let table) = instruction { return addressType(ofTable: table) }
    if case .tableCopy(let destination, let source) = instruction {
      return addressType(ofTable: destination) == .i32 ? .i32 : addressType(ofTable: source)
    }
    return .i32
  }

  private func addressType(ofMemory memory: UInt32) -> AddressType {
    validated.memoryTypes[Int(memory)].addressType
  }

  private func addressType(ofTable table: UInt32) -> AddressType {
    validated.tableTypes[Int(table)].addressType
  }
}
