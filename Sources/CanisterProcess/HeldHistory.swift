import Executions

/// What a process was asked since it holds changes that no other process has.
///
/// Such are those of a composite query that waits. Who repeats all comes to the same changes.
struct HeldHistory {
  /// Nil if it was too much to remember.
  private(set) var requests: [Request]? = []
  private var configuration: Configuration?
  private var sizeBytes = 0
  /// How many queries wait in the process with their changes set aside.
  private var waitingCount = 0

  private static let maximumSizeBytes = 64 << 20

  /// Notes an execution, and whether it has failed.
  mutating func add(_ execution: Execution, _ configuration: Configuration, hasFailed: Bool) {
    guard execution.holdsChanges || waitingCount > 0 else { return }
    if configuration != self.configuration { requests?.append(.configure(configuration)) }
    self.configuration = configuration
    requests?.append(.execute(execution))
    sizeBytes += execution.argument.count
    if sizeBytes > Self.maximumSizeBytes { requests = nil }
    // A callback takes up the changes that were set aside last, unless it fails.
    if execution.continuesChanges && !hasFailed { waitingCount -= 1 }
    if hasFailed { forgetIfNothingIsHeld() }
  }

  /// Notes another request.
  mutating func add(_ request: Request) {
    requests?.append(request)
    switch request {
    case .setAside: waitingCount += 1
    case .discard:
      waitingCount -= 1
      forgetIfNothingIsHeld()
    case .commit, .rollback: forgetIfNothingIsHeld()
    case .configure, .execute, .status: break
    }
  }

  private mutating func forgetIfNothingIsHeld() {
    if waitingCount <= 0 { self = HeldHistory() }
  }
}
