internal import LLVM
internal import WebAssembly

/// How functions of a type are called: LLVM's type and convention, and the slot of each value.
struct Signature {
  /// The type, with the instance and the counter first where they are passed.
  let type: Type
  let convention: CallingConvention
  let parameters: [ValueSlot]
  let results: [ValueSlot]
  /// How many values LLVM returns.
  let returnedCount: Int
}

/// Where a call passes a value.
enum ValueSlot {
  /// In what LLVM passes: at this index among its parameters, or in the structure it returns.
  case register(index: Int)
  /// In the overflow area, at this offset in bytes.
  case overflow(offset: UInt64, Type)
}

/// The overflow area: where calls pass the values for which registers have no room, in code whose
/// calls in tail position must take no stack.
///
/// LLVM promises that only of a call whose arguments and results need no stack: it leaves out
/// the arguments there, and gives up on results. So all others are written to the area right before
/// the call or the return, and read right after it, before anything else is called: one area is
/// enough for whatever calls each other. Very many values go there in all code.
package enum OverflowArea {
  /// Room for as many values as validation lets a type have, each as large as a vector.
  package static let sizeBytes = 16 * valueCount
  static let valueCount = 1000
  static let alignment = 16
}

/// How many values of a list go in registers, on any processor and beside instance and counter.
private struct RegisterCounts {
  let integers: Int
  let floats: Int

  /// x86-64 has six and eight registers for parameters, three and two for results; AArch64 has
  /// eight for each.
  static let parameters = RegisterCounts(integers: 4, floats: 8)
  static let results = RegisterCounts(integers: 2, floats: 2)
  /// For code that leaves it to LLVM where it has no room.
  static let unlimited = RegisterCounts(integers: .max, floats: .max)
}

extension TypeLowering {
  /// A function of the module as its own code calls it.
  func function(_ type: FunctionType) -> Signature {
    signature(type, takesInstance: hasInstanceParameter)
  }

  /// A function as other instances call it: with its instance as the first argument.
  func entry(_ type: FunctionType) -> Signature { signature(type, takesInstance: true) }

  /// Whether calls of functions of a type pass values in the overflow area.
  private func overflows(_ type: FunctionType) -> Bool {
    let signature = function(type)
    return (signature.parameters + signature.results).contains { slot in
      if case .overflow = slot { true } else { false }
    }
  }

  /// Defines the overflow area of an executable that needs one.
  func overflowArea(
    for wasm: WebAssembly.Module, _ home: CodeHome, _ part: ModulePart, in output: LLVM.Module
  ) -> Value? {
    guard !home.isProcess, wasm.types.contains(where: overflows) else { return nil }
    let area = context.array(value(.v128), count: OverflowArea.valueCount).null
    return part.addShared(InstanceSlot.overflowArea.symbol, area, to: output)
  }

  /// So many values are left to LLVM, whose code generator takes the square of the number of
  /// arguments on the stack: for a thousand of them 3 s in fifty calls, without optimising.
  private static var stackedCount: Int { 64 }

  private func signature(_ type: FunctionType, takesInstance: Bool) -> Signature {
    let counter = passesCounter ? [context.i64] : []
    let overflows =
      convention == .tail || max(type.parameters.count, type.results.count) > Self.stackedCount
    let parameters = assignSlots(
      to: type.parameters, in: overflows ? .parameters : .unlimited,
      after: (takesInstance ? [context.pointer] : []) + counter)
    let results = assignSlots(
      to: type.results, in: overflows ? .results : .unlimited, after: counter)
    let returned =
      switch results.registers.count {
      case 0: context.void
      case 1: results.registers[0]
      default: context.structure(results.registers)
      }
    return Signature(
      type: context.function(parameters.registers, returning: returned), convention: convention,
      parameters: parameters.slots, results: results.slots,
      returnedCount: results.registers.count)
  }

  /// Gives each value a slot: the first ones registers, as long as there are some of their kind.
  private func assignSlots(
    to values: [ValueType], in room: RegisterCounts, after first: [Type]
  ) -> (slots: [ValueSlot], registers: [Type]) {
    var integersLeft = room.integers
    var floatsLeft = room.floats
    var overflowCount = 0
    var registers = first
    let slots = values.map { value -> ValueSlot in
      let left = value.isPassedAsFloat ? floatsLeft : integersLeft
      guard left > 0 else {
        overflowCount += 1
        return .overflow(offset: UInt64(16 * (overflowCount - 1)), self.value(value))
      }
      if value.isPassedAsFloat { floatsLeft -= 1 } else { integersLeft -= 1 }
      registers.append(self.value(value))
      return .register(index: registers.count - 1)
    }
    return (slots, registers)
  }
}

extension ValueType {
  /// Whether a value goes in the registers for floats and vectors.
  fileprivate var isPassedAsFloat: Bool {
    switch self {
    case .f32, .f64, .v128: true
    case .i32, .i64, .funcref, .externref: false
    }
  }
}
