import Instrumentation
import Executions
import ArgumentParser
import Candid
import Compiler
import Engines
import Foundation
import Lowering
import NativeLoader
import SpecEngines
import SpecSuite
import Validation
import WebAssembly

/// `tinsmith invoke`: calls a function of a plain module, in this process.
struct InvokeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "invoke",
    abstract: "Call an exported function of a module that needs nothing from outside.",
    discussion: """
      The module need not be a canister, but must import nothing. It is compiled and loaded into \
      this process, or interpreted. Text in the format of Wasm, with the ending .wat, is read by \
      wasm-tools: from the PATH, or from where WASM_TOOLS says. Without a function, the exported \
      functions are listed.

      Arguments are numbers:
        i32, i64     7, -7, 0xff
        f32, f64     1.5, -1e3, 0x1.8p3, inf, nan, nan:0x400001
        v128         0x and 32 hexadecimal digits, the highest lane first
        references   null
      Each result has a line of its own; integers are shown as signed.

      Examples:
        tinsmith invoke math.wasm
        tinsmith invoke math.wasm gcd 48 -18
        tinsmith invoke math.wat sqrt 0x1p-3 --engine interpreter
        tinsmith invoke math.wasm gcd 48 18 --json | jq -r .results[0].value

      Exit status: 0 for results, 1 for a trap or a module that is not valid, 2 for a mistake in \
      the command line. ^C ends a function that does not.
      """)

  @Argument(
    help: ArgumentHelp("The module.", valueName: "module"),
    completion: .file(extensions: ["wasm", "wat"]))
  var path: String

  @Argument(help: ArgumentHelp("The function, by the name of its export.", valueName: "function"))
  var function: String?

  // An argument may look like an option: -7, or -inf.
  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp("The function's arguments.", valueName: "argument"))
  var arguments: [String] = []

  @Option(help: ArgumentHelp("What runs the module.", valueName: "engine"))
  var engine = EngineKind.native

  @Option(help: ArgumentHelp("How native code finds its memory.", valueName: "form"))
  var base = BaseForm.constant

  @Option(
    name: .customShort("O", allowingJoined: true),
    help: ArgumentHelp("How much to optimise: -O0 to -O3.", valueName: "level"))
  var optimization = OptimizationLevel.standard

  @Flag(help: "Print an object in JSON, with the results or the trap.")
  var json = false

  func validate() throws {
    if let word = arguments.first(where: { $0.hasPrefix("--") }) {
      throw ValidationError("Unknown option '\(word)'")
    }
  }

  func run() throws {
    let module = try PlainModule.read(try ModuleFile.read(path), path: path)
    guard let function else {
      for export in ExportedFunction.all(of: module) {
        Terminal.standardOutput.write("\(export.text)\n")
      }
      return
    }
    let export = try find(function, in: module)
    let arguments = try values(for: export)
    // There is nothing to clean up, but the parent may have left signals blocked.
    Interruption.prepare {}
    if let first = module.module.imports.first {
      throw CommandError.importNotProvided(path, module: first.module, name: first.name)
    }
    switch engine {
    case .interpreter:
      let engine = InterpreterSpecEngine()
      guard Confinement.enter() else { throw CommandError.notConfined(path) }
      try call(export, arguments, of: module, on: engine)
    case .native:
      // The state after a trap is never looked at.
      var options = LoadingOptions(
        base: base, optimization: optimization, processor: .native, isStrict: false)
      options.isConfined = true
      try call(export, arguments, of: module, on: NativeSpecEngine(options: options))
    }
  }

  private func find(
    _ name: String, in module: ValidatedModule
  ) throws(CommandError) -> ExportedFunction {
    let exports = ExportedFunction.all(of: module)
    if let export = exports.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
      return export
    }
    throw .unknownFunction(
      name, of: path, suggestion: Suggestion.best(for: name, among: exports.map(\.name)),
      functions: exports.map(\.text))
  }

  private func values(for export: ExportedFunction) throws(CommandError) -> [SpecValue] {
    let types = export.type.parameters
    guard arguments.count == types.count else {
      throw .argumentCount(
        of: export.text, expected: types.count, found: arguments.count)
    }
    var values: [SpecValue] = []
    for (index, (text, type)) in zip(arguments, types).enumerated() {
      guard let value = SpecValue(argument: text, type: type) else {
        throw .argumentForm(text, number: index + 1, of: export.text, type: type)
      }
      values.append(value)
    }
    return values
  }

  private func call(
    _ export: ExportedFunction, _ arguments: [SpecValue], of module: ValidatedModule,
    on engine: some SpecEngine
  ) throws {
    let progress = ProgressLine(name: path)
    let outcome = Result { () throws(SpecFault) in
      progress.show(.generating)
      let instance = try engine.instantiate(module, imports: [:])
      progress.show("running")
      return try engine.invoke(export.name, of: instance, arguments)
    }
    progress.end()
    switch outcome {
    case .success(let results): try show(results, of: export)
    case .failure(let fault):
      if json, case .trap(let message) = fault {
        try Terminal.standardOutput.write(json: InvocationObject(trap: message))
      }
      throw CommandError.notInvoked(path, function: export.name, fault)
    }
  }

  private func show(_ results: [SpecValue], of export: ExportedFunction) throws {
    if json {
      let results = zip(export.type.results, results).map { type, value in
        InvocationObject.Result(type: "\(type)", value: value.text)
      }
      try Terminal.standardOutput.write(json: InvocationObject(results: results))
    } else {
      Terminal.standardOutput.write(results.map { $0.text + "\n" }.joined())
    }
  }
}

/// The result of a call, for programs: one of the two members.
private struct InvocationObject: Encodable {
  var results: [Result]?
  var trap: String?

  /// A result; its value is text, since numbers in JSON lose digits and know no NaN.
  struct Result: Encodable {
    let type: String
    let value: String
  }
}
