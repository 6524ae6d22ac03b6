import Canister
import Comparison
import Foundation
import Replica
import TestSupport
import Testing

/// A random canister on its way through several forms.
struct Trial {
  private let canister: RandomCanister
  private let module: CanisterModule
  private let script: DrunScript
  /// Of the trial's own, with the module in it.
  private let folder: URL

  /// Calls the body with a trial, and leaves nothing behind but modules on which forms differ.
  static func with(_ canister: RandomCanister, _ body: (Trial) throws -> Void) throws {
    try TestSupport.TemporaryDirectory.with { folder in
      let bytes = try WasmTools.parse(canister.text)
      try Data(bytes).write(to: folder.appending(path: CanisterForm.moduleName))
      try body(
        Trial(
          canister: canister, module: CanisterModule.admit(bytes),
          script: DrunScript(parsing: canister.script), folder: folder))
    }
  }

  func contender(_ form: CanisterForm) throws -> Contender {
    try form.contender(for: module, in: folder)
  }

  /// Sends the canister's messages to all forms.
  func comparison(
    of contenders: [Contender], instructionLimit: UInt64? = nil
  ) throws -> ComparisonReport {
    let states = folder.appending(path: "states \(UUID().uuidString)").path
    return try EngineComparison(
      of: script, folders: [folder.path], contenders: contenders,
      launcher: ProcessLauncher(group: ProcessGroup()), stateDirectory: states,
      instructionLimit: instructionLimit
    ).run(rounds: 0)
  }

  /// The same for forms that must agree.
  @discardableResult
  func expectAgreement(
    _ contenders: [Contender], instructionLimit: UInt64? = nil
  ) throws -> ComparisonReport {
    let report = try comparison(of: contenders, instructionLimit: instructionLimit)
    if let mismatch = report.mismatch {
      let limit = instructionLimit.map { "With --instruction-limit \($0): " } ?? ""
      Issue.record("\(limit)\(mismatch.text(script: try keep()))")
    }
    return report
  }

  /// Keeps module and script for those who look for the reason; the script's path.
  private func keep() throws -> String {
    let kept = PackageRoot.appending(".build/random/\(canister.seed)")
    try FileManager.default.createDirectory(at: kept, withIntermediateDirectories: true)
    let script = kept.appending(path: "script.drun")
    try Data(canister.script.utf8).write(to: script)
    try Data(canister.text.utf8).write(to: kept.appending(path: "module.wat"))
    try Data(WasmTools.parse(canister.text))
      .write(to: kept.appending(path: CanisterForm.moduleName))
    return script.path
  }
}
