import Admission
import SubnetHost
import ArgumentParser
import Candid
import Foundation
import Subnet
import Workspace

/// `tinsmith install`: a module becomes a canister on this machine.
struct InstallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Install a canister on this machine, or upgrade it.",
    discussion: """
      The code is a module, which is compiled unless the cache has it, or an executable that \
      tinsmith compile made. Its canister_init or canister_post_upgrade gets the argument. The \
      canister's name is that of the file without .wasm and .gz: kv.wasm, and kv compiled from \
      it, are the same canister. It is in one network with all canisters that are installed here, \
      and can call them; their state is in the nearest folder .tinsmith, here or above, which is \
      created here if there is none. If the canister exists, timers that are due fire and \
      heartbeats run once before the upgrade. The sender becomes its controller: only controllers \
      can upgrade it or change its settings.

      Examples:
        tinsmith install kv.wasm
        tinsmith install ledger.wasm index.wasm.gz
        tinsmith install kv.wasm --canister second
        tinsmith install ledger.wasm --canister ryjl3-tyaaa-aaaaa-aaaba-cai
        tinsmith compile kv.wasm -O3 && tinsmith install kv
        tinsmith install ledger.wasm '(variant { Upgrade })' --mode upgrade
        tinsmith install ledger.wasm --argument-file init.args --mode reinstall

      Exit status: 0 for success, 1 if the canister refuses or traps, 2 for a mistake in the \
      command line or in the argument.
      """)

  @Argument(
    help: ArgumentHelp("The canister's module or executable.", valueName: "code"),
    completion: .file())
  var path: String

  @OptionGroup var argument: ArgumentOptions

  @Option(
    help: ArgumentHelp(
      "The canister that gets the code: its name or its id, by default the file's name. It is "
        + "created if it does not exist.",
      valueName: "canister"))
  var canister: CanisterTarget?

  /// The ways in which code comes to a canister.
  enum Mode: String, CaseIterable, ExpressibleByArgument {
    case auto, install, reinstall, upgrade
  }

  @Option(
    help: ArgumentHelp(
      "How to install the code: auto installs a new canister and upgrades an existing one.",
      valueName: "mode"))
  var mode = Mode.auto

  /// What happens to the heap at an upgrade.
  enum Heap: EnumerableFlag {
    case keepHeap, replaceHeap

    static func help(for value: Heap) -> ArgumentHelp? {
      switch value {
      case .keepHeap:
        "Keep the heap at an upgrade; the default if the installed code asks for it."
      case .replaceHeap: "Begin with a new heap, even if the installed code asks to keep its own."
      }
    }
  }

  @Flag var heap: Heap?

  @Flag(help: "Don't run canister_pre_upgrade of the installed code.")
  var skipPreUpgrade = false

  @OptionGroup var tasks: TaskOptions

  @OptionGroup var settings: SettingsOptions

  @OptionGroup var options: TargetOptions

  func validate() throws {
    let isUpgrade = mode == .auto || mode == .upgrade
    guard isUpgrade || heap == nil && !skipPreUpgrade else {
      throw ValidationError(
        "--keep-heap, --replace-heap and --skip-pre-upgrade are about upgrades.")
    }
    guard argument.modules.isEmpty || argument.isAbsent && canister == nil else {
      throw ValidationError(
        "Of several modules each becomes a canister of its own, without argument: install those "
          + "that need one by themselves.")
    }
    let names = ([path] + argument.modules).map(CanisterTarget.name(of:))
    guard Set(names).count == names.count else {
      throw ValidationError(
        "Two files have the same name: install them by themselves, with --canister NAME.")
    }
  }

  func run() throws {
    let folder = options.network.folder(of: CanisterTarget(path))
    let earlier = try folder.record()
    let installations = try ([path] + argument.modules).map { path in
      let target = canister ?? CanisterTarget(CanisterTarget.name(of: path))
      let id = earlier?.id(of: target)
      let label = id.flatMap { earlier?.labels[$0] }
      let installedKind = id.map { earlier?.kind(of: $0) } ?? earlier?.firstSubnet.settings.kind
      let kind = settings.subnet ?? installedKind ?? .application
      noteOtherFile(than: label, path)
      return (target, try installation(of: CanisterFile(reading: path, on: kind), label))
    }
    try NetworkSession.with(folder, options, makesNetwork: true) { session in
      for (target, installation) in installations {
        try session.install(installation, for: target, changing: settings.change)
      }
    }
  }

  /// Tells that the code does not come from where the canister's code came from before.
  private func noteOtherFile(than label: NetworkRecord.Label?, _ path: String) {
    guard canister == nil, let label, let old = label.codePath,
      old != URL(fileURLWithPath: path).path
    else { return }
    Tinsmith.note(
      "\(label.name) is there already, installed from \(old); --canister NAME makes another one")
  }

  /// Code with its metadata; `label` is the canister's label so far.
  private func installation(
    of file: CanisterFile, _ label: NetworkRecord.Label?
  ) throws -> NetworkSession.Installation {
    // One that was named before holds until code comes with its own.
    let earlierPath =
      file.description.metadata.candidService == nil ? label?.interfacePath : nil
    let interfacePath = argument.did.map { URL(fileURLWithPath: $0).path } ?? earlierPath
    let interface = try argument.interface(of: file, installedWith: interfacePath)
    let argument = try argument.bytes(forInstallationIn: interface)
    var installation = NetworkSession.Installation(
      file: file, mode: mode.installationMode, argument: argument)
    installation.skipsPreUpgrade = skipPreUpgrade
    installation.keepsHeap = heap.map { $0 == .keepHeap }
    installation.runsTasks = !tasks.noTasks
    installation.interfacePath = interfacePath
    return installation
  }
}

extension InstallCommand.Mode {
  /// Nil for the one that follows from what is there.
  fileprivate var installationMode: InstallationMode? {
    switch self {
    case .auto: nil
    case .install: .install
    case .reinstall: .reinstall
    case .upgrade: .upgrade
    }
  }
}
