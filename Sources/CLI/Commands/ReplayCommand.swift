import Engines
import ArgumentParser
import CanisterProcess
import Subnet
import SubnetHost
import Workspace

/// `tinsmith replay`: does again what a recording has.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Repeat a recorded run, and check that all comes out the same.",
    discussion: """
      Executes every message of a recording again, with the same times, callers and answers to \
      HTTP requests, and compares each outcome: the answer, what was printed, how many \
      instructions were executed, which pages were changed. At the end the state of the subnet and \
      the content of all memories must be the same to the byte. Any engine will do.

      Examples:
        tinsmith run test.drun --record test.recording
        tinsmith replay test.recording
        tinsmith replay test.recording --engine interpreter

      Exit status: 0 if all is the same, 1 if something differs, which is shown.
      """)

  @Argument(
    help: ArgumentHelp("A file that `tinsmith run --record` wrote.", valueName: "recording"),
    completion: .file())
  var path: String

  @OptionGroup var limits: SubnetOptions

  @OptionGroup var engine: EngineOptions

  func run() throws {
    let replay = try Replay(path: path)
    let group = ProcessGroup()
    let directory = try StateDirectory(keeping: nil)
    Interruption.prepare {
      group.endAll()
      directory.remove()
    }
    defer { directory.remove() }
    let subnet = LocalSubnet(
      launcher: ProcessLauncher(group: group), stateDirectory: directory.path)
    defer { subnet.end(completesState: false) }
    subnet.compiler = { bytes in
      let progress = ProgressLine(name: path)
      defer { progress.end() }
      let module = try CanisterFile.admit(bytes, path: path, subnet: limits.subnet)
      let engine = engine.makeEngine(report: progress.show)
      return CanisterCode(module, program: try engine.prepare(module))
    }
    try replay.run(on: subnet)
    let count = replay.inputCount
    Terminal.standardOutput.write("\(path): all \(count) inputs came out the same\n")
  }
}
