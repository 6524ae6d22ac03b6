import Admission
import Candid
import Foundation
import Subnet
package import SubnetHost

/// Carries out a script, line by line, on a subnet.
package struct DrunRunner {
  private let subnet: LocalNetwork
  private let prepare: LocalNetwork.CodeCompiler

  package init(subnet: LocalNetwork, prepare: @escaping LocalNetwork.CodeCompiler) {
    self.subnet = subnet
    self.prepare = prepare
  }

  /// Runs the script and hands out each line's result as soon as it is known.
  ///
  /// All files are read before the first command is carried out.
  package func run(_ script: DrunScript, _ handle: (DrunResult) throws -> Void) throws {
    let files = try readFiles(of: script)
    for command in script.commands {
      for result in try carryOut(command, files: files) { try handle(result) }
    }
  }

  /// The content of all files that the script names.
  package func readFiles(of script: DrunScript) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for command in script.commands {
      guard case .install(_, _, let file, _, _) = command.action, files[file] == nil else {
        continue
      }
      do {
        files[file] = try readFile(file, in: script.folders)
      } catch {
        throw DrunError(kind: error, script: script.name, line: command.line)
      }
    }
    return files
  }

  private func readFile(
    _ name: String, in folders: [String]
  ) throws(DrunError.Kind) -> [UInt8] {
    let candidates = name.hasPrefix("/") ? [name] : folders.map { "\($0)/\(name)" }
    guard let path = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      throw .fileNotFound(name, folders: folders)
    }
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw .fileNotRead(path, reason: error.localizedDescription)
    }
  }

  /// Carries out one command; most have one result.
  package func carryOut(
    _ command: DrunCommand, files: [String: [UInt8]]
  ) throws -> [DrunResult] {
    switch command.action {
    case .create: return [creation(of: try subnet.createCanister(), line: command.line)]
    case .install(let mode, let canister, let file, let argument, let options):
      var results: [DrunResult] = []
      if mode == .install && !subnet.hasCanister(canister) {
        // As in drun, which creates the canister that a script installs first.
        try subnet.createCanister(id: canister)
        results.append(creation(of: canister, line: command.line))
      }
      let report = try install(
        files[file] ?? [], on: canister, mode: mode, argument: argument, options: options)
      return results + [DrunResult(command: command, report: report)]
    case .ingress(let canister, let method, let argument):
      let report = try subnet.update(canister, method: method, argument: argument)
      return [DrunResult(command: command, report: report)]
    case .query(let canister, let method, let argument):
      let report = try subnet.query(canister, method: method, argument: argument)
      return [DrunResult(command: command, report: report)]
    case .time(let nanoseconds):
      try subnet.setTime(nanoseconds: nanoseconds)
      return []
    case .caller(let principal):
      subnet.sender = principal
      return []
    case .timer:
      let report = try subnet.fireDueTimers() ?? MessageReport(result: .ok)
      return [DrunResult(command: command, report: report)]
    case .tick(let rounds):
      return [DrunResult(command: command, report: try subnet.tick(rounds: rounds))]
    case .subnet(let kind):
      try subnet.configure { $0.kind = kind }
      return []
    case .manage(_, _, let method, let argument):
      let report = try subnet.update(.management, method: method, argument: argument)
      return [DrunResult(command: command, report: report)]
    }
  }

  private func install(
    _ module: [UInt8], on canister: Principal, mode: InstallationMode, argument: [UInt8],
    options: UpgradeOptions
  ) throws -> MessageReport {
    let code: CanisterCode
    do {
      code = try prepare(module, subnet.kind(of: canister))
    } catch let error as AdmissionError {
      return subnet.refuseModule(for: canister, error)
    }
    var options = options
    // Motoko's runner of such scripts looks at the new code; dfx and icp look at the old one.
    if code.description.keepsHeap { options.keepsHeap = options.keepsHeap ?? true }
    return try subnet.install(
      code, on: canister, mode: mode, argument: argument, options: options)
  }

  private func creation(of canister: Principal, line: Int) -> DrunResult {
    DrunResult(
      command: DrunCommand(line: line, action: .create),
      report: MessageReport(
        result: .reply(
          ManagementInterface.encode(
            [.record(["canister_id": .principal(canister)])], of: "create_canister"))))
  }
}
