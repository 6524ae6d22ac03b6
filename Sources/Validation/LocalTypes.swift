import WebAssembly

/// The types of the parameters and locals of a function.
///
/// A few bytes can ask for tens of thousands of locals in each of many functions, so that only the
/// first ones, which nearly all code gets along with, are written out; the others are searched for
/// among the runs of the binary.
struct LocalTypes {
  private static let expandedCount = 512

  /// The number of parameters and locals.
  private(set) var count = 0
  private var expanded: [ValueType] = []
  /// Where each run ends, as a local index.
  private var runs: [(end: Int, type: ValueType)] = []

  /// Begins a function.
  mutating func reset(
    parameters: [ValueType], locals: [LocalRun], limit: Int
  ) throws(ValidationError) {
    count = 0
    expanded.removeAll(keepingCapacity: true)
    runs.removeAll(keepingCapacity: true)
    for type in parameters { append(1, of: type) }
    for run in locals {
      if Int(run.count) > limit - count {
        throw ValidationError(.tooMany(.locals, limit: limit))
      }
      append(Int(run.count), of: run.type)
    }
  }

  private mutating func append(_ number: Int, of type: ValueType) {
    count += number
    let room = min(number, Self.expandedCount - expanded.count)
    expanded.append(contentsOf: repeatElement(type, count: room))
    if count > Self.expandedCount { runs.append((count, type)) }
  }

  @inline(__always)
  subscript(index: UInt32) -> ValueType? {
    Int(index) < expanded.count ? expanded[Int(index)] : search(for: Int(index))
  }

  private func search(for index: Int) -> ValueType? {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].end <= index { low = middle + 1 } else { high = middle }
    }
    return low < runs.count ? runs[low].type : nil
  }
}
