import Comparison
import Foundation
import Instrumentation
import TestSupport
import Testing

/// Random canisters do the same on all engines: after each message its answer with all that it
/// tells of a trap, its count of instructions, the pages that it changed and all state are
/// compared.
@Suite(.enabled(if: TinsmithProgram.canRun, Comment(rawValue: TinsmithProgram.absence)))
struct RandomCanisterTests {
  /// `RANDOM_CANISTERS=FIRST..<END` tries others than those that each run of the tests does, and
  /// each in all variants.
  static let seeds = SeedRange(variable: "RANDOM_CANISTERS", usual: 0..<20)

  @Test(arguments: seeds.all)
  func variantsAgree(seed: UInt64) throws {
    try Trial.with(seed: seed) { trial in
      var random = SplitMix64(state: seed)
      let counting = EngineVariant.counting(random.next(below: 4) == 0 ? .tracker : .classic)
      let variants = try chosen(counting, &random).map(trial.contender)
      let report = try trial.expectAgreement(variants)
      if let limit = limit(report, &random) {
        try trial.expectAgreement(variants, instructionLimit: limit)
      }
    }
    guard !Self.seeds.isUsual || seed % 8 == 0 else { return }
    // Without counting, nothing tells what optimisation has made of the location of a fault.
    try Trial.with(seed: seed, hasNames: false) { trial in
      try trial.expectAgreement(EngineVariant.uncounting.map(trial.contender))
    }
  }

  /// In each run of the tests the interpreter with another one, else all.
  private func chosen(_ variants: [EngineVariant], _ random: inout SplitMix64) -> [EngineVariant] {
    Self.seeds.isUsual ? [variants[0], random.pick(Array(variants.dropFirst()))] : variants
  }

  /// A limit that some message meets, and the installation does not.
  private func limit(_ report: ComparisonReport, _ random: inout SplitMix64) -> UInt64? {
    let counts = report.messages.compactMap { $0.instructions.first }
    guard let first = counts.first, let most = counts.max(), most > first else { return nil }
    return first + random.next() % (most - first)
  }

  /// Canisters on which engines once differed, each with its script.
  @Test(
    arguments: PackageRoot.files(
      under: "Tests/DifferentialTests/Canisters/Regressions/", withSuffix: ".wat"))
  func variantsAgreeNow(path: String) throws {
    let texts = try [path, path.dropLast(3) + "drun"].map {
      try String(contentsOf: PackageRoot.appending($0), encoding: .utf8)
    }
    let name = PackageRoot.appending(path).deletingPathExtension().lastPathComponent
    for pageCharges in PageCharges.allCases {
      try Trial.with(name, texts[0], texts[1]) { trial in
        try trial.expectAgreement(EngineVariant.counting(pageCharges).map(trial.contender))
      }
    }
    try Trial.with(name, texts[0], texts[1], hasNames: false) { trial in
      try trial.expectAgreement(EngineVariant.uncounting.map(trial.contender))
    }
  }

  /// Were all messages to end in the same way, little would be compared.
  @Test func messagesEndInManyWays() throws {
    var counts: [String: Int] = [:]
    for seed in 0..<6 as Range<UInt64> {
      try Trial.with(seed: seed) { trial in
        let interpreter = [try trial.contender(EngineVariant(.interpreted))]
        let report = try trial.expectAgreement(interpreter)
        var random = SplitMix64(state: seed)
        let limited = try trial.expectAgreement(
          interpreter, instructionLimit: limit(report, &random) ?? 10_000)
        for message in report.messages + limited.messages {
          counts[message.verdict, default: 0] += 1
        }
      }
    }
    let all = counts.values.reduce(0, +)
    #expect(counts["reply", default: 0] > all / 2, "\(counts)")
    for code in ["IC0502", "IC0522"] { #expect(counts[code, default: 0] > all / 50, "\(counts)") }
  }

  /// Each message tells one counting from another.
  @Test func differencesAreFound() throws {
    try Trial.with(seed: 1) { trial in
      let regimes: [PageCharges] = [.classic, .tracker]
      let variants = try regimes.map {
        try trial.contender(EngineVariant(.interpreted, .exact, .call, .none, $0))
      }
      #expect(try trial.comparison(of: variants).mismatch != nil)
    }
  }
}
