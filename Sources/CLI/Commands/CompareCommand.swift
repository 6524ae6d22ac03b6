import ArgumentParser
import CanisterProcess
import Comparison
import Compiler
import Files
import Foundation
import Instrumentation
import ObjectFiles
import Scripts
import Workspace

/// `tinsmith compare`: runs the same messages on several engines.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Run the same messages on several engines, and compare.",
    discussion: """
      Runs a script as tinsmith run does (whose help tells the language), on each engine. First \
      checks after each message that answers, debug prints, the count of instructions, changed \
      pages, heap, stable memory and globals are equal everywhere; then measures, the engines \
      taking turns. For a module, the script of its name beside it is taken.

      The engines:
        inline        native code that does stable memory by loads and stores
        call          native code that calls the runtime for it
        loaded        inline, the code loaded into memory in place of linked
        interpreter   no native code
      Each of them without counting instructions: with -unmetered behind its name.

      Examples:
        tinsmith compare kv.drun
        tinsmith compare kv.drun --html kv.html
        tinsmith compare kv.wasm --rounds 20 --engines call,inline
        tinsmith compare kv.drun --engines inline,inline-unmetered
        tinsmith compare kv.drun --json | jq '.messages[] | {title, nanoseconds}'

      Exit status: 0 if all agree, 1 if they do not, 2 for a mistake in the script.
      """)

  @Argument(
    help: ArgumentHelp("The script, or a module with a script beside it.", valueName: "script"),
    completion: .file(extensions: ["drun", "wasm"]))
  var path: String

  @Option(help: ArgumentHelp("How often to measure.", valueName: "number"))
  var rounds = 5

  @Option(
    help: ArgumentHelp(
      "What to compare, the first of them with the others.", valueName: "names"))
  var engines = ComparedEngines.standard

  @Option(help: .pageCharges)
  var pageCharges = PageCharges.classic

  @OptionGroup var limits: SubnetOptions

  @Option(
    help: ArgumentHelp("Also write a page with charts, for a browser.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var html: String?

  @Flag(help: "Print an object in JSON in place of the table.")
  var json = false

  @Option(
    name: .customShort("O", allowingJoined: true),
    help: ArgumentHelp("How much to optimise native code: -O0 to -O3.", valueName: "level"))
  var optimization = OptimizationLevel.standard

  @Flag(help: "Compile again what was compiled before.")
  var noCache = false

  func validate() throws {
    guard 1...10_000 ~= rounds else {
      throw ValidationError("--rounds takes a number from 1 to 10000.")
    }
  }

  func run() throws {
    let scriptPath = try scriptPath()
    let script = try DrunScript(path: scriptPath)
    let group = ProcessGroup()
    let directory = try StateDirectory(keeping: nil)
    Interruption.prepare {
      group.endAll()
      directory.remove()
    }
    defer { directory.remove() }
    let progress = ProgressLine(name: scriptPath)
    defer { progress.end() }
    let comparison = EngineComparison(
      of: script, contenders: contenders(progress), launcher: ProcessLauncher(group: group),
      stateDirectory: directory.path, subnet: limits.subnet)
    let report = try comparison.run(rounds: rounds) { round in
      progress.show(round == 0 ? "comparing" : "measuring, round \(round) of \(rounds)")
    }
    progress.end()
    try show(report, script: scriptPath)
    if report.mismatch != nil { throw ExitCode.failure }
  }

  /// The script's own path, or that of the script beside a module.
  private func scriptPath() throws(CommandError) -> String {
    let name = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
    guard name.hasSuffix(".wasm") else {
      let isExecutable = (try? InputFile.read(path)).map(CanisterExecutable.isExecutable)
      if isExecutable == true { throw .executableNotCompared(path) }
      return path
    }
    let script = String(name.dropLast(5)) + ".drun"
    guard FileManager.default.fileExists(atPath: script) else {
      throw .noScript(module: path, tried: script)
    }
    return script
  }

  private func contenders(_ progress: ProgressLine) -> [Contender] {
    CacheNote.show()
    return engines.engines.map { engine in
      var engine = engine
      engine.pageCharges = pageCharges
      return engine.contender(
        subnet: limits.subnet, optimization: optimization, ignoresCache: noCache,
        report: progress.show)
    }
  }

  private func show(_ report: ComparisonReport, script: String) throws {
    if json {
      try Terminal.standardOutput.write(
        json: ComparisonObject(report, pageCharges: pageCharges))
    } else if !report.messages.isEmpty && report.rounds > 0 {
      Terminal.standardOutput.write(ComparisonTable(report).text)
    }
    if let mismatch = report.mismatch {
      Terminal.standardError.write(
        Terminal.standardError.style("mismatch: ", .red) + mismatch.text(script: script))
    }
    guard let html else { return }
    let page = ComparisonPage(
      report, script: script, command: CommandLine.arguments.joined(separator: " "),
      machine: .current, version: Version.line)
    try OutputFile.write(Array(page.html.utf8), to: html)
  }
}
