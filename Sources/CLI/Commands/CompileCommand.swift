import Admission
import ArgumentParser
import Compiler
import Files
import Foundation
import Instrumentation

/// `tinsmith compile`: a module becomes an executable, or what is on the way to one.
struct CompileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile",
    abstract: "Compile a canister to a native executable.",
    discussion: """
      The module may be compressed by gzip. The executable runs one message from its command line, \
      or serves messages; its own --help tells how.

      Examples:
        tinsmith compile ledger.wasm -o ledger
        tinsmith compile ledger.wasm.gz -o ledger -O3 --cpu native
        tinsmith compile ledger.wasm --time-phases
        tinsmith compile kv.wasm --emit llvm-ir -o - | less
        tinsmith compile kv.wasm --emit wasm
      """)

  @Argument(help: ArgumentHelp("The canister's module.", valueName: "module"), completion: .file())
  var path: String

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      """
      The file to write, - for standard output. By default it has the module's name, and lies in \
      the current folder.
      """,
      valueName: "file"))
  var output: String?

  @OptionGroup var code: CodeFlags

  @Option(help: ArgumentHelp("What to write.", valueName: "form"))
  var emit = Emission.executable

  @Option(
    help: ArgumentHelp(
      "The processors that the code is for; others refuse it.", valueName: "level"))
  var cpu = Processor.default

  @OptionGroup var limits: SubnetOptions

  @OptionGroup var phases: PhaseOptions

  func run() throws {
    Interruption.prepare {}
    let progress = ProgressLine(name: path)
    defer { progress.end() }
    var options = code.options
    options.processor = cpu
    if emit == .wasm && options.tracksPages { throw CommandError.pagesNotTracked }
    let timer = PhaseTimer()
    let compiler = NativeCompiler(options: options, timer: timer, report: progress.show)
    let output = output ?? defaultOutput
    if emit == .executable {
      if output == "-" { throw CommandError.executableToStandardOutput }
      // If there is no linker, the user learns it before the long compilation.
      let linker = try Linker()
      let objects = try compiler.objects(of: admit(compiler))
      try compiler.link(objects, with: linker, to: output)
    } else {
      let code = try compiler.emit(admit(compiler), as: emit)
      if output == "-" {
        progress.end()
        try FileHandle.standardOutput.write(contentsOf: code)
      } else {
        try OutputFile.write(code, to: output)
      }
    }
    progress.end()
    if output != "-" && (emit == .executable || emit == .object) { CacheNote.compiled(output) }
    try phases.show(timer.times)
  }

  private func admit(_ compiler: NativeCompiler) throws(CompilationError) -> CanisterModule {
    let bytes = try compiler.read(path)
    do {
      return try compiler.admit(bytes, subnet: limits.subnet)
    } catch {
      throw .notAdmitted(path: path, error)
    }
  }

  private var defaultOutput: String {
    var name = (path as NSString).lastPathComponent as NSString
    if name.pathExtension == "gz" { name = name.deletingPathExtension as NSString }
    if name.pathExtension == "wasm" { name = name.deletingPathExtension as NSString }
    return switch emit {
    case .executable: name == (path as NSString) ? "\(name).exe" : name as String
    case .object: "\(name).o"
    case .assembly: "\(name).s"
    case .llvmIR: "\(name).ll"
    case .wasm: "\(name).instrumented.wasm"
    }
  }
}
