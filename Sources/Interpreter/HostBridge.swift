import CanisterRuntime
import Instrumentation
import WebAssembly

/// The System API, which is implemented once, in C, as functions of the host.
///
/// A host function ends a message by cutting the stack up to where the runtime called it, which is
/// never beyond a frame of Swift's. If it does so for another reason than a trap, that is kept here
/// while the interpreter unwinds its own way.
final class HostBridge {
  /// Other than a return or a trap: why the last call of a host function has ended the message.
  private var exit = rt_exit.return

  /// The function that a canister imports from `ic0` under this name, if there is one.
  func function(_ name: String) -> HostFunction? {
    guard let row = Self.row(name) else { return nil }
    let (entry, hasResult) = (row.entry, row.result != CChar(UInt8(ascii: "N")))
    return { self.call(entry, $0, hasResult: hasResult) }
  }

  /// What the instructions of stable memory do.
  func stableMemory() -> StableMemoryFunction {
    let entries = StableMemoryOperation.allCases.map { Self.row($0.importName)?.entry }
    return {
      self.call(entries[Int($0.rawValue)], $1, hasResult: $0.signature.resultBits != 0)
    }
  }

  /// What `memory.grow` does to a canister's memory.
  ///
  /// It leaves the size before, or all ones. The message ends if its owner's limit or its cycles do
  /// not allow it.
  func memoryGrow() -> HostFunction {
    { self.call(rt_enter_memory_grow, $0, hasResult: true) }
  }

  /// How a message has ended by this trap of the interpreter's, which may represent another end.
  func ending(_ trap: Trap) -> rt_ending {
    defer { exit = .return }
    return rt_ending(exit: exit == .return ? .trap : exit, trap: trap)
  }

  private func call(
    _ entry: rt_ic0_entry?, _ words: UnsafeMutablePointer<UInt64>, hasResult: Bool
  ) -> Trap? {
    var result: UInt64 = 0
    let ending = rt_call_host(entry, words, &result)
    switch ending.exit {
    case .return:
      if hasResult { words[0] = result }
      return nil
    case .trap: return ending.trap
    case .failure, .image_unreadable:
      exit = ending.exit
      return .unreachable
    }
  }

  private static func row(_ name: String) -> rt_ic0_function? {
    for index in 0..<rt_ic0_function_count() {
      guard let row = rt_ic0_function_at(index) else { continue }
      if String(cString: row.pointee.name) == name { return row.pointee }
    }
    return nil
  }
}
