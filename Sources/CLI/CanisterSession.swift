import Candid
import Canister
import Driver
import Foundation
import Replica

/// One command's use of a canister: its process runs as long as the command does.
struct CanisterSession {
  let canister: InstalledCanister
  let subnet: Subnet
  private let engine: EngineOptions

  /// Calls the body with a subnet that has no canisters yet, and ends their processes after it.
  static func with(
    _ canister: InstalledCanister, _ options: TargetOptions,
    body: (CanisterSession) throws -> Void
  ) throws {
    let group = ProcessGroup()
    Interruption.prepare { group.endAll() }
    let subnet = Subnet(
      launcher: ProcessLauncher(group: group), stateDirectory: canister.memories)
    subnet.timeNanoseconds = UInt64(Date().timeIntervalSince1970 * 1_000_000) * 1000
    subnet.sender = options.sender
    defer { subnet.end(completesState: true) }
    try body(CanisterSession(canister: canister, subnet: subnet, engine: options.engine))
  }

  /// The module's code, compiled unless it is in the cache.
  func code(_ module: CanisterModule) throws -> CanisterCode {
    let progress = ProgressLine(name: canister.path)
    defer { progress.end() }
    return CanisterCode(
      module, program: try engine.makeEngine(report: progress.show).prepare(module))
  }

  /// Starts the installed canister.
  func resume(_ record: CanisterRecord) throws -> CanisterModule {
    let bytes = try canister.installedModule(record)
    let module = try InstalledCanister.admit(bytes, path: canister.path)
    try subnet.resume(try code(module), on: InstalledCanister.id, version: record.version)
    return module
  }

  /// Shows what a message printed, and notes it in the log if the message may leave traces.
  func note(_ report: MessageReport, in record: inout CanisterRecord, isLogged: Bool) throws {
    record.version = subnet.version(of: InstalledCanister.id)
    let prints = report.activity.debugPrints.map(\.text)
    for text in prints { Terminal.standardError.write(text + "\n") }
    var lines = prints
    if case .trap(let error) = report.result { lines.append(error.text) }
    guard isLogged, !lines.isEmpty else { return }
    record.append(lines, timeNanoseconds: subnet.timeNanoseconds)
  }
}
