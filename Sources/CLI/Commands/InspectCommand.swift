import Admission
import ArgumentParser
import Compiler
import Foundation
import ObjectFiles
import Workspace

/// `tinsmith inspect`: what is in a module.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show what is in a canister's module.",
    discussion: """
      Shows sizes, imports, methods, custom sections and the interface in Candid; also of a module \
      that the Internet Computer would refuse, with the reason.

      Examples:
        tinsmith inspect ledger.wasm.gz
        tinsmith inspect ledger.wasm --json | jq .methods.update
      """)

  @Argument(help: ArgumentHelp("The module.", valueName: "module"), completion: .file())
  var path: String

  @Flag(help: "Print an object in JSON.")
  var json = false

  @OptionGroup var limits: SubnetOptions

  func run() throws {
    let bytes = try ModuleFile.read(path)
    if CanisterExecutable.isExecutable(bytes) { throw WorkspaceError.moduleIsExecutable(path) }
    let inspection: Inspection
    do {
      inspection = try Inspection(of: bytes, subnet: limits.subnet)
    } catch {
      throw CompilationError.notAdmitted(path: path, error)
    }
    if json {
      try Terminal.standardOutput.write(json: inspection, formatting: .prettyPrinted)
    } else {
      Terminal.standardOutput.write(InspectionText(inspection, name: path).text)
    }
  }
}
