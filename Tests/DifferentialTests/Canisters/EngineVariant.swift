import Admission
import CanisterProcess
import Comparison
import Compiler
import Engines
import Foundation
import Instrumentation
import ObjectFiles
import SubnetHost
import TestSupport

/// An engine with options: how the code counts, reaches stable memory and is optimised.
struct EngineVariant: CustomStringConvertible {
  let kind: Kind
  let options: CodeOptions

  enum Kind: String {
    case interpreted, linked, loaded
  }

  init(
    _ kind: Kind, _ metering: MeteringForm = .exact, _ stable: StableMemoryForm = .inline,
    _ optimization: OptimizationLevel = .standard, _ pageCharges: PageCharges = .classic
  ) {
    self.kind = kind
    options = CodeOptions(
      stableMemory: stable, metering: metering, pageCharges: pageCharges,
      optimization: optimization)
  }

  /// The variants that count instructions, the simplest first; what they count must be the same.
  static func counting(_ pageCharges: PageCharges) -> [EngineVariant] {
    [
      EngineVariant(.interpreted, .exact, .call, .none, pageCharges),
      EngineVariant(.interpreted, .exact, .inline, .none, pageCharges),
      EngineVariant(.linked, .exact, .inline, .standard, pageCharges),
      EngineVariant(.linked, .exact, .call, .less, pageCharges),
      EngineVariant(.loaded, .exact, .inline, .aggressive, pageCharges),
      EngineVariant(.linked, .reference, .inline, .standard, pageCharges),
      EngineVariant(.linked, .reference, .call, .none, pageCharges),
    ]
  }

  /// Those that count nothing.
  static let uncounting = [
    EngineVariant(.interpreted, .off, .call, .none),
    EngineVariant(.linked, .off, .inline, .standard),
    EngineVariant(.loaded, .off, .call, .aggressive),
  ]

  var description: String {
    "\(kind)-\(options.metering)-\(options.stableMemory)-O\(options.optimization.rawValue)"
      + (options.pageCharges == .tracker ? "-tracker" : "")
  }

  /// What `tinsmith run` is to be told for this variant.
  private var words: String {
    let engine =
      switch kind {
      case .interpreted: "--engine interpreter"
      case .linked: "-O\(options.optimization.rawValue)"
      case .loaded: "--loader memory -O\(options.optimization.rawValue)"
      }
    return "\(engine) --metering \(options.metering) --stable \(options.stableMemory) "
      + "--page-charges \(options.pageCharges)"
  }

  /// What scripts call the module.
  static let moduleName = "module.wasm"

  /// A canister with this engine, made in the folder in which its module is.
  func contender(for canister: CanisterModule, in folder: URL) throws -> Contender {
    let code = CanisterCode(canister, program: try program(of: canister, in: folder))
    return Contender(
      name: description, label: description, options: words,
      countsInstructions: options.metering != .off
    ) { _, _ in code }
  }

  /// The program of a canister, made in the folder in which its module is.
  func program(of canister: CanisterModule, in folder: URL) throws -> CanisterProgram {
    let tinsmith = TinsmithProgram.url.path
    let modulePath = folder.appending(path: Self.moduleName).path
    let interpretation = [
      InterpreterEngine.commandName, "--stable", options.stableMemory.rawValue,
      "--metering", options.metering.rawValue, "--page-charges", options.pageCharges.rawValue,
      modulePath,
    ]
    let files = CanisterProgram.ReachableFiles(read: [modulePath])
    let path = folder.appending(path: description).path
    let witness = CanisterProgram.Witness(
      executablePath: tinsmith, arguments: interpretation + ["--observe"], files: files)
    let compiler = NativeCompiler(options: options)
    switch kind {
    case .interpreted:
      return CanisterProgram(executablePath: tinsmith, arguments: interpretation, files: files)
    case .linked:
      try compiler.link(compiler.objects(of: canister), with: Linker(), to: path)
      return CanisterProgram(
        executablePath: path, witness: options.metering == .exact ? witness : nil)
    case .loaded:
      let archive = ObjectArchive(objects: try compiler.objects(of: canister))
      try Data(archive.bytes).write(to: URL(filePath: path))
      return CanisterProgram(
        executablePath: tinsmith,
        arguments: [NativeEngine.loadingCommandName, "--trust", path],
        files: CanisterProgram.ReachableFiles(read: [path]),
        witness: options.metering == .exact ? witness : nil)
    }
  }
}
