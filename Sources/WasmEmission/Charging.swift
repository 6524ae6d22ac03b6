import WebAssembly

/// How code takes instructions from the message's counter.
struct Charging {
  let layout: ModuleLayout

  /// A charge that is known beforehand.
  func charge(_ cost: UInt32, isChecked: Bool) -> [Instruction] {
    let counter = layout.global(.instructions)
    var code: [Instruction] = []
    if cost != 0 {
      code += [
        .globalGet(counter), .i64Const(Int64(cost)), .integerBinary(.i64, .sub),
        .globalSet(counter),
      ]
    }
    if isChecked {
      code += [.globalGet(counter), .i64Const(0), .integerCompare(.i64, .ltS)] + .trapIf
    }
    return code
  }

  /// Calls the function that charges the number on the stack, and takes it from there.
  var chargeAmount: [Instruction] { [.call(layout.functions.firstInjected)] }

  /// The function that charges the number on the stack, and leaves it there.
  func operandFunction(_ type: AddressType) -> UInt32 {
    layout.functions.firstInjected + (type == .i32 ? 1 : 2)
  }

  static let functionCount: UInt32 = 3

  /// The functions that charge a number: any, and the operands of bulk operations.
  var functions: [InjectedFunction] {
    [amountFunction]
      + [AddressType.i32, .i64].map { type in
        InjectedFunction(
          name: "charge_\(type)_operand",
          type: FunctionType(parameters: [type.valueType], results: [type.valueType]),
          instructions: [.localGet(0)] + (type == .i32 ? [.convert(.i64ExtendI32U)] : [])
            + chargeAmount + [.localGet(0)])
      }
  }

  /// A number of which the difference is less than any number leaves the least number there is.
  private var amountFunction: InjectedFunction {
    let counter = layout.global(.instructions)
    return InjectedFunction(
      name: "charge", type: FunctionType(parameters: [.i64], results: []),
      locals: [LocalRun(count: 1, type: .i64)],
      instructions: [
        .globalGet(counter), .localGet(0), .integerBinary(.i64, .sub), .localTee(1),
        .i64Const(.min),
        .localGet(1), .globalGet(counter), .integerCompare(.i64, .leS),
        .select, .globalSet(counter),
        .globalGet(counter), .i64Const(0), .integerCompare(.i64, .ltS),
      ] + .trapIf)
  }
}

/// A function that is added to a module.
struct InjectedFunction {
  let name: String
  let type: FunctionType
  var locals: [LocalRun] = []
  /// Without the `end` that closes the function.
  let instructions: [Instruction]
}

extension [Instruction] {
  /// Ends the execution if the operand is not zero.
  static let trapIf: [Instruction] = [.if(.empty), .unreachable, .end]
}
