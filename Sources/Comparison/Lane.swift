import Candid
import CanisterProcess
import Scripts
import SubnetHost

/// One contender in one round: a subnet of its own, whose canisters have its code.
struct Lane {
  let contender: Contender
  let subnet: LocalNetwork
  private let runner: DrunRunner
  private let files: [String: [UInt8]]
  private let stateDirectory: String

  init(
    _ contender: Contender, of script: DrunScript, launcher: any CanisterLauncher,
    stateDirectory: String
  ) throws {
    self.contender = contender
    self.stateDirectory = stateDirectory
    subnet = LocalNetwork(launcher: launcher, stateDirectory: stateDirectory)
    runner = DrunRunner(subnet: subnet, prepare: contender.prepare)
    files = try runner.readFiles(of: script)
  }

  /// Executes a command, and returns its observable results.
  func carryOut(_ command: DrunCommand, looksAtState: Bool) throws -> [Observation] {
    do {
      let results = try runner.carryOut(command, files: files)
      let states = looksAtState ? try states() : [:]
      return results.map { Observation($0, states: states) }
    } catch let error as SubnetError {
      // An engine that fails where another does not is what comparisons are for.
      return [Observation(command, lost: error)]
    }
  }

  private func states() throws -> [Principal: KeptState] {
    var states: [Principal: KeptState] = [:]
    for (canister, status) in try subnet.statuses() {
      states[canister] = KeptState(status: status, directory: "\(stateDirectory)/\(canister)")
    }
    return states
  }
}
