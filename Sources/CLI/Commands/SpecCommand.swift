import ArgumentParser
import Foundation
import Instrumentation
import Lowering
import NativeLoader
import SpecEngines
import SpecSuite

/// `tinsmith spec`: runs scripts of the official test suite.
struct SpecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spec",
    abstract: "Run scripts of WebAssembly's official test suite.",
    discussion: """
      Scripts are files with the ending .wast; a folder stands for those in it, without those in \
      its subfolders. wasm-tools reads their text: it is taken from the PATH, or from where \
      WASM_TOOLS says. Failed commands are shown with script and line.

      Native code finds the memory of an instance in one of two ways. In the form "constant", that \
      of compiled canisters, its address is part of the code. As there is only one such place in a \
      process, modules that are linked with another one that has it take the form "parameter".

      With --metering, a bulk operation pays for its size before its bounds are checked, as on the \
      Internet Computer; so one of the suite, of 2^64 - 1 bytes, ends for want of instructions.

      After an access out of bounds, memories and globals hold what was written before it. \
      Canisters need not care, since their state is rolled back: with --no-strict, accesses are \
      compiled as theirs are.

      Examples:
        git clone https://github.com/WebAssembly/testsuite
        tinsmith spec testsuite
        tinsmith spec testsuite/i32.wast testsuite/simd_lane.wast --engine interpreter
        tinsmith spec testsuite --base constant -O3 --no-strict
        tinsmith spec testsuite --metering exact

      Exit status: 0 if nothing failed, 1 if something did, 2 for a mistake in the command line.
      """)

  @Argument(
    help: ArgumentHelp("Scripts, or folders of scripts.", valueName: "path"),
    completion: .file(extensions: ["wast"]))
  var paths: [String]

  @Option(help: ArgumentHelp("What runs the modules.", valueName: "engine"))
  var engine = SpecEngineName.native

  @Option(help: ArgumentHelp("How native code finds its memory.", valueName: "form"))
  var base = BaseForm.parameter

  @Flag(inversion: .prefixedNo, help: "Keep the order of accesses, for the state after faults.")
  var strict = true

  @Option(
    name: .customShort("O", allowingJoined: true),
    help: ArgumentHelp("How much to optimise: -O0 to -O3.", valueName: "level"))
  var optimization = OptimizationLevel.less

  @Option(help: ArgumentHelp("The processors that native code is for.", valueName: "level"))
  var cpu = Processor.default

  @Option(help: ArgumentHelp("How instructions are counted.", valueName: "form"))
  var metering = MeteringForm.off

  @Flag(help: "Print an object in JSON for each script, in one line.")
  var json = false

  func run() throws {
    let converter = WastConverter(program: try WasmToolsProgram.find())
    let scripts = try SpecScripts.find(paths)
    let progress = SpecProgress()
    let results = SpecRun(converter: converter, run: choice.run).run(scripts) { script, number in
      progress.begin(script.lastPathComponent, number: number, of: scripts.count)
    }
    progress.end()
    let summary = SpecSummary(results)
    if json {
      for object in summary.objects { try Terminal.standardOutput.write(json: object) }
    } else {
      Terminal.standardOutput.write(summary.lines + "\n")
    }
    if results.contains(where: { $0.failedCount > 0 }) { throw ExitCode(1) }
  }

  private var choice: SpecEngineChoice {
    switch engine {
    case .interpreter: .interpreter(metering: metering)
    case .native:
      .native(
        LoadingOptions(
          base: base, optimization: optimization, processor: cpu, isStrict: strict,
          metering: metering))
    }
  }
}

/// The engines by their names on the command line.
enum SpecEngineName: String, CaseIterable, ExpressibleByArgument {
  case native, interpreter
}

extension BaseForm: ExpressibleByArgument {}
