import Admission
import CanisterProcess
import Comparison
import Foundation
import Scripts
import SubnetHost
import TestSupport
import Testing

/// A canister and messages to it on their way through several variants of engines.
struct Trial {
  private let name: String
  private let text: String
  private let script: String
  private let module: CanisterModule
  /// Of the trial's own, with the module in it.
  private let folder: URL

  /// Calls the body with a trial, and leaves nothing behind but modules on which variants differ.
  ///
  /// A module without names has no backtraces.
  static func with(
    _ name: String, _ text: String, _ script: String, hasNames: Bool = true,
    _ body: (Trial) throws -> Void
  ) throws {
    try TestSupport.TemporaryDirectory.with { folder in
      let named = try WasmTools.parse(text)
      let bytes = hasNames ? named : try WasmTools.run(["strip", "--all"], input: named).output
      try Data(bytes).write(to: folder.appending(path: EngineVariant.moduleName))
      try body(
        Trial(
          name: name, text: text, script: script, module: CanisterModule.admit(bytes),
          folder: folder))
    }
  }

  /// The same for a random canister.
  static func with(
    seed: UInt64, hasNames: Bool = true, _ body: (Trial) throws -> Void
  ) throws {
    let canister = RandomCanister(seed: seed)
    try with("\(seed)", canister.text, canister.script, hasNames: hasNames, body)
  }

  func contender(_ variant: EngineVariant) throws -> Contender {
    try variant.contender(for: module, in: folder)
  }

  /// The canister that goes over from one of two variants to the other after each message.
  func contender(
    _ first: EngineVariant, _ second: EngineVariant, by launcher: HandoverLauncher
  ) throws -> Contender {
    let programs = try [first, second].map { try $0.program(of: module, in: folder) }
    let code = CanisterCode(module, program: launcher.alternating(programs))
    let name = "\(first)-and-\(second)"
    return Contender(name: name, label: name, options: "") { _, _ in code }
  }

  /// Sends the canister's messages to all variants.
  func comparison(
    of contenders: [Contender], instructionLimit: UInt64? = nil,
    launcher: any CanisterLauncher = ProcessLauncher(group: ProcessGroup())
  ) throws -> ComparisonReport {
    let states = folder.appending(path: "states \(UUID().uuidString)").path
    return try EngineComparison(
      of: DrunScript(parsing: script, name: name, folders: [folder.path]), contenders: contenders,
      launcher: launcher, stateDirectory: states,
      instructionLimit: instructionLimit
    ).run(rounds: 0)
  }

  /// The same for variants that must agree.
  @discardableResult
  func expectAgreement(
    _ contenders: [Contender], instructionLimit: UInt64? = nil,
    launcher: any CanisterLauncher = ProcessLauncher(group: ProcessGroup())
  ) throws -> ComparisonReport {
    let report = try comparison(
      of: contenders, instructionLimit: instructionLimit, launcher: launcher)
    if let mismatch = report.mismatch {
      let limit = instructionLimit.map { "With --instruction-limit \($0): " } ?? ""
      Issue.record("\(limit)\(mismatch.text(script: try keep()))")
    }
    return report
  }

  /// Keeps module and script for debugging; returns the script's path.
  private func keep() throws -> String {
    let kept = PackageRoot.appending(".build/random/\(name)")
    try FileManager.default.createDirectory(at: kept, withIntermediateDirectories: true)
    let script = kept.appending(path: "script.drun")
    try Data(self.script.utf8).write(to: script)
    try Data(text.utf8).write(to: kept.appending(path: "module.wat"))
    try Data(module.bytes).write(to: kept.appending(path: EngineVariant.moduleName))
    return script.path
  }
}
