import Instrumentation
internal import CanisterRuntime
internal import LLVM
internal import WebAssembly

/// What a structured instruction has opened.
struct ControlFrame {
  enum Kind { case function, block, loop, ifThen, ifElse }

  var kind: Kind
  /// Where a branch to the label leads, and the phis of the values that it carries.
  let target: Block
  let phis: [Phi]
  let parameters: [ValueType]
  let results: [ValueType]
  /// How many operands lie below the parameters.
  let height: Int
  /// Of an `if`: where a false condition leads, and the operands that it takes there.
  var elseBlock: Block?
  var elseOperands: [Value] = []
}

// Control instructions (Core Specification, "Control Instructions").
extension FunctionLowering {
  mutating func pushFunctionFrame() {
    let frame = forwardFrame(.function, parameters: [], results: type.results, height: 0)
    control.append(frame)
  }

  mutating func lowerBlock(_ blockType: BlockType) {
    let (parameters, results) = signature(blockType)
    control.append(
      forwardFrame(
        .block, parameters: parameters, results: results, height: stack.count - parameters.count))
  }

  mutating func lowerLoop(_ blockType: BlockType) {
    let (parameters, results) = signature(blockType)
    let entry = code.builder.block
    let header = code.appendBlock("loop")
    code.builder.branch(to: header)
    code.builder.position(atEndOf: header)
    let operands = pop(parameters.count)
    let phis = parameters.map { code.builder.phi(types.value($0)) }
    for (phi, operand) in zip(phis, operands) {
      phi.addIncoming(operand, from: entry)
    }
    control.append(
      ControlFrame(
        kind: .loop, target: header, phis: phis, parameters: parameters, results: results,
        height: stack.count))
    stack += phis.map(\.value)
  }

  mutating func lowerIf(_ blockType: BlockType) {
    let condition = popCondition()
    let (parameters, results) = signature(blockType)
    var frame = forwardFrame(
      .ifThen, parameters: parameters, results: results, height: stack.count - parameters.count)
    let other = code.appendBlock("else")
    frame.elseBlock = other
    frame.elseOperands = Array(stack.suffix(parameters.count))
    control.append(frame)
    guard !condition.isZero else {
      code.builder.branch(to: other)
      unreachableDepth = 0
      return
    }
    let then = code.appendBlock("then")
    code.builder.branch(if: condition, then: then, else: other)
    code.builder.position(atEndOf: then)
  }

  mutating func lowerElse() {
    finishArm()
    let top = control.count - 1
    control[top].kind = .ifElse
    beginElse(control[top])
  }

  mutating func lowerEnd() {
    if control[control.count - 1].kind == .loop {
      // Nothing branches to the end of a loop: what falls out of it goes on in the same block.
      control.removeLast()
      return
    }
    finishArm()
    closeFrame()
  }

  mutating func lowerUnreachable() {
    code.trap(.unreachable)
    unreachableDepth = 0
  }

  mutating func lowerBranch(_ label: UInt32) {
    let frame = self.frame(label)
    carry(to: frame)
    code.builder.branch(to: frame.target)
    unreachableDepth = 0
  }

  mutating func lowerBranchIf(_ label: UInt32) {
    let condition = popCondition()
    guard !condition.isZero else { return }
    let frame = self.frame(label)
    carry(to: frame)
    let next = code.appendBlock("")
    code.builder.branch(if: condition, then: frame.target, else: next)
    code.builder.position(atEndOf: next)
  }

  mutating func lowerBranchTable(first: UInt32, count: UInt32) {
    let index = pop()
    var cases: [(Value, Block)] = []
    for position in 0..<count {
      let frame = self.frame(body.branchLabels[Int(first + position)])
      // LLVM wants an entry in a phi for every edge, also if several lead to one block.
      carry(to: frame)
      cases.append((context.i32.constant(UInt64(position)), frame.target))
    }
    let frame = self.frame(body.branchLabels[Int(first + count)])
    carry(to: frame)
    code.builder.switch(index, cases: cases, default: frame.target)
    unreachableDepth = 0
  }

  mutating func lowerReturn() {
    lowerBranch(UInt32(control.count - 1))
  }

  /// Passes over an instruction that can't be reached, unless it ends that state.
  mutating func skip(_ instruction: Instruction) {
    guard let depth = unreachableDepth else { return }
    switch instruction {
    case .block, .loop, .if:
      unreachableDepth = depth + 1
    case .else where depth == 0:
      let top = control.count - 1
      control[top].kind = .ifElse
      unreachableDepth = nil
      beginElse(control[top])
    case .end where depth == 0:
      endUnreachable()
    case .end:
      unreachableDepth = depth - 1
    case .unreachable, .nop, .else, .branch, .branchIf, .branchTable, .return, .call,
      .callIndirect, .returnCall, .returnCallIndirect, .drop, .select, .selectTyped, .localGet,
      .localSet, .localTee, .globalGet, .globalSet, .refNull, .refIsNull, .refFunc, .tableGet,
      .tableSet, .tableSize, .tableGrow, .tableFill, .tableCopy, .tableInit, .elementDrop, .load,
      .store, .memorySize, .memoryGrow, .memoryFill, .memoryCopy, .memoryInit, .dataDrop,
      .i32Const, .i64Const, .f32Const, .f64Const, .integerUnary, .integerBinary,
      .integerEqualsZero, .integerCompare, .floatUnary, .floatBinary, .floatCompare, .convert,
      .vector:
      break
    }
  }

  // Parts

  /// The end of a structured instruction that control does not reach by falling through.
  private mutating func endUnreachable() {
    let frame = control[control.count - 1]
    guard frame.kind != .loop else {
      control.removeLast()
      stack.removeSubrange(frame.height...)
      return
    }
    unreachableDepth = nil
    closeFrame()
  }

  /// Goes on after the end of the innermost frame, which is no loop, if anything leads there.
  private mutating func closeFrame() {
    let frame = control[control.count - 1]
    if frame.kind == .ifThen {
      // Without an `else`, a false condition passes the operands on.
      beginElse(frame)
      finishArm()
    }
    control.removeLast()
    stack.removeSubrange(frame.height...)
    goOn(after: frame)
    if frame.kind == .function, unreachableDepth == nil { code.return(pop(type.results.count)) }
  }

  /// Goes on at the end of a frame, with its results, if anything leads there.
  mutating func goOn(after frame: ControlFrame) {
    guard frame.target.isBranchTarget else {
      frame.target.erase()
      unreachableDepth = 0
      return
    }
    frame.target.move(after: code.builder.block)
    code.builder.position(atEndOf: frame.target)
    stack += frame.phis.map(\.value)
  }

  /// A frame whose label is its end.
  func forwardFrame(
    _ kind: ControlFrame.Kind, parameters: [ValueType], results: [ValueType], height: Int
  ) -> ControlFrame {
    let current = code.builder.block
    let target = code.appendBlock("end")
    code.builder.position(atEndOf: target)
    let phis = results.map { code.builder.phi(types.value($0)) }
    code.builder.position(atEndOf: current)
    return ControlFrame(
      kind: kind, target: target, phis: phis, parameters: parameters, results: results,
      height: height)
  }

  func signature(_ type: BlockType) -> (parameters: [ValueType], results: [ValueType]) {
    switch type {
    case .empty: ([], [])
    case .value(let result): ([], [result])
    case .function(let index):
      (module.wasm.types[Int(index)].parameters, module.wasm.types[Int(index)].results)
    }
  }

  private func frame(_ label: UInt32) -> ControlFrame {
    control[control.count - 1 - Int(label)]
  }

  /// Gives the values that a branch carries, on top of the stack, to the phis of its target.
  func carry(to frame: ControlFrame) {
    let block = code.builder.block
    for (phi, value) in zip(frame.phis, stack.suffix(frame.phis.count)) {
      phi.addIncoming(value, from: block)
    }
  }

  /// Falls through to the end of the innermost frame.
  private func finishArm() {
    let frame = control[control.count - 1]
    carry(to: frame)
    code.builder.branch(to: frame.target)
  }

  private mutating func beginElse(_ frame: ControlFrame) {
    guard let block = frame.elseBlock else { preconditionFailure("else without if") }
    stack.removeSubrange(frame.height...)
    stack += frame.elseOperands
    block.move(after: code.builder.block)
    code.builder.position(atEndOf: block)
  }
}
