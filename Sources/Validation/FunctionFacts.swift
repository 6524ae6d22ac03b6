/// What validation found out about one function body, for engines that would else have to work it
/// out again.
///
/// **Branches.** `branches` is a side table in the order of the code: an engine that walks the
/// instructions keeps a cursor into it, which starts at 0. These instructions own entries:
///
/// | instruction | entries | the branch is taken | else the cursor moves by |
/// |---|---|---|---|
/// | `if` | 1: behind its `else` or, without one, its `end` | if the condition is zero | 1 |
/// | `else` | 1: behind its `end` | always: the first arm has come to its end | – |
/// | `br` | 1 | always | – |
/// | `br_if` | 1 | if the condition is not zero | 1 |
/// | `br_table` | one a label, the default label last | always: the entry of the label chosen | – |
///
/// To take a branch is to keep the `valueCount` topmost operands, drop what lies above
/// `operandHeight` below them, and go on at `position` with the cursor at `cursor`. Instructions in
/// code that can't be reached own entries as well, so that the cursor can be followed in order.
///
/// **Blocks.** `blocks` says where each `block`, `loop` and `if` ends, in the order in which they
/// begin; so it can be followed by a cursor too.
///
/// Positions are those in the body's `instructions`. A pass that puts instructions in between asks
/// `relocated` for facts that fit the new code; one that replaces them one by one needn't.
package struct FunctionFacts: Sendable, Equatable {
  /// The number of parameters and locals.
  package let localCount: Int
  /// The largest number of values on the operand stack at a time.
  package let maximumOperandCount: Int
  /// The largest number of values that lie on the operand stack, below the arguments, while a call
  /// runs.
  package let heldOperandCount: Int
  package let branches: [BranchTarget]
  package let blocks: [BlockExtent]
}

/// Where a branch goes to and what it leaves on the operand stack.
package struct BranchTarget: BitwiseCopyable, Hashable, Sendable {
  /// The instruction to go on with.
  ///
  /// A branch out of the function's body goes to its last `end`, one to a block behind the block's
  /// `end`, and one to a loop behind the `loop` itself.
  package var position: UInt32
  /// The number of operands below those that the branch carries.
  package var operandHeight: UInt32
  /// The number of operands that the branch carries.
  package var valueCount: UInt32
  /// The entry of the side table that belongs to the first instruction with entries from
  /// `position` on.
  package var cursor: UInt32
}

/// The extent of a structured control instruction.
package struct BlockExtent: BitwiseCopyable, Hashable, Sendable {
  /// The position of the `block`, `loop` or `if`.
  package var start: UInt32
  /// The position of the `else`, if there is one.
  package var elsePosition: UInt32?
  /// The position of the `end`.
  package var end: UInt32
}

extension FunctionFacts {
  /// The same facts for code into which a pass has put instructions.
  ///
  /// `newPositions` has, for each instruction of the validated body, where it now begins together
  /// with what stands before it on all ways to it: a branch to the instruction goes there.
  package func relocated(to newPositions: [UInt32]) -> FunctionFacts {
    FunctionFacts(
      localCount: localCount, maximumOperandCount: maximumOperandCount,
      heldOperandCount: heldOperandCount,
      branches: branches.map { branch in
        var branch = branch
        branch.position = newPositions[Int(branch.position)]
        return branch
      },
      blocks: blocks.map { block in
        BlockExtent(
          start: newPositions[Int(block.start)],
          elsePosition: block.elsePosition.map { newPositions[Int($0)] },
          end: newPositions[Int(block.end)])
      })
  }
}
