import Files
import Foundation
import Synchronization

/// What happens when the user, or the system, wants the program to end.
enum Interruption {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private static let hasBegun = Atomic<Bool>(false)
  /// What is to be done for as long as something is unfinished.
  private static let cleanUps = Mutex<[UInt: @Sendable () -> Void]>([:])

  /// Does not return if a signal is about to end the process: it must not end otherwise, be it
  /// because a canister's process has been ended already.
  static func yield() {
    while hasBegun.load(ordering: .acquiring) { pause() }
  }

  /// Does something, too, if a signal comes before the body is done.
  static func cleaningUp(
    by cleanUp: @escaping @Sendable () -> Void, _ body: () throws -> Void
  ) rethrows {
    let key = cleanUps.withLock { cleanUps in
      let key = (cleanUps.keys.max() ?? 0) + 1
      cleanUps[key] = cleanUp
      return key
    }
    defer { cleanUps.withLock { _ = $0.removeValue(forKey: key) } }
    try body()
  }

  /// Does something before this process ends by a signal; to be called before threads are made.
  static func prepare(_ cleanUp: @escaping @Sendable () -> Void) {
    // All threads inherit the mask; one thread takes the signals, and may call anything, which a
    // handler may not.
    var mask = sigset_t()
    sigemptyset(&mask)
    for number in signals { sigaddset(&mask, number) }
    pthread_sigmask(SIG_BLOCK, &mask, nil)
    Thread.detachNewThread { [mask] in
      var mask = mask
      var number: Int32 = 0
      sigwait(&mask, &number)
      hasBegun.store(true, ordering: .releasing)
      // What is being linked gets done: it is a matter of moments.
      OutputFile.whenFinished {
        cleanUp()
        for cleanUp in cleanUps.withLock({ Array($0.values) }) { cleanUp() }
        CacheFolder.removeTemporary()
        signal(number, SIG_DFL)
        pthread_sigmask(SIG_UNBLOCK, &mask, nil)
        kill(getpid(), number)
      }
    }
  }
}
