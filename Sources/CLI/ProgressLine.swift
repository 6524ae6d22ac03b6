import Driver
import Foundation
import Synchronization

/// A line on the terminal that tells what a long compilation is doing; it comes after two seconds.
final class ProgressLine: Sendable {
  private let name: String
  private let state = Mutex(State())

  private struct State {
    var stage = CompilationStage.reading
    var seconds = 0
    var hasEnded = false
  }

  private static let delaySeconds = 2

  /// A line about the compilation of a file.
  init(name: String) {
    self.name = name
    guard Terminal.standardError.isTerminal else { return }
    Thread.detachNewThread { [weak self] in
      repeat { sleep(1) } while self?.tick() == true
    }
  }

  /// Tells the stage that begins.
  func show(_ stage: CompilationStage) {
    state.withLock { $0.stage = stage }
  }

  /// Takes the line away.
  func end() {
    state.withLock { state in
      if !state.hasEnded && state.seconds >= Self.delaySeconds {
        Terminal.standardError.write("\r\u{1B}[K")
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
        Terminal.standardError.write(
          "\r\u{1B}[K\(name): \(state.stage.rawValue) (\(state.seconds) s)")
      }
      return true
    }
  }
}
