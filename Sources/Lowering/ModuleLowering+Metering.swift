internal import CanisterRuntime
internal import Instrumentation
internal import LLVM

extension ModuleLowering {
  /// Gives the code of a Wasm function, still empty, the message's counter.
  func takeCounter(in code: inout CodeBuilder) {
    switch options.metering {
    case .off: return
    case .reference: code.counter = .shared(home: counterHome(code))
    case .exact:
      let slot = code.builder.alloca(context.i64)
      let parameter = code.function.parameter(code.instance == nil ? 0 : 1)
      code.builder.store(parameter, to: slot, alignment: 8)
      code.counter = .passed(slot: slot, home: counterHome(code))
    }
  }

  /// The same for code by which C calls a function: the counter is in the instance then.
  func holdCounter(in code: inout CodeBuilder, toCall callee: Callee) {
    guard options.metering == .exact else { return }
    let slot = code.builder.alloca(context.i64)
    let home = callee.instance.map { counterHome(inInstance: $0, code) } ?? counterHome(code)
    code.counter = .passed(slot: slot, home: home)
    code.fetchCounter()
  }

  /// Where the runtime has the counter.
  private func counterHome(_ code: borrowing CodeBuilder) -> Value {
    isInProcess
      ? address(of: .instructionsLeft, code)
      : runtime.instanceField(\.instructions_left, code.builder)
  }

  /// The same for an instance of any module, by its table of addresses.
  private func counterHome(inInstance instance: Value, _ code: borrowing CodeBuilder) -> Value {
    let offset = context.i64.constant(8 * layout.index(of: .instructionsLeft))
    return code.builder.loadInvariant(
      context.pointer, from: code.builder.offset(instance, by: offset), alignment: 8)
  }
}
