import Admission
import ArgumentParser
import Benchmarking
import Candid
import CanisterProcess
import Comparison
import Compiler
import Engines
import Files
import Foundation
import Instrumentation
import Scripts
import Subnet
import SubnetHost
import Workspace

/// `tinsmith bench`: runs the benchmarks of a canister, as canbench does.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Run a canister's benchmarks, and compare with earlier results.",
    discussion: """
      A benchmark is an exported query whose name begins with __canbench__ and that answers what \
      it measured, as canbench's macros make it. Each begins with the state after the \
      installation. Instructions are those that the Internet Computer counts; configuration, \
      output and files are those of canbench 0.6.

      canbench.yml in the current folder, or the file that CANBENCH_CFG_FILE names, says what to \
      run:

        build_cmd: make bench.wasm           a command for bash, if there is something to build
        wasm_path: bench.wasm                the module; compressed by gzip is fine
        results_path: canbench_results.yml   earlier results, and where --persist writes
        csv_results_path: canbench_results.csv
        init_args:
          hex: 4449444c0000                  the argument of the installation, in Candid
        stable_memory:
          file: stable.bin                   what stable memory holds
        env_vars:
          file: variables.csv                lines NAME,VALUE

      Examples:
        tinsmith bench                       run all, and show what has changed
        tinsmith bench btree --persist       run those with btree in their names, and keep results
        tinsmith bench --native              also show the time of native code, and the pages of
                                             memory that it changed
        tinsmith bench --instruction-tracing draw a flame chart of each benchmark
        tinsmith bench --native --html b.html  draw charts of instructions and times

      Exit status: 0 if all benchmarks could be run, also if some got worse; else 1, also if no \
      benchmark has the given text in its name.
      """)

  @Argument(help: "Run only benchmarks whose names contain this.")
  var pattern: String?

  @Flag(help: "Write the results to the results file, replacing its content.")
  var persist = false

  @Flag(help: "Write the results to a file of comma-separated values.")
  var csv = false

  @Flag(help: "Print neither summary nor table.")
  var lessVerbose = false

  @Flag(help: "Don't print the blocks about each benchmark.")
  var hideResults = false

  @Flag(help: "Print summary and table even with --less-verbose.")
  var showSummary = false

  @Flag(help: "Print the canister's debug prints, on standard error.")
  var showCanisterOutput = false

  @Option(
    help: ArgumentHelp("Changes of less than this are noise.", valueName: "percent"))
  var noiseThreshold = 2.0

  @Flag(
    help: ArgumentHelp(
      "Draw a flame chart of the instructions of each function, NAME.svg beside the results.",
      discussion: "The interpreter runs each benchmark once more for that."))
  var instructionTracing = false

  @Flag(
    help: "Run each benchmark several times, and print its time and the pages that it changes.")
  var native = false

  @Option(help: ArgumentHelp("How many times with --native.", valueName: "count"))
  var runs = 5

  @Option(
    help: ArgumentHelp("Also write a page with charts, for a browser.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var html: String?

  @Flag(help: "Print an object for each benchmark instead, in one line: see docs/formats.md.")
  var json = false

  // Scripts made for canbench give these; there is no separate runtime here to choose or check.
  @Flag(help: .hidden) var noRuntimeIntegrityCheck = false
  @Option(help: .hidden) var runtimePath: String?

  @OptionGroup var engine: EngineOptions

  func validate() throws {
    guard noiseThreshold >= 0 else {
      throw ValidationError("--noise-threshold takes a number from 0 on.")
    }
    guard 1...1_000_000 ~= runs else {
      throw ValidationError("--runs takes a number from 1 to 1000000.")
    }
  }

  func run() throws {
    let path =
      ProcessInfo.processInfo.environment["CANBENCH_CFG_FILE"] ?? BenchmarkConfiguration.defaultPath
    let configuration = try BenchmarkConfiguration(path: path)
    let group = ProcessGroup()
    let directory = try StateDirectory(keeping: nil)
    let shell = Shell()
    Interruption.prepare {
      shell.end()
      group.endAll()
      directory.remove()
    }
    defer { directory.remove() }
    if let command = configuration.buildCommand { try build(command, shell) }
    let old = try ResultsFile(path: configuration.resultsPath).results
    let launcher = ProcessLauncher(group: group)
    let subnet = LocalNetwork(launcher: launcher, stateDirectory: directory.path)
    defer { subnet.end(completesState: false) }
    try subnet.configure { $0.countsPagesOfQueries = native }
    let suite = try BenchmarkSuite(
      configuration, on: subnet,
      showPrint: { if showCanisterOutput { Terminal.standardError.write($0.line + "\n".utf8) } },
      prepare: { try prepare($0, at: configuration.modulePath) })
    let tracer =
      instructionTracing
      ? BenchmarkTracer(
        configuration, options: engine.code.options, launcher: launcher,
        folder: directory.path + "/traced") : nil
    defer { tracer?.end() }

    let names = suite.names.filter { name in pattern.map { name.text.contains($0) } ?? true }
    if let pattern, names.isEmpty {
      throw BenchmarkingError.noBenchmark(
        pattern: pattern,
        suggestion: Suggestion.best(for: pattern, among: suite.names.map(\.text)))
    }
    let results = try measure(names, of: suite, tracer: tracer, old: old)
    try report(results, old: old, configuration)
  }

  /// What was measured.
  private struct Results {
    var new: [Name: BenchmarkResult] = [:]
    /// If times were asked for.
    var native: [Name: NativeBlock] = [:]
  }

  private func measure(
    _ names: [Name], of suite: BenchmarkSuite, tracer: BenchmarkTracer?,
    old: [Name: BenchmarkResult]
  ) throws -> Results {
    let progress = ProgressLine(name: "bench")
    defer { progress.end() }
    var results = Results()
    for (index, name) in names.enumerated() {
      let place = "\(name), \(index + 1) of \(names.count)"
      progress.show(place)
      let samples = try suite.run(name, times: native ? runs : 1)
      results.new[name] = samples.result
      results.native[name] = native ? samples.nativeBlock : nil
      if tracer != nil { progress.show("\(place), traced") }
      let trace = try tracer?.trace(name)
      try progress.giveWay {
        if json {
          try Terminal.standardOutput.write(
            json: BenchmarkObject(
              name: name, new: samples.result, old: old[name], noiseThreshold: noiseThreshold,
              native: results.native[name]))
        } else if !hideResults {
          show(name, samples, old: old[name], tracePath: trace)
        }
      }
    }
    return results
  }

  private func report(
    _ results: Results, old: [Name: BenchmarkResult], _ configuration: BenchmarkConfiguration
  ) throws {
    let report = Report(new: results.new, old: old, noiseThreshold: noiseThreshold)
    printLine(Report.rule)
    if !lessVerbose || showSummary { report.lines.forEach(printLine) }
    if csv {
      try OutputFile.write(Array(report.csv.utf8), to: configuration.csvPath)
      printLine("CSV results saved to \(configuration.csvPath)")
    }
    if persist {
      try OutputFile.write(
        Array(ResultsFile(results: results.new).text.utf8), to: configuration.resultsPath)
      printLine("Successfully persisted results to \(configuration.resultsPath)")
    }
    guard let html else { return }
    let page = BenchmarkPage(
      title: configuration.modulePath, new: results.new, old: old, native: results.native,
      noiseThreshold: noiseThreshold,
      origin: BenchmarkPage.Origin(
        command: CommandLine.arguments.joined(separator: " "),
        machine: Machine.current.description, version: Version.line))
    try OutputFile.write(Array(page.html.utf8), to: html)
  }

  private func prepare(_ module: CanisterModule, at path: String) throws -> CanisterProgram {
    let progress = ProgressLine(name: path)
    defer { progress.end() }
    return try engine.makeEngine(measures: true, report: progress.show).prepare(module)
  }

  private func show(
    _ name: Name, _ samples: BenchmarkSuite.Samples, old: BenchmarkResult?, tracePath: String?
  ) {
    let block = BenchmarkBlock(
      name: name, new: samples.result, old: old, noiseThreshold: noiseThreshold,
      highlight: Terminal.standardOutput.highlight)
    let nativeLines = native ? [""] + samples.nativeBlock.lines : []
    let traceLines = tracePath.map { ["Instruction traces written to \($0)"] } ?? []
    ([Report.rule, ""] + block.lines + nativeLines + traceLines + [""]).forEach(printLine)
  }

  /// Prints a line for people.
  private func printLine(_ line: String) {
    if !json { Terminal.standardOutput.write(line + "\n") }
  }

  private func build(_ command: String, _ shell: Shell) throws(BenchmarkingError) {
    let end: ProcessEnd
    do {
      end = try shell.run(command)
    } catch {
      throw .buildFailed(command: command, reason: "\(error)")
    }
    guard end == .exit(status: 0) else {
      throw .buildFailed(command: command, reason: "\(end)")
    }
  }
}

extension Terminal {
  /// The styles of reports of benchmarks.
  fileprivate func highlight(_ text: String, _ emphasis: Emphasis) -> String {
    switch emphasis {
    case .name: style(text, .bold)
    case .newness: style(text, .blue)
    case .regression: style(text, .red)
    case .improvement: style(text, .green)
    }
  }
}
