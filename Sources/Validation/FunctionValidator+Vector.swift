import WebAssembly

// Vector instructions (Core Specification, "Vector Instructions").
extension FunctionValidator {
  mutating func validateVector(_ instruction: VectorInstruction) throws(ValidationError) {
    switch instruction {
    case .const: push(.v128)
    }
  }
}
