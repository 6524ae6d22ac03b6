package import Admission
import Synchronization
package import WebAssembly

/// How long the stages of compilations took, from all threads and for all modules together.
///
/// Times are those of the wall clock. Parts of a module that are compiled side by side count each
/// for itself, so that their stages may sum up to more than the user waited.
package final class PhaseTimer: Sendable {
  private let state = Mutex(Times())

  /// What was measured.
  package struct Times: Sendable {
    /// Only the stages that there were.
    package var durations: [CompilationStage: Duration] = [:]
    /// How often an executable was in the cache.
    package var cacheHits = 0
    /// How often it was not, and had to be made.
    package var cacheMisses = 0

    /// The time of all stages.
    package var total: Duration { durations.values.reduce(.zero, +) }
  }

  /// Stages of one thread, each of which ends where the next one begins.
  package struct Sequence {
    private let timer: PhaseTimer
    private var current: (stage: CompilationStage, start: ContinuousClock.Instant)?

    fileprivate init(_ timer: PhaseTimer) { self.timer = timer }

    /// Begins a stage.
    package mutating func enter(_ stage: CompilationStage) {
      end()
      current = (stage, .now)
    }

    /// Ends the last stage.
    package mutating func end() {
      guard let (stage, start) = current else { return }
      timer.add(.now - start, to: stage)
      current = nil
    }
  }

  /// A timer at zero.
  package init() {}

  /// What was measured until now.
  package var times: Times { state.withLock { $0 } }

  /// A sequence of stages, to be ended by its caller.
  package func sequence() -> Sequence { Sequence(self) }

  /// Notes whether an executable was in the cache.
  func noteCache(isHit: Bool) {
    state.withLock { if isHit { $0.cacheHits += 1 } else { $0.cacheMisses += 1 } }
  }

  private func add(_ duration: ContinuousClock.Duration, to stage: CompilationStage) {
    state.withLock { $0.durations[stage, default: .zero] += duration }
  }
}

extension PhaseTimer {
  /// Admits a module, and times that.
  package func admit(
    _ bytes: [UInt8], features: Features = .ic, subnet: SubnetKind = .application,
    report: (CompilationStage) -> Void = { _ in }
  ) throws(AdmissionError) -> CanisterModule {
    var stages = sequence()
    defer { stages.end() }
    report(.reading)
    stages.enter(.reading)
    return try CanisterModule.admit(bytes, features: features, subnet: subnet) { stage in
      let stage = CompilationStage(stage)
      report(stage)
      stages.enter(stage)
    }
  }
}

extension CompilationStage {
  fileprivate init(_ stage: AdmissionStage) {
    self =
      switch stage {
      case .decoding: .decoding
      case .validating: .validating
      case .checking: .checking
      }
  }
}
