import Candid
import Canister
import Replica

/// One contender in one round: a subnet of its own, whose canisters have its code.
struct Lane {
  let contender: Contender
  let subnet: Subnet
  private let runner: DrunRunner
  private let files: [String: [UInt8]]
  private let stateDirectory: String

  init(
    _ contender: Contender, of script: DrunScript, folders: [String],
    launcher: any CanisterLauncher, stateDirectory: String
  ) throws {
    self.contender = contender
    self.stateDirectory = stateDirectory
    subnet = Subnet(launcher: launcher, stateDirectory: stateDirectory)
    runner = DrunRunner(subnet: subnet, folders: folders, prepare: contender.prepare)
    files = try runner.readFiles(of: script)
  }

  /// Carries a command out and tells what is seen of it.
  func carryOut(_ command: DrunCommand, looksAtState: Bool) throws -> [Observation] {
    do {
      let records = try runner.carryOut(command, files: files)
      let states = looksAtState ? try subnet.statuses() : [:]
      return records.map { Observation($0, states: states) }
    } catch let error as SubnetError {
      // An engine that fails where another does not is what comparisons are for.
      return [Observation(command, lost: error)]
    }
  }

  /// The file of a canister's memory, after its process has ended in good order.
  func completeFile(of memory: StateMemory, _ canister: Principal) -> String {
    subnet.end(completesState: true)
    return "\(stateDirectory)/\(canister)/\(memory.fileName)"
  }
}
