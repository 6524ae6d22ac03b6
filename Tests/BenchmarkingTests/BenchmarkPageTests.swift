import Foundation
import Testing

@testable import Benchmarking

struct BenchmarkPageTests {
  private func html(
    _ new: [Name: BenchmarkResult], _ old: [Name: BenchmarkResult] = [:],
    native: [Name: NativeBlock] = [:]
  ) -> String {
    BenchmarkPage(
      title: "a<b>.wasm", new: new, old: old, native: native, noiseThreshold: 2,
      origin: BenchmarkPage.Origin(
        command: "tinsmith bench", machine: "1 × abacus", version: "tinsmith 0")
    ).html
  }

  private func count(_ piece: String, in html: String) -> Int {
    html.components(separatedBy: piece).count - 1
  }

  @Test func eachBenchmarkIsShownBesideWhatItWas() {
    let html = html(
      ["slow<er>": Results.total(150), "new": Results.total(70), "same": Results.total(10)],
      ["slow<er>": Results.total(100), "same": Results.total(10)])
    #expect(html.contains("<h1>a&lt;b&gt;.wasm</h1>") && !html.contains("<er>"))
    #expect(html.contains("Some got worse."))
    // Instructions now and before, and the change of those that were measured before.
    #expect(count("<rect ", in: html) == 5 + 2)
    #expect(html.contains(">10</text>") && html.contains(">100</text>"))
    #expect(html.contains(">1K</text>") && !html.contains(">10K</text>"))
    #expect(html.contains("slow&lt;er&gt;: +50.00%"))
    #expect(html.contains(">150</td><td>+50.00%</td>") && html.contains(">70</td><td>new</td>"))
    #expect(!html.contains("Time on this machine"))
  }

  @Test func scopesFollowTheirBenchmarks() {
    let html = html(["b": Results.newScoped], ["b": Results.oldScoped])
    #expect(html.contains(#"<td class="left">b::scope_1</td><td>1</td><td>970</td>"#))
    #expect(html.contains("+21.25%") && html.contains("-100.00%"))
    // From nothing there is no ratio.
    #expect(!html.contains("Change of instructions"))
  }

  @Test func timesAreShownIfThereAreAny() {
    let block = NativeBlock(
      durationsNanoseconds: [2000, 1000, 3000], instructions: 5, changedHeapPages: 0,
      changedStablePages: 0)
    let html = html(["b": Results.total(5)], native: ["b": block])
    #expect(html.contains("None got worse.") && html.contains("b: median 2.00 µs of 3 runs"))
    #expect(count("<circle ", in: html) == 3)
    #expect(html.contains(">1 µs</text>") && html.contains(">10 µs</text>"))
  }

  @Test func pagesMayBeEmpty() {
    let html = html([:])
    #expect(html.contains("All figures") && !html.contains("<svg"))
  }
}
