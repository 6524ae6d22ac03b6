import WebAssembly

// Control and parametric instructions (Core Specification, "Control Instructions").
extension FunctionValidator {
  mutating func enter(_ kind: Frame.Kind, _ blockType: BlockType) throws(ValidationError) {
    let (parameters, results) = try signature(blockType)
    try pop(parameters)
    control.append(
      Frame(kind: kind, parameters: parameters, results: results, height: operands.count))
    push(parameters)
  }

  mutating func enterIf(_ blockType: BlockType) throws(ValidationError) {
    try pop(.i32)
    try enter(.ifThen, blockType)
  }

  mutating func validateElse() throws(ValidationError) {
    var frame = try leave()
    frame.kind = .ifElse
    frame.isUnreachable = false
    control.append(frame)
    push(frame.parameters)
  }

  mutating func validateEnd() throws(ValidationError) {
    let frame = try leave()
    if frame.kind == .ifThen && frame.parameters != frame.results {
      throw ValidationError(.elseWithoutMatchingTypes)
    }
    push(frame.results)
  }

  mutating func validateBranch(_ label: UInt32) throws(ValidationError) {
    try pop(try frame(label).labelTypes)
    markUnreachable()
  }

  mutating func validateBranchIf(_ label: UInt32) throws(ValidationError) {
    try pop(.i32)
    let types = try frame(label).labelTypes
    try pop(types)
    push(types)
  }

  mutating func validateBranchTable(
    _ first: UInt32, _ count: UInt32
  ) throws(ValidationError) {
    try pop(.i32)
    let arity = try frame(body.branchLabels[Int(first + count)]).labelTypes.count
    for label in body.branchLabels[Int(first)...Int(first + count)] {
      let types = try frame(label).labelTypes
      if types.count != arity { throw ValidationError(.branchTableArity) }
      try check(types)
    }
    markUnreachable()
  }

  mutating func validateReturn() throws(ValidationError) {
    try pop(type.results)
    markUnreachable()
  }

  mutating func validateCall(_ index: UInt32) throws(ValidationError) {
    let callee = try spaces.function(index)
    try pop(callee.parameters)
    push(callee.results)
  }

  mutating func validateCallIndirect(
    _ typeIndex: UInt32, _ table: UInt32
  ) throws(ValidationError) {
    let callee = try popCallee(typeIndex, table)
    try pop(callee.parameters)
    push(callee.results)
  }

  mutating func validateReturnCall(_ index: UInt32) throws(ValidationError) {
    try validateTailCall(try spaces.function(index))
  }

  mutating func validateReturnCallIndirect(
    _ typeIndex: UInt32, _ table: UInt32
  ) throws(ValidationError) {
    try validateTailCall(try popCallee(typeIndex, table))
  }

  mutating func validateSelect() throws(ValidationError) {
    try pop(.i32)
    let second = try pop()
    let first = try pop()
    for case let type? in [first, second] where type.isReference {
      throw ValidationError(.selectOfReference(type))
    }
    if let first, let second, first != second {
      throw ValidationError(.typeMismatch(expected: first, found: second))
    }
    push(first ?? second)
  }

  mutating func validateSelect(_ type: ValueType) throws(ValidationError) {
    try pop(.i32)
    try apply(type, count: 2, result: type)
  }

  mutating func markUnreachable() {
    let top = control.count - 1
    operands.removeSubrange(control[top].height...)
    control[top].isUnreachable = true
  }

  // Parts

  private mutating func validateTailCall(_ callee: FunctionType) throws(ValidationError) {
    if callee.results != type.results { throw ValidationError(.resultsOfTailCall) }
    try pop(callee.parameters)
    markUnreachable()
  }

  private mutating func popCallee(
    _ typeIndex: UInt32, _ table: UInt32
  ) throws(ValidationError) -> FunctionType {
    let tableType = try spaces.table(table)
    if tableType.elementType != .funcref {
      throw ValidationError(.tableElementType(expected: .funcref, found: tableType.elementType))
    }
    let callee = try spaces.type(typeIndex)
    try pop(tableType.addressType.valueType)
    return callee
  }

  /// Checks operands against types and leaves them as they are.
  private mutating func check(_ types: [ValueType]) throws(ValidationError) {
    let saved = operands
    try pop(types)
    operands = saved
  }

  private mutating func leave() throws(ValidationError) -> Frame {
    let frame = control[control.count - 1]
    try pop(frame.results)
    if operands.count != frame.height {
      throw ValidationError(.operandsLeft(operands.count - frame.height))
    }
    control.removeLast()
    return frame
  }

  private func frame(_ label: UInt32) throws(ValidationError) -> Frame {
    guard Int(label) < control.count else { throw ValidationError(.unknown(.label, label)) }
    return control[control.count - 1 - Int(label)]
  }

  private func signature(
    _ type: BlockType
  ) throws(ValidationError) -> (parameters: [ValueType], results: [ValueType]) {
    switch type {
    case .empty: return ([], [])
    case .value(let result): return ([], [result])
    case .function(let index):
      let type = try spaces.type(index)
      return (type.parameters, type.results)
    }
  }
}
