/// An open block (Core Specification, appendix "Validation Algorithm").
struct ControlFrame: BitwiseCopyable {
  enum Kind { case function, block, loop, ifThen, ifElse }

  var kind: Kind
  let signature: Signature
  /// The number of operands below those that the block takes.
  let height: Int
  /// Whether the rest of the block that this one is in can't be reached.
  let isOuterUnreachable: Bool
  /// The number of the block in `FunctionFacts.blocks`.
  let block: Int
  /// Where a branch to a loop goes.
  let start: BranchTable.Destination
  /// The branches that wait for the end of the block.
  var waiting = BranchTable.Chain()
  /// The branch of an `if`, which waits for its `else` or, if there is none, its end.
  var waitingElse = BranchTable.Chain()

  /// The types that a branch to the label carries.
  var labelTypes: TypeList { kind == .loop ? signature.parameters : signature.results }
}
