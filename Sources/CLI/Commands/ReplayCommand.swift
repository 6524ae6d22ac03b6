import Engines
import ArgumentParser
import CanisterProcess
import Instrumentation
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
      the content of all memories must be the same to the byte. Any engine will do. Instructions \
      and pages are counted as they were when the run was recorded, whatever the options say.

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

  @OptionGroup var engine: EngineOptions

  func run() throws {
    let replay = try Replay(path: path)
    let engine = try engine(counting: replay.counting)
    let group = ProcessGroup()
    let directory = try StateDirectory(keeping: nil)
    Interruption.prepare {
      group.endAll()
      directory.remove()
    }
    defer { directory.remove() }
    let subnet = LocalNetwork(
      launcher: ProcessLauncher(group: group), stateDirectory: directory.path)
    defer { subnet.end(completesState: false) }
    subnet.compiler = { bytes, kind in
      let progress = ProgressLine(name: path)
      defer { progress.end() }
      let module = try CanisterFile.admit(bytes, path: path, subnet: kind)
      let program = try engine.makeEngine(report: progress.show).prepare(module)
      return CanisterCode(module, program: program)
    }
    try replay.run(on: subnet)
    let count = replay.inputCount
    Terminal.standardOutput.write("\(path): all \(count) inputs came out the same\n")
  }

  /// The engine that the options name, with code that counts as the recording's does.
  private func engine(counting: RecordedCounting) throws -> EngineOptions {
    guard let metering = MeteringForm(rawValue: counting.metering),
      let pageCharges = PageCharges(rawValue: counting.pageCharges)
    else {
      throw RecordingError.malformed(
        path: path, line: 1, reason: "nothing counts in this way here")
    }
    var engine = engine
    engine.code.metering = metering
    engine.code.pageCharges = pageCharges
    return engine
  }
}
