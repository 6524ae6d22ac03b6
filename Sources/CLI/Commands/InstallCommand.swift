import ArgumentParser
import Candid
import Canister
import Driver
import Foundation
import Replica

/// `tinsmith install`: a module becomes a canister on this machine.
struct InstallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Install a canister on this machine, or upgrade it.",
    discussion: """
      The module is compiled, unless that was done before, and its canister_init or \
      canister_post_upgrade gets the argument. The canister's state is kept in the folder \
      .tinsmith beside the module.

      Examples:
        tinsmith install kv.wasm
        tinsmith install ledger.wasm '(variant { Upgrade })' --mode upgrade
        tinsmith install ledger.wasm --argument-file init.args --mode reinstall

      Exit status: 0 for success, 1 if the canister refuses or traps, 2 for a mistake in the \
      command line or in the argument.
      """)

  @Argument(help: ArgumentHelp("The canister's module.", valueName: "module"), completion: .file())
  var path: String

  @OptionGroup var argument: ArgumentOptions

  /// The ways in which code comes to a canister.
  enum Mode: String, CaseIterable, ExpressibleByArgument {
    case auto, install, reinstall, upgrade
  }

  @Option(
    help: ArgumentHelp(
      "How the code comes to the canister: auto installs what is not there and upgrades what is.",
      valueName: "mode"))
  var mode = Mode.auto

  @OptionGroup var options: TargetOptions

  func run() throws {
    let bytes = try InputFile.read(path)
    let module = try InstalledCanister.admit(bytes, path: path)
    let interface = try argument.interface(of: module, path: path)
    let argument = try argument.bytes(
      for: "the installation", types: interface?.initialization,
      in: interface?.types ?? .init())
    let canister = InstalledCanister(module: path, state: options.state)
    let old = try canister.record()
    try CanisterSession.with(canister, options) { session in
      let code = try session.code(module)
      if let old {
        _ = try session.resume(old)
      } else {
        session.subnet.createCanister(id: InstalledCanister.id)
      }
      try canister.keep(bytes, hash: module.hash)
      let report = try session.subnet.install(
        code, on: InstalledCanister.id, mode: mode(isInstalled: old != nil), argument: argument)
      var record = old ?? CanisterRecord(moduleHash: module.hash)
      try session.note(report, in: &record, isLogged: true)
      switch report.result {
      case .reply, .ok:
        record.moduleHash = module.hash
        try canister.write(record)
        if let old, old.moduleHash != module.hash { canister.drop(hash: old.moduleHash) }
      case .reject(let error), .trap(let error):
        if old?.moduleHash != module.hash { canister.drop(hash: module.hash) }
        if old != nil { try canister.write(record) }
        throw MessageFailure(error: error)
      }
    }
  }

  private func mode(isInstalled: Bool) -> Subnet.InstallationMode {
    switch mode {
    case .auto: isInstalled ? .upgrade : .install
    case .install: .install
    case .reinstall: .reinstall
    case .upgrade: .upgrade
    }
  }
}

/// A canister, or the system in its place, did not do what a message asked for.
struct MessageFailure: Error {
  let error: UserError
}
