import Admission
import CanisterProcess
import Comparison
import Engines
import Foundation
import Instrumentation
import Scripts
import SubnetHost
import TestSupport
import Testing

/// A canister that goes over to other code after each message does, answers, counts and keeps what
/// it does where it stays in one.
@Suite(.enabled(if: TinsmithProgram.canRun, Comment(rawValue: TinsmithProgram.absence)))
struct HandoverTests {
  private static let tiers = [
    EngineVariant(.interpreted), EngineVariant(.linked, .exact, .inline, .none),
    EngineVariant(.linked),
  ]
  /// All pairs: one message goes from the first to the second, and the next one back.
  private static let pairs = [(0, 1), (0, 2), (1, 2)].map { (tiers[$0], tiers[$1]) }

  @Test(arguments: SeedRange(variable: "RANDOM_CANISTERS", usual: 21..<23).all)
  func randomCanistersGoOver(seed: UInt64) throws {
    try Trial.with(seed: seed) { trial in
      let launcher = HandoverLauncher()
      let contenders = try Self.pairs.map { try trial.contender($0, $1, by: launcher) }
      let report = try trial.expectAgreement(
        [trial.contender(Self.tiers[0])] + contenders, launcher: launcher)
      // Else nothing was handed over.
      #expect(launcher.launchCount > 2 * report.messages.count)
    }
  }

  /// Examples with stable memory, upgrades, timers and snapshots.
  @Test(arguments: ["kv/kv", "notes/notes", "timer/timer", "counter-c/snapshot"])
  func examplesGoOver(script: String) throws {
    let path = PackageRoot.appending("examples/\(script).drun")
    let modules = PackageRoot.appending(".build/examples").path
    try #require(FileManager.default.fileExists(atPath: modules), "`make examples` makes them")
    try TestSupport.TemporaryDirectory.with { folder in
      let launcher = HandoverLauncher()
      let contenders =
        [Self.contender("interpreted", in: folder) { try Self.tiers[0].program(of: $0, in: $1) }]
        + Self.pairs.map { first, second in
          Self.contender("\(first)-and-\(second)", in: folder) { module, folder in
            launcher.alternating(
              try [first, second].map { try $0.program(of: module, in: folder) })
          }
        }
      let report = try EngineComparison(
        of: DrunScript(
          parsing: String(contentsOf: path, encoding: .utf8), name: script,
          folders: [modules, path.deletingLastPathComponent().path]),
        contenders: contenders, launcher: launcher,
        stateDirectory: folder.appending(path: "states").path
      ).run(rounds: 0)
      #expect(report.mismatch == nil)
      #expect(launcher.launchCount > 2 * report.messages.count)
    }
  }

  /// One that makes programs of whatever modules a script installs.
  private static func contender(
    _ name: String, in folder: URL,
    _ program: @escaping (CanisterModule, URL) throws -> CanisterProgram
  ) -> Contender {
    Contender(name: name, label: name, options: "") { bytes, subnet in
      let module = try CanisterModule.admit(bytes, subnet: subnet)
      let own = folder.appending(path: "\(name) \(UUID().uuidString)")
      try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
      try Data(bytes).write(to: own.appending(path: EngineVariant.moduleName))
      return CanisterCode(module, program: try program(module, own))
    }
  }
}
