internal import CanisterRuntime
internal import Instrumentation
internal import LLVM

extension ModuleLowering {
  /// Gives the code of a Wasm function, still empty, the message's counter.
  func takeCounter(in code: inout CodeBuilder) {
    switch options.metering {
    case .off: return
    case .reference: code.counter = .shared(home: counterHome(code.builder))
    case .exact:
      let slot = code.builder.alloca(context.i64)
      let parameter = code.function.parameter(code.instance == nil ? 0 : 1)
      code.builder.store(parameter, to: slot, alignment: 8)
      code.counter = .passed(slot: slot, home: counterHome(code.builder))
    }
  }

  /// The same for code that C calls: the counter is in the instance then.
  func holdCounter(in code: inout CodeBuilder) {
    guard options.metering == .exact else { return }
    let slot = code.builder.alloca(context.i64)
    code.counter = .passed(slot: slot, home: counterHome(code.builder))
    code.fetchCounter()
  }

  /// Where the runtime has the counter.
  func counterHome(_ builder: borrowing Builder) -> Value {
    instanceField(\.instructions_left, builder)
  }
}
