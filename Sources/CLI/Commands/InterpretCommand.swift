import Engines
import Admission
import ArgumentParser
import Benchmarking
import Compiler
import Files
import Foundation
package import Instrumentation
import Interpreter
import Symbols

/// `tinsmith interpret`: this process runs a canister in the interpreter, as an executable of
/// `compile` would run it natively.
struct InterpretCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: InterpreterEngine.commandName,
    abstract: "Run a canister in the interpreter.",
    discussion: """
      Nothing is compiled. The module is followed by the arguments that an executable made by \
      tinsmith compile takes; --help after the module lists them. Answers, errors and the files \
      of the state are the same as the executable's, so either can continue with the other's \
      state.

      Examples:
        tinsmith interpret kv.wasm --help
        tinsmith interpret kv.wasm query len --install ''
        tinsmith interpret kv.wasm install --state kv.state
      """)

  @Option(
    help: ArgumentHelp(
      "How stable memory is reached: by instructions, or by calls of the runtime.",
      valueName: "way"))
  var stable = StableMemoryForm.inline

  @Option(
    help: ArgumentHelp("How instructions are counted: exact, or off.", valueName: "way"))
  var metering = MeteringForm.exact

  @Option(help: .pageCharges)
  var pageCharges = PageCharges.classic

  @OptionGroup var limits: SubnetOptions

  @Option(
    help: ArgumentHelp(
      "The options of the code in JSON, in place of those above.",
      valueName: "options", visibility: .hidden))
  var code: CodeOptions?

  @Option(
    help: ArgumentHelp(
      "A file to which a line of JSON is added for each execution, with its calls.",
      valueName: "file", visibility: .hidden))
  var profiles: String?

  @Option(
    help: ArgumentHelp(
      "A file with what the names of Swift in the module stand for.",
      valueName: "file", visibility: .hidden))
  var swiftNames: String?

  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp("The canister's module, and what it is to do.", valueName: "module"),
    completion: .file())
  var words: [String] = []

  func validate() throws {
    if ["--help", "-h"].contains(words.first) { throw CleanExit.helpRequest(self) }
    if words.isEmpty { throw ValidationError("The module is missing; see --help.") }
  }

  func run() throws {
    let path = words[0]
    let bytes = try InputFile.read(path)
    let module: CanisterModule
    do {
      module = try CanisterModule.admit(bytes, subnet: limits.subnet)
    } catch {
      throw CompilationError.notAdmitted(path: path, error)
    }
    let options =
      code
      ?? CodeOptions(stableMemory: stable, metering: metering, pageCharges: pageCharges)
    let names = try swiftNames.map { SwiftNames(lines: try InputFile.read($0)) }
    let canister = try InterpretedCanister(
      Pipeline.instrument(
        module.validated, options: options, watchesCalls: profiles != nil),
      identity: "\(module.hash) \(Version.line)", options: options,
      hasEnhancedOrthogonalPersistence: module.hasEnhancedOrthogonalPersistence,
      reservesLastPages: module.reservesLastPages,
      functionNames: module.functionNames(with: names ?? SwiftNames(of: module)))
    if let profiles { canister.profiled = try ProfileFile.writer(to: profiles) }
    let name = "tinsmith \(Self._commandName) \(path)"
    let status = canister.runCommandLine([name] + words.dropFirst())
    if status != 0 { throw ExitCode(status) }
  }
}

extension CodeOptions: ExpressibleByArgument {
  package init?(argument: String) { self.init(json: argument) }
}
