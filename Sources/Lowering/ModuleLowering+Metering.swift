internal import CanisterRuntime
internal import Instrumentation
internal import LLVM

extension ModuleLowering {
  /// Makes code able to charge, if instructions are counted.
  func count(in code: inout CodeBuilder) {
    guard options.metering != .off else { return }
    code.counter = instanceField(\.instructions_left, code.builder)
  }
}
