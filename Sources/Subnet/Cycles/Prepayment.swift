import Executions

/// What a canister has paid in advance for an execution, and gets back what it does not use of.
struct Prepayment: Codable, Equatable, Sendable {
  var cycles: UInt128
  /// How many instructions it is for.
  let instructions: UInt64
  /// Whether these are instructions of code with 64-bit addresses, which cost more.
  let is64Bit: Bool
  /// What executions have used so far.
  var usedInstructions: UInt64 = 0

  /// Nothing, for executions that cost nothing.
  static let none = Prepayment(cycles: 0, instructions: 0, is64Bit: false)

  /// What it is once an execution has ended.
  func using(_ outcome: Outcome?) -> Prepayment {
    var prepayment = self
    let (sum, overflows) = usedInstructions.addingReportingOverflow(outcome?.instructions ?? 0)
    prepayment.usedInstructions = overflows ? .max : sum
    return prepayment
  }

  /// What it is once code was changed.
  func using(_ result: CodeChangeResult, compilationInstructions: UInt64) -> Prepayment {
    var compilation = Outcome(result: .noResponse)
    compilation.instructions = compilationInstructions
    let prepayment = using(compilation)
    guard case .ended(let preUpgrade, let first) = result else { return prepayment }
    return prepayment.using(preUpgrade).using(first)
  }
}
