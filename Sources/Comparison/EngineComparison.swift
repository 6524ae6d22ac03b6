package import Admission
package import CanisterProcess
import Subnet
import SubnetHost
import Foundation
package import Scripts

/// Runs a script on several engines at once, to see that they agree and how long each takes: the
/// front door of this target.
///
/// In the first round each message is followed by a look at all that its canisters keep; whatever
/// differs from one engine to another ends the comparison (`Observation+Difference.swift`). The
/// other rounds measure. In all rounds the engines take turns with each message, so that whatever
/// else the machine does meets all of them alike.
package struct EngineComparison {
  private let script: DrunScript
  private let contenders: [Contender]
  private let launcher: any CanisterLauncher
  private let stateDirectory: String
  private let subnet: SubnetKind
  private let instructionLimit: UInt64?

  /// States are kept, for as long as it takes, in folders of `stateDirectory`.
  ///
  /// Messages have the limits of the Internet Computer if there is no other one.
  package init(
    of script: DrunScript, contenders: [Contender], launcher: any CanisterLauncher,
    stateDirectory: String, subnet: SubnetKind = .application, instructionLimit: UInt64? = nil
  ) {
    precondition(!contenders.isEmpty, "nothing is to be compared")
    self.script = script
    self.contenders = contenders
    self.launcher = launcher
    self.stateDirectory = stateDirectory
    self.subnet = subnet
    self.instructionLimit = instructionLimit
  }

  /// Runs the first round and then this many that are measured; reports which one begins.
  ///
  /// Throws for what is wrong with the script, or with the machine.
  package func run(
    rounds: Int, report: (_ round: Int) -> Void = { _ in }
  ) throws -> ComparisonReport {
    var result = ComparisonReport(
      contenders: contenders.map { .init(name: $0.name, label: $0.label) })
    for round in 0...rounds {
      report(round)
      try run(round, into: &result)
      if result.mismatch != nil { break }
    }
    return result
  }

  private func run(_ round: Int, into result: inout ComparisonReport) throws {
    let folder = "\(stateDirectory)/\(round)"
    let lanes = try contenders.map { contender in
      let directory = "\(folder)/\(contender.name)"
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
      let lane = try Lane(
        contender, of: script, launcher: launcher, stateDirectory: directory)
      try lane.subnet.configure {
        $0.kind = subnet
        $0.instructionLimit = instructionLimit
      }
      return lane
    }
    defer {
      for lane in lanes { lane.subnet.end(completesState: false) }
      try? FileManager.default.removeItem(atPath: folder)
    }
    var position = 0
    for command in script.commands {
      let observations = try observe(command, lanes, round: round)
      if let mismatch = try mismatch(among: observations, lanes, at: command) {
        result.mismatch = mismatch
        return
      }
      // All agree, but on nothing that a comparison could go on with.
      if case .lost(let error) = observations[0].first?.outcome { throw error }
      for index in observations[0].indices {
        let message = observations.compactMap { index < $0.count ? $0[index] : nil }
        guard message.count == lanes.count, message[0].isExecution else { continue }
        result.add(message, at: position, isMeasured: round > 0)
        position += 1
      }
    }
  }

  /// The outcome of a command on each engine, by lane; they take turns in beginning.
  private func observe(
    _ command: DrunCommand, _ lanes: [Lane], round: Int
  ) throws -> [[Observation]] {
    var observations = [[Observation]](repeating: [], count: lanes.count)
    for offset in lanes.indices {
      let index = (offset + round) % lanes.count
      observations[index] = try lanes[index].carryOut(command, looksAtState: round == 0)
    }
    return observations
  }

  private func mismatch(
    among observations: [[Observation]], _ lanes: [Lane], at command: DrunCommand
  ) throws -> Mismatch? {
    for index in lanes.indices.dropFirst() {
      for (first, other) in zip(observations[0], observations[index]) {
        guard
          let difference = try first.difference(
            from: other,
            countsInstructions: lanes[0].contender.countsInstructions
              && lanes[index].contender.countsInstructions)
        else { continue }
        return Mismatch(
          line: command.line, message: first.title, difference: difference,
          first: lanes[0].contender, other: lanes[index].contender)
      }
    }
    return nil
  }
}
