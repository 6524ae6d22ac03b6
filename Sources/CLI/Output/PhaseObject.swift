import Compiler

/// The times of stages, for programs to read.
struct PhaseObject: Encodable {
  let phases: [Phase]
  let cache: Cache

  /// The time of one stage.
  struct Phase: Encodable {
    let name: String
    let nanoseconds: UInt64
  }

  /// How often the cache had an executable, and how often not.
  struct Cache: Encodable {
    let hits: Int
    let misses: Int
  }

  init(_ times: PhaseTimer.Times) {
    phases = CompilationStage.allCases.compactMap { stage in
      times.durations[stage].map {
        Phase(name: stage.rawValue, nanoseconds: UInt64($0 / .nanoseconds(1)))
      }
    }
    cache = Cache(hits: times.cacheHits, misses: times.cacheMisses)
  }
}
