import Instrumentation
import CanisterRuntime
package import WebAssembly

// Calls by the host (Core Specification, "Invocation").
extension Store {
  /// Calls a function; returns its results.
  ///
  /// Functions of the host may call this, too, to some depth.
  ///
  /// - Precondition: The arguments are of the types of the function's parameters.
  package func invoke(
    _ function: FunctionAddress, _ arguments: [WasmValue] = []
  ) throws(TrapReport) -> [WasmValue] {
    let type = function.pointee.type
    precondition(arguments.map(\.type) == type.parameters, "arguments don't fit the parameters")
    let start = stack.freeSlots
    stack.invocationDepth += 1
    defer {
      stack.freeSlots = start
      stack.invocationDepth -= 1
    }
    guard stack.invocationDepth <= limits.invocationDepth,
      stack.slotsEnd - start >= arguments.count
    else { throw TrapReport(.stack_overflow) }
    for argument in arguments {
      stack.freeSlots.initialize(to: argument.slot)
      stack.freeSlots += 1
    }
    if let code = function.pointee.code {
      try run(code)
    } else {
      try callHost(function)
    }
    return type.results.enumerated().map { WasmValue(start[$0.offset], $0.element) }
  }

  private func run(_ code: UnsafePointer<FunctionCode>) throws(TrapReport) {
    var execution: Execution
    do throws(Trap) {
      execution = try Execution(code, on: stack)
    } catch {
      throw TrapReport(error)
    }
    do throws(Trap) {
      try execution.run()
    } catch {
      throw execution.report(error)
    }
  }

  private func callHost(_ function: FunctionAddress) throws(TrapReport) {
    guard let host = function.pointee.host else { preconditionFailure("a function has a body") }
    do throws(Trap) {
      _ = try stack.callHost(
        host, function.pointee.type, top: stack.freeSlots, frames: stack.freeFrames)
    } catch {
      throw TrapReport(error)
    }
  }
}

extension Execution {
  /// The location of the instruction that has just trapped, and the callers of its function.
  func report(_ trap: Trap) -> TrapReport {
    let position = nextInstruction - function.pointee.instructions - 1
    let (body, module) = (function.pointee.body, module.pointee)
    return TrapReport(
      trap, function: UInt32(module.importedFunctionCount + body),
      offsetBytes: module.instructionOffsets[body][position],
      frames: frameFunctions(at: function.pointee.instructions[position]))
  }

  private func frameFunctions(at instruction: InstrumentedInstruction) -> [UInt32] {
    var functions: [UInt32] = []
    if let imported = importAtFault(instruction) { functions.append(imported) }
    functions.append(function.pointee.index)
    var frame = frames
    while frame > firstFrame {
      frame -= 1
      functions.append(frame.pointee.function.pointee.index)
    }
    return functions
  }

  /// The import that an instruction has called, if that has a frame of its own on the Internet
  /// Computer: its stable memory is Wasm, too.
  private func importAtFault(_ instruction: InstrumentedInstruction) -> UInt32? {
    let operations = module.pointee.importedOperations
    if case .stableMemory(let operation) = instruction {
      return operations.firstIndex(of: operation).map { UInt32($0) }
    }
    if case .wasm(.call(let index)) = instruction, Int(index) < operations.count,
      operations[Int(index)] != nil
    {
      return index
    }
    return nil
  }
}

extension FunctionCode {
  /// The function's index in its module.
  var index: UInt32 { UInt32(module.pointee.importedFunctionCount + body) }
}
