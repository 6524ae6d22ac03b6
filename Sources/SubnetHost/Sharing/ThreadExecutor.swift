import Dispatch
import Foundation
import Synchronization

/// Executes the jobs of one actor, one after the other, on a thread that may wait.
///
/// Swift's own threads are as few as there are processors, so no job may wait there; and a queue of
/// Dispatch gets another thread only a second after all that there are have begun to wait. The
/// thread ends when there has been nothing to do for a while.
final class ThreadExecutor: SerialExecutor {
  private let work = Mutex(Work())
  private let hasWork = DispatchSemaphore(value: 0)

  private static let patience = DispatchTimeInterval.seconds(2)

  private struct Work {
    var jobs: [UnownedJob] = []
    var hasThread = false
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let hasThread = work.withLock { work in
      work.jobs.append(job)
      defer { work.hasThread = true }
      return work.hasThread
    }
    guard !hasThread else {
      hasWork.signal()
      return
    }
    let thread = Thread { self.executeJobs() }
    // As much as the main thread has: commands do the same there.
    thread.stackSize = 8 << 20
    thread.start()
  }

  private func executeJobs() {
    while true {
      for job in takeJobs() { job.runSynchronously(on: asUnownedSerialExecutor()) }
      if hasWork.wait(timeout: .now() + Self.patience) == .timedOut && endsThread() { return }
    }
  }

  private func takeJobs() -> [UnownedJob] {
    work.withLock { work in
      defer { work.jobs = [] }
      return work.jobs
    }
  }

  /// Whether there is nothing to do, so that the next job needs another thread.
  private func endsThread() -> Bool {
    work.withLock { work in
      work.hasThread = !work.jobs.isEmpty
      return !work.hasThread
    }
  }
}
