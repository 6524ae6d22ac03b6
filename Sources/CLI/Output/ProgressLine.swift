import Compiler
import Foundation
import Synchronization

/// A line on the terminal with the progress of a long task; it appears after two seconds.
final class ProgressLine: Sendable {
  private let name: String
  private let state = Mutex(State())

  private struct State {
    var task = CompilationStage.reading.rawValue
    var seconds = 0
    var hasEnded = false
  }

  private static let delaySeconds = 2

  /// A line about a file.
  init(name: String) {
    self.name = name
    guard Terminal.standardError.isTerminal else { return }
    Thread.detachNewThread { [weak self] in
      repeat { sleep(1) } while self?.tick() == true
    }
  }

  /// Shows the stage that begins.
  func show(_ stage: CompilationStage) { show(stage.rawValue) }

  /// Shows what begins.
  func show(_ task: String) {
    state.withLock { $0.task = task }
  }

  /// Removes the line for other output, and shows it again later.
  func giveWay(to output: () throws -> Void) rethrows {
    try state.withLock { state in
      Self.remove(state)
      try output()
    }
  }

  /// Removes the line.
  func end() {
    state.withLock { state in
      Self.remove(state)
      state.hasEnded = true
    }
  }

  private static func remove(_ state: State) {
    if !state.hasEnded && state.seconds >= delaySeconds {
      Terminal.standardError.replaceLine("")
    }
  }

  /// Rewrites the line each second; false once it has ended.
  private func tick() -> Bool {
    state.withLock { state in
      if state.hasEnded { return false }
      state.seconds += 1
      if state.seconds >= Self.delaySeconds {
        Terminal.standardError.replaceLine("\(name): \(state.task) (\(state.seconds) s)")
      }
      return true
    }
  }
}
