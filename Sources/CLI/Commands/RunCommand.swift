import Admission
import ArgumentParser
import CanisterProcess
import Compiler
import Engines
import Executions
import Files
import Foundation
import Instrumentation
import Scripts
import Subnet
import SubnetHost
import Workspace

/// `tinsmith run`: carries out a script of messages.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a script of messages to canisters.",
    discussion: """
      Canisters run in processes of their own. They are compiled for this machine at the first \
      time that a script installs them, or interpreted with --engine interpreter. A script has one \
      command a line:

        create                               create the next canister
        install CANISTER_ID WASM_FILE PAYLOAD
        reinstall CANISTER_ID WASM_FILE PAYLOAD
        upgrade CANISTER_ID WASM_FILE [OPTION...] PAYLOAD
        ingress CANISTER_ID METHOD PAYLOAD   call an update method
        query CANISTER_ID METHOD PAYLOAD     call a query method
        time NANOSECONDS                     set the time that later messages see
        caller PRINCIPAL                     set who sends later messages
        timer                                fire the global timers that are due
        tick [ROUNDS]                        run rounds without a message
        subnet KIND                          use the limits of this kind of subnet from here on
        settings CANISTER_ID RECORD          change settings, in Candid: record { controllers = … }
        start CANISTER_ID                    also stop, status, uninstall and delete
        snapshot CANISTER_ID take            also list; load and delete, with SNAPSHOT_ID

      Each message from outside, except a query, takes at least one round: timers that are due \
      fire and heartbeats run, before a call or after an installation. Until there is an answer, \
      further rounds follow, one second apart.

      A payload is 0x and hexadecimal digits, or a text in quotes, in which \\xHH, \\bBBBBBBBB, \
      \\" and \\\\ stand for bytes. Names of files and methods with blanks must be in quotes, too. \
      The first canister is rwlgt-iiaaa-aaaaa-aaaaa-cai. Lines that begin with # are comments. \
      Output is that of drun; docs/formats.md describes that of --json. An upgrade keeps the heap \
      if the new code asks for it; --keep-heap, --replace-heap and --skip-pre-upgrade change that.

      Example:
        install rwlgt-iiaaa-aaaaa-aaaaa-cai counter.wasm 0x
        ingress rwlgt-iiaaa-aaaaa-aaaaa-cai inc 0x4449444c0000

      HTTP requests of canisters are not sent: the file of --outcalls has the answers. The first \
      one that fits is given, any number of times:
        [
          { "url": "https://example.com/", "method": "get", "status": 200,
            "headers": [["content-type", "text/plain"]], "body": "hello" },
          { "url": "https://example.com/image", "status": 200, "body_base64": "iVBORw0K" },
          { "url": "https://example.com/down", "reject": { "code": 2, "message": "timeout" } }
        ]
      """)

  @Argument(
    help: ArgumentHelp("The script, - for standard input.", valueName: "script"),
    completion: .file(extensions: ["drun"]))
  var path: String

  @Flag(help: "Print an object in JSON for each message, in a line of its own.")
  var json = false

  @Option(
    help: ArgumentHelp("A new folder to keep the canisters' state in.", valueName: "folder"),
    completion: .directory)
  var state: String?

  @Option(
    help: ArgumentHelp(
      "How many instructions a message may execute, in place of the Internet Computer's limits.",
      valueName: "count"))
  var instructionLimit: UInt64?

  @Option(
    help: ArgumentHelp("A file in JSON that answers canisters' HTTP requests.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var outcalls: String?

  @Option(
    help: ArgumentHelp(
      "A new file to record the run in, for `tinsmith replay`.", valueName: "file"),
    completion: .file())
  var record: String?

  @Flag(help: "Leave backtraces out of errors.")
  var noBacktrace = false

  @OptionGroup var limits: SubnetOptions

  @OptionGroup var engine: EngineOptions

  @OptionGroup var phases: PhaseOptions

  func validate() throws {
    guard instructionLimit != 0 else {
      throw ValidationError("--instruction-limit takes a number from 1 on.")
    }
  }

  func run() throws {
    let script = try DrunScript(path: path)
    let answers = try outcalls.map { path in
      try OutcallScript(parsing: InputFile.read(path), path: path)
    }
    let group = ProcessGroup()
    let directory = try StateDirectory(keeping: state)
    Interruption.prepare {
      group.endAll()
      directory.remove()
    }
    defer { directory.remove() }
    let subnet = LocalNetwork(
      launcher: ProcessLauncher(group: group), stateDirectory: directory.path)
    defer { subnet.end(completesState: directory.isKept) }
    subnet.outcalls = answers ?? OutcallScript()
    let recorder = try record.map { path in
      let counting = RecordedCounting(
        metering: engine.code.metering.rawValue, pageCharges: engine.code.pageCharges.rawValue)
      return try Recorder(path: path, counting: counting)
    }
    if let recorder {
      subnet.recorder = { (input) throws(RecordingError) in try recorder.add(input) }
    }
    let timer = PhaseTimer()
    let compile = { (bytes: [UInt8], kind: SubnetKind) in
      let code = try prepare(bytes, on: kind, timer: timer)
      try recorder?.add(module: bytes, identity: code.description.identity)
      return code
    }
    subnet.compiler = compile
    try subnet.configure {
      $0.kind = limits.subnet
      $0.instructionLimit = instructionLimit
      $0.showsBacktraces = !noBacktrace
    }
    let runner = DrunRunner(subnet: subnet, prepare: compile)
    try runner.run(script) { result in
      if json {
        try Terminal.standardOutput.write(
          json: DrunResultObject(result, pageCharges: engine.code.pageCharges.rawValue))
      } else {
        Terminal.standardOutput.write(result.output)
      }
    }
    try recorder?.end(of: subnet)
    try phases.show(timer.times, asJSON: json)
  }

  private func prepare(
    _ bytes: [UInt8], on kind: SubnetKind, timer: PhaseTimer
  ) throws -> CanisterCode {
    let progress = ProgressLine(name: path)
    defer { progress.end() }
    let module = try timer.admit(bytes, subnet: kind)
    let engine = engine.makeEngine(
      measures: phases.timePhases, timer: timer,
      noteCompilation: { BackgroundNote.show(path) }, report: progress.show)
    return CanisterCode(module, program: try engine.prepare(module))
  }
}
