/// The results of a benchmark, for programs.
package struct BenchmarkObject: Encodable {
  let name: String
  let change: Difference.Change
  let now: Figures
  /// What the results file has; left out if the benchmark is new.
  let before: Figures?
  let scopes: [Scope]
  /// Left out if no times were asked for.
  let native: Native?

  /// The results of a scope of the benchmark.
  struct Scope: Encodable {
    let name: String
    let change: Difference.Change
    let now: Figures
    let before: Figures?
  }

  /// A measurement; increases are in pages of 64 KiB.
  struct Figures: Encodable {
    let calls: UInt64
    let instructions: UInt64
    let heapIncrease: UInt64
    let stableMemoryIncrease: UInt64

    init(_ measurement: Measurement) {
      calls = measurement.calls
      instructions = measurement.instructions
      heapIncrease = measurement.heapIncrease
      stableMemoryIncrease = measurement.stableMemoryIncrease
    }
  }

  /// The runs of native code: the time of each, from the shortest on, and pages of 4 KiB.
  struct Native: Encodable {
    let nanoseconds: [UInt64]
    let heapPagesChanged: UInt64
    let stablePagesChanged: UInt64
  }

  /// New results beside those before; a change of fewer instructions than the noise threshold, in
  /// percent, is none.
  package init(
    name: Name, new: BenchmarkResult, old: BenchmarkResult?, noiseThreshold: Double,
    native block: NativeBlock?
  ) {
    self.name = name.text
    let entries = Entry.all(new: [name: new], old: old.map { [name: $0] } ?? [:])
    change = entries[0][.instructions].change(noiseThreshold: noiseThreshold)
    now = Figures(new.total)
    before = old.map { Figures($0.total) }
    scopes = entries.dropFirst().map { entry in
      Scope(
        name: entry.scope?.text ?? "",
        change: entry[.instructions].change(noiseThreshold: noiseThreshold),
        now: Figures(entry.new), before: entry.old.map { Figures($0) })
    }
    native = block.map {
      Native(
        nanoseconds: $0.durationsNanoseconds, heapPagesChanged: $0.changedHeapPages,
        stablePagesChanged: $0.changedStablePages)
    }
  }
}
