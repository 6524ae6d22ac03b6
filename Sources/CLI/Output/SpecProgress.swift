import Synchronization

/// A line on the terminal with the running script; it appears after two seconds.
final class SpecProgress: Sendable {
  private let start = ContinuousClock.now
  private let isShown = Mutex(false)

  func begin(_ name: String, number: Int, of count: Int) {
    guard Terminal.standardError.isTerminal, start.duration(to: .now) > .seconds(2) else { return }
    isShown.withLock { isShown in
      isShown = true
      Terminal.standardError.replaceLine("\(name) (\(number) of \(count))")
    }
  }

  /// Removes the line.
  func end() {
    isShown.withLock { isShown in
      if isShown { Terminal.standardError.replaceLine("") }
      isShown = false
    }
  }
}
