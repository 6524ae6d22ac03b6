import Benchmarking
import Testing

struct NativeBlockTests {
  private static func block(_ durations: [UInt64], instructions: UInt64) -> NativeBlock {
    NativeBlock(
      durationsNanoseconds: durations, instructions: instructions, changedHeapPages: 7,
      changedStablePages: 8)
  }

  @Test(arguments: [
    ([UInt64(3)], "3 ns (median of 1 run)"),
    ([9_000, 1_000, 2_500], "2.50 µs (median of 3 runs)"),
    ([1_000_000, 4_000_000, 3_000_000, 2_000_000], "2.50 ms (median of 4 runs)"),
    ([1_234_000_000], "1.23 s (median of 1 run)"),
  ])
  func medians(durations: [UInt64], expected: String) {
    let block = Self.block(durations, instructions: 1)
    #expect(block.lines[1] == "    time: \(expected)")
  }

  @Test func perInstruction() {
    let block = Self.block([5_000], instructions: 2_000_000)
    #expect(
      block.lines == [
        "  native:", "    time: 5.00 µs (median of 1 run)",
        "    time per 1000 instructions: 2.5 ns", "    dirty heap: 7 pages of 4 KiB",
        "    dirty stable memory: 8 pages of 4 KiB",
      ])
  }

  @Test func withoutACount() {
    let block = Self.block([5], instructions: 0)
    #expect(!block.lines.contains { $0.contains("instructions") })
  }
}
