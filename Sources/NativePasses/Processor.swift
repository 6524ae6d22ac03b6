package import Instrumentation
import LLVM

extension Processor {
  /// The processor in LLVM's words.
  package var target: (cpu: String, features: String) {
    self == .native ? TargetMachine.hostProcessor() : (rawValue, "")
  }
}
