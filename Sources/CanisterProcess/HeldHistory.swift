import Executions

/// The changes that only this process holds, and its requests since it holds any.
///
/// Such are those of a composite query that waits. Repeating them all leads to the same changes.
struct HeldHistory {
  /// Nil if it need not be repeated, or if it was too much to remember.
  private(set) var requests: [Request]?
  /// Whether the last execution has left changes of which the next request decides.
  private(set) var hasPendingChanges = false
  /// How many queries wait in the process with their changes set aside.
  private(set) var asideCount = 0
  private let isToBeRepeated: Bool
  private var configuration: Configuration?
  private var sizeBytes = 0

  private static let maximumSizeBytes = 64 << 20

  /// A history in which nothing is held yet.
  init(isToBeRepeated: Bool) {
    self.isToBeRepeated = isToBeRepeated
    requests = isToBeRepeated ? [] : nil
  }

  /// Notes an execution, and whether it has failed.
  mutating func add(_ execution: Execution, _ configuration: Configuration, hasFailed: Bool) {
    guard execution.holdsChanges || asideCount > 0 else { return }
    if configuration != self.configuration { requests?.append(.configure(configuration)) }
    self.configuration = configuration
    requests?.append(.execute(execution))
    sizeBytes += execution.argument.count
    if sizeBytes > Self.maximumSizeBytes { requests = nil }
    if hasFailed { return forgetIfNothingIsHeld() }
    hasPendingChanges = execution.holdsChanges
    // A callback takes up the changes that were set aside last, unless it fails.
    if execution.continuesChanges { asideCount -= 1 }
  }

  /// Notes another request.
  mutating func add(_ request: Request) {
    requests?.append(request)
    switch request {
    case .setAside:
      hasPendingChanges = false
      asideCount += 1
    case .discard:
      asideCount -= 1
      forgetIfNothingIsHeld()
    case .commit, .rollback:
      hasPendingChanges = false
      forgetIfNothingIsHeld()
    case .configure, .execute, .status: break
    }
  }

  private mutating func forgetIfNothingIsHeld() {
    if asideCount <= 0 && !hasPendingChanges { self = HeldHistory(isToBeRepeated: isToBeRepeated) }
  }
}
