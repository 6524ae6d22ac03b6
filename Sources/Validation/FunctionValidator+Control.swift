import WebAssembly

// Control and parametric instructions (Core Specification, "Control Instructions").
extension FunctionValidator {
  mutating func enter(
    _ kind: ControlFrame.Kind, _ blockType: BlockType
  ) throws(ValidationError) {
    let signature = try signature(blockType)
    try operands.pop(signature.parameters, of: spaces.pool)
    open(kind, signature, block: blocks.count)
    blocks.append(BlockExtent(start: UInt32(position), end: 0))
    try operands.push(signature.parameters, of: spaces.pool)
  }

  mutating func enterIf(_ blockType: BlockType) throws(ValidationError) {
    try operands.pop(.i32)
    try enter(.ifThen, blockType)
    addElseBranch()
  }

  mutating func validateElse() throws(ValidationError) {
    let frame = try close()
    guard frame.kind == .ifThen else { throw ValidationError(.elseWithoutIf) }
    open(.ifElse, frame.signature, block: frame.block)
    // What leaves the block from the first arm still waits for its end.
    control[control.count - 1].waiting = frame.waiting
    addBranch(to: control.count - 1)
    branches.resolve(frame.waitingElse, to: branches.destination(at: position + 1))
    blocks[frame.block].elsePosition = UInt32(position)
    try operands.push(frame.signature.parameters, of: spaces.pool)
  }

  mutating func validateEnd() throws(ValidationError) {
    let frame = try close()
    if frame.kind == .ifThen && !matches(frame.signature.parameters, frame.signature.results) {
      throw ValidationError(.elseMissing)
    }
    if frame.kind == .function {
      branches.resolve(frame.waiting, to: branches.destination(at: position))
    } else {
      branches.resolve(frame.waiting, to: branches.destination(at: position + 1))
      branches.resolve(frame.waitingElse, to: branches.destination(at: position + 1))
      blocks[frame.block].end = UInt32(position)
    }
    try operands.push(frame.signature.results, of: spaces.pool)
  }

  mutating func validateBranch(_ label: UInt32) throws(ValidationError) {
    let frame = try frame(label)
    try operands.pop(control[frame].labelTypes, of: spaces.pool)
    addBranch(to: frame)
    operands.markUnreachable()
  }

  mutating func validateBranchIf(_ label: UInt32) throws(ValidationError) {
    try operands.pop(.i32)
    let frame = try frame(label)
    let types = control[frame].labelTypes
    try operands.pop(types, of: spaces.pool)
    addBranch(to: frame)
    try operands.push(types, of: spaces.pool)
  }

  /// The last label is the default one.
  mutating func validateBranchTable(_ labels: ArraySlice<UInt32>) throws(ValidationError) {
    try operands.pop(.i32)
    guard let last = labels.last else { preconditionFailure("a br_table has a default label") }
    let arity = control[try frame(last)].labelTypes.count
    for label in labels {
      let frame = try frame(label)
      let types = control[frame].labelTypes
      if types.count != arity {
        throw ValidationError(.branchTableArity(arity, types.count))
      }
      try operands.check(types, of: spaces.pool)
      addBranch(to: frame)
    }
    operands.markUnreachable()
  }

  mutating func validateReturn() throws(ValidationError) {
    try operands.pop(results, of: spaces.pool)
    operands.markUnreachable()
  }

  mutating func validateCall(_ function: UInt32) throws(ValidationError) {
    try apply(try spaces.signature(ofFunction: function))
  }

  mutating func validateCallIndirect(
    _ type: UInt32, _ table: UInt32
  ) throws(ValidationError) {
    try apply(try popCallee(type, table))
  }

  mutating func validateReturnCall(_ function: UInt32) throws(ValidationError) {
    try validateTailCall(try spaces.signature(ofFunction: function))
  }

  mutating func validateReturnCallIndirect(
    _ type: UInt32, _ table: UInt32
  ) throws(ValidationError) {
    try validateTailCall(try popCallee(type, table))
  }

  mutating func validateSelect() throws(ValidationError) {
    try operands.pop(.i32)
    let second = try operands.pop()
    let first = try operands.pop()
    for case let type? in [first.valueType, second.valueType] where type.isReference {
      throw ValidationError(.selectOfReference(type))
    }
    if let first = first.valueType, let second = second.valueType, first != second {
      throw ValidationError(.typeMismatch(expected: first, found: second))
    }
    try operands.push(first == .unknown ? second : first)
  }

  mutating func validateSelect(_ type: ValueType) throws(ValidationError) {
    try operands.pop(.i32)
    try operands.apply(OperandType(type), count: 2, result: OperandType(type))
  }

  // Calls

  private mutating func apply(_ callee: Signature) throws(ValidationError) {
    try operands.pop(callee.parameters, of: spaces.pool)
    heldOperandCount = max(heldOperandCount, operands.count)
    try operands.push(callee.results, of: spaces.pool)
  }

  private mutating func validateTailCall(_ callee: Signature) throws(ValidationError) {
    if !matches(callee.results, results) { throw ValidationError(.tailCallResults) }
    try operands.pop(callee.parameters, of: spaces.pool)
    operands.markUnreachable()
  }

  private mutating func popCallee(
    _ type: UInt32, _ table: UInt32
  ) throws(ValidationError) -> Signature {
    let tableType = try spaces.table(table)
    if tableType.elementType != .funcref {
      throw ValidationError(.elementType(expected: .funcref, found: tableType.elementType))
    }
    let callee = try spaces.signature(ofType: type)
    try operands.pop(OperandType(tableType.addressType))
    return callee
  }

  // Blocks

  private mutating func open(
    _ kind: ControlFrame.Kind, _ signature: Signature, block: Int
  ) {
    control.append(
      ControlFrame(
        kind: kind, signature: signature, height: operands.count,
        isOuterUnreachable: operands.isUnreachable, block: block,
        start: branches.destination(at: position + 1)))
    operands.floor = operands.count
    operands.isUnreachable = false
  }

  /// Checks what the innermost block leaves, and goes back to the one around it.
  private mutating func close() throws(ValidationError) -> ControlFrame {
    let frame = control[control.count - 1]
    try operands.pop(frame.signature.results, of: spaces.pool)
    if operands.count != frame.height {
      throw ValidationError(.operandsLeft(operands.count - frame.height))
    }
    control.removeLast()
    operands.isUnreachable = frame.isOuterUnreachable
    operands.floor = control.last?.height ?? 0
    return frame
  }

  private func signature(_ type: BlockType) throws(ValidationError) -> Signature {
    switch type {
    case .empty: Signature(parameters: .empty, results: .empty)
    case .value(let type): Signature(parameters: .empty, results: spaces.pool.list(of: type))
    case .function(let index): try spaces.signature(ofType: index)
    }
  }

  private func matches(_ first: TypeList, _ second: TypeList) -> Bool {
    first.count == second.count
      && (0..<first.count).allSatisfy { spaces.pool[first, $0] == spaces.pool[second, $0] }
  }

  // Branches

  /// The position in `control` of the frame of a label.
  private func frame(_ label: UInt32) throws(ValidationError) -> Int {
    guard Int(label) < control.count else { throw ValidationError(.unknown(.label, label)) }
    return control.count - 1 - Int(label)
  }

  private mutating func addBranch(to frame: Int) {
    let (height, count) = (control[frame].height, control[frame].labelTypes.count)
    if control[frame].kind == .loop {
      branches.add(to: control[frame].start, height: height, count: count)
    } else {
      branches.add(waitingIn: &control[frame].waiting, height: height, count: count)
    }
  }

  /// The branch of an `if` past its first arm.
  private mutating func addElseBranch() {
    let top = control.count - 1
    branches.add(
      waitingIn: &control[top].waitingElse, height: control[top].height,
      count: control[top].signature.parameters.count)
  }
}
