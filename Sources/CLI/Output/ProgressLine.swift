import Compiler
import Foundation
import Synchronization

/// A line on the terminal that tells what something that takes long is doing; it comes after two
/// seconds.
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

  /// Tells the stage that begins.
  func show(_ stage: CompilationStage) { show(stage.rawValue) }

  /// Tells what begins.
  func show(_ task: String) {
    state.withLock { $0.task = task }
  }

  /// Takes the line away.
  func end() {
    state.withLock { state in
      if !state.hasEnded && state.seconds >= Self.delaySeconds {
        Terminal.standardError.replaceLine("")
      }
      state.hasEnded = true
    }
  }

  /// Writes the line anew each second; false when it has ended.
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
