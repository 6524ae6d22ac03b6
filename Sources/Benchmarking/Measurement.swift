/// What a benchmark, or a scope of one, used of everything that is measured.
package struct Measurement: Hashable, Sendable {
  /// How often the scope was entered; 1 for a whole benchmark.
  package var calls: UInt64 = 0
  package var instructions: UInt64 = 0
  /// In pages of 64 KiB.
  package var heapIncrease: UInt64 = 0
  /// In pages of 64 KiB.
  package var stableMemoryIncrease: UInt64 = 0

  package init(
    calls: UInt64 = 0, instructions: UInt64 = 0, heapIncrease: UInt64 = 0,
    stableMemoryIncrease: UInt64 = 0
  ) {
    self.calls = calls
    self.instructions = instructions
    self.heapIncrease = heapIncrease
    self.stableMemoryIncrease = stableMemoryIncrease
  }

  package subscript(metric: Metric) -> UInt64 {
    get { self[keyPath: metric.field] }
    set { self[keyPath: metric.field] = newValue }
  }
}

/// What is measured, by the names that canisters, files and reports have for it.
package enum Metric: String, CaseIterable, Sendable {
  case calls
  case instructions
  case heapIncrease = "heap_increase"
  case stableMemoryIncrease = "stable_memory_increase"

  /// Those by which benchmarks are judged.
  package static let costs: [Metric] = [.instructions, .heapIncrease, .stableMemoryIncrease]

  var field: WritableKeyPath<Measurement, UInt64> {
    switch self {
    case .calls: \.calls
    case .instructions: \.instructions
    case .heapIncrease: \.heapIncrease
    case .stableMemoryIncrease: \.stableMemoryIncrease
    }
  }

  /// What follows a value of it.
  var unit: String {
    switch self {
    case .calls, .instructions: ""
    case .heapIncrease, .stableMemoryIncrease: " pages"
    }
  }
}
