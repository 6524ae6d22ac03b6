import Driver
import Foundation
import Synchronization

/// What happens when the user, or the system, wants the program to end.
enum Interruption {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private static let hasBegun = Atomic<Bool>(false)

  /// Does not return if a signal is about to end the process: it must not end otherwise, be it
  /// because a canister's process has been ended already.
  static func yield() {
    while hasBegun.load(ordering: .acquiring) { pause() }
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
        signal(number, SIG_DFL)
        pthread_sigmask(SIG_UNBLOCK, &mask, nil)
        kill(getpid(), number)
      }
    }
  }
}
