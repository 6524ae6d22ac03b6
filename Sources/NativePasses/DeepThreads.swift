import Foundation
import Synchronization

/// Threads with room for LLVM, some of whose passes call themselves for each operand of an operand
/// or each block in a block: as deep as a function has been written.
package enum DeepThreads {
  /// Enough for 4 KB for each value of a chain, where LLVM took 1.2 KB.
  ///
  /// Functions that are optimised have 60,000 values at most.
  ///
  /// Only what is used of it takes memory.
  private static let stackBytes = 256 << 20

  /// Calls the body with each number below `count`, on as many threads as there are processors.
  package static func perform(count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let next = Mutex(0)
    let group = DispatchGroup()
    for _ in 0..<min(count, ProcessInfo.processInfo.activeProcessorCount) {
      group.enter()
      let thread = Thread {
        while true {
          let index = next.withLock { next in
            defer { next += 1 }
            return next
          }
          guard index < count else { break }
          body(index)
        }
        group.leave()
      }
      thread.stackSize = stackBytes
      thread.start()
    }
    group.wait()
  }

  /// Calls the body on such a thread; what it returns.
  package static func perform<Result: Sendable>(
    _ body: @escaping @Sendable () -> Result
  ) -> Result {
    let result = Mutex<Result?>(nil)
    perform(count: 1) { _ in
      let value = body()
      result.withLock { $0 = value }
    }
    guard let value = result.withLock({ $0 }) else { preconditionFailure("the body has run") }
    return value
  }
}
