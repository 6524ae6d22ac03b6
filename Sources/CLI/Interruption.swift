import Files
import Foundation
import Synchronization

/// What happens when a signal asks the program to end.
enum Interruption {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private static let hasBegun = Atomic<Bool>(false)
  /// What to clean up while something is unfinished.
  private static let cleanUps = Mutex<[UInt: @Sendable () -> Void]>([:])

  /// Does not return if a signal is about to end the process, which must then not end in another
  /// way first: with an error, say, since the canister's process has been ended.
  static func yield() {
    while hasBegun.load(ordering: .acquiring) { pause() }
  }

  /// Runs the body; if a signal comes before it is done, cleans up as well.
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

  /// Has `cleanUp` run before this process ends by a signal; to be called before threads are made.
  static func prepare(_ cleanUp: @escaping @Sendable () -> Void) {
    // All threads inherit the mask. One thread waits for the signals: unlike a handler, it may call
    // any function.
    var mask = sigset_t()
    sigemptyset(&mask)
    for number in signals { sigaddset(&mask, number) }
    pthread_sigmask(SIG_BLOCK, &mask, nil)
    Thread.detachNewThread { [mask] in
      var mask = mask
      var number: Int32 = 0
      sigwait(&mask, &number)
      hasBegun.store(true, ordering: .releasing)
      // Linking is finished first: it takes moments.
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
