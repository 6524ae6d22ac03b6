import Engines
import Admission
import ArgumentParser
import CanisterProcess
import Executions
import SubnetHost
import Workspace

extension NetworkSession {
  /// Calls the body with a session by a command's options; an interruption ends it.
  static func with(
    _ folder: NetworkFolder, _ target: TargetOptions, makesNetwork: Bool = false,
    body: (NetworkSession) throws -> Void
  ) throws {
    var options = SessionOptions()
    options.sender = target.sender
    options.waitSeconds = target.waiting.seconds
    options.trustsCode = target.trust
    options.choosesEngine = !target.engine.isDefault
    options.makesNetwork = makesNetwork
    try with(folder, options, engine: target.engine, body: body)
  }

  /// Calls the body with a session of a command that executes nothing unless messages do so.
  static func with(
    _ folder: NetworkFolder, _ waiting: WaitOptions, engine: [String] = [],
    makesNetwork: Bool = false, repairs: Bool = false, body: (NetworkSession) throws -> Void
  ) throws {
    var options = SessionOptions()
    options.waitSeconds = waiting.seconds
    options.makesNetwork = makesNetwork
    options.repairs = repairs
    try with(folder, options, engine: try EngineOptions.parse(engine), body: body)
  }

  /// Calls the body with a session whose modules run on this engine.
  static func with(
    _ folder: NetworkFolder, _ options: SessionOptions, engine: EngineOptions,
    body: (NetworkSession) throws -> Void
  ) throws {
    let group = ProcessGroup()
    Interruption.prepare { group.endAll() }
    try with(folder, options, TerminalDelegate(engine: engine), group: group, body: body)
  }
}

/// Tells the user of a session on the terminal.
private struct TerminalDelegate: SessionDelegate {
  let engine: EngineOptions

  func prepare(_ module: CanisterModule, path: String) throws -> CanisterProgram {
    let progress = ProgressLine(name: path)
    defer { progress.end() }
    let engine = engine.makeEngine(
      noteCompilation: { BackgroundNote.show(path) }, report: progress.show)
    return try engine.prepare(module)
  }

  func preparedProgram(of hash: String, on subnet: SubnetKind) throws -> CanisterProgram? {
    try engine.makeEngine(report: { _ in }).preparedProgram(hash: hash, subnet: subnet)
  }

  func note(_ note: SessionNote) {
    switch note {
    case .waiting(let holder) where Terminal.standardError.isTerminal:
      Terminal.standardError.write("waiting for \(holder), which uses the network\n")
    case .waiting: break
    case .otherModule(let path):
      Tinsmith.note(
        "\(path) is not the installed module; `tinsmith install \(path)` upgrades the canister to "
          + "it")
    case .usesCache: CacheNote.show()
    }
  }

  func show(_ activity: Activity) {
    for print in activity.debugPrints {
      Terminal.standardError.write(print.content.bytes + "\n".utf8)
    }
  }
}
