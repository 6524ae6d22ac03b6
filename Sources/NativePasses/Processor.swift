import LLVM

/// The processors that code can be made for.
package enum Processor: String, Sendable, CaseIterable {
  #if arch(x86_64)
    /// Those since about 2009, the oldest with an instruction for choosing lanes of a vector.
    case version2 = "x86-64-v2"
    /// Those since about 2013, with AVX2.
    case version3 = "x86-64-v3"
    /// Those with AVX-512.
    case version4 = "x86-64-v4"
  #else
    /// Any 64-bit processor by ARM.
    case baseline = "generic"
  #endif
  /// The one of this machine.
  case native

  #if arch(x86_64)
    /// What code is made for unless something else is asked for.
    package static let `default` = version3
  #else
    /// What code is made for unless something else is asked for.
    package static let `default` = baseline
  #endif

  /// The processor in LLVM's words.
  package var target: (cpu: String, features: String) {
    self == .native ? TargetMachine.hostProcessor() : (rawValue, "")
  }
}
