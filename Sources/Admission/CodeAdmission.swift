import WebAssembly

/// The rules for code: instructions that are refused, the complexity and the size of functions,
/// and the length of their names.
enum CodeAdmission {
  static func check(_ module: Module) throws(AdmissionError) {
    let importedCount = module.importedFunctionCount
    for (index, body) in module.bodies.enumerated() {
      do {
        try check(body, at: index)
      } catch {
        let function = importedCount + index
        let name = module.names.functions[UInt32(function)]
        throw AdmissionError(error, at: .function(index: function, name: name))
      }
    }
    try checkNames(module.names)
  }

  private static func check(_ body: FunctionBody, at index: Int) throws(AdmissionError.Kind) {
    var complexity: UInt64 = 0
    for instruction in body.instructions {
      switch InstructionComplexity.of(instruction) {
      case .accepted(let weight): complexity += weight
      case .refused(let mnemonic):
        throw .unsupportedInstruction(body: index, mnemonic: mnemonic)
      }
    }
    if complexity > AdmissionLimits.complexityPerFunction {
      throw .functionTooComplex(
        body: index, complexity: complexity, limit: AdmissionLimits.complexityPerFunction)
    }
    if body.instructions.count > AdmissionLimits.instructionsPerFunction {
      throw .functionTooLarge(
        body: index, count: body.instructions.count,
        limit: AdmissionLimits.instructionsPerFunction)
    }
  }

  private static func checkNames(_ names: NameSection) throws(AdmissionError) {
    let limit = AdmissionLimits.functionNameBytes
    let tooLong = names.functions.filter { $1.utf8.count > limit }
    // The smallest index: a dictionary has no order, and the same module must fail the same way.
    guard let (function, name) = tooLong.min(by: { $0.key < $1.key }) else { return }
    throw AdmissionError(
      .functionNameTooLong(function: function, name: name, limitBytes: limit))
  }
}
