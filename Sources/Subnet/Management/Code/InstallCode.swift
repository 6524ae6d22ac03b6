import Candid

/// Gives code to a canister (Interface Specification, "IC method `install_code`"): the host
/// compiles it first.
enum InstallCode: ManagementMethod {
  static let name = "install_code"

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let (mode, options) = mode(call.argument["mode"])
    let installation = CodeInstallation(
      origin: call.origin, canister: call.canister, mode: mode,
      code: CodeDescription(identity: ""), argument: call.argument["arg"].bytes, options: options)
    subnet.compile(
      .bytes(call.argument["wasm_module"].bytes), for: installation, in: call.context)
    return nil
  }

  /// The mode of an installation, and what an upgrade does other than by default.
  static func mode(_ value: CandidValue) -> (InstallationMode, UpgradeOptions) {
    guard let mode = value.variant(of: InstallationMode.allCases.map(\.rawValue)) else {
      return (.install, UpgradeOptions())
    }
    let options = mode.value.content
    let persistence = options?["wasm_memory_persistence"].content?
      .variant(of: ["keep", "replace"])?.name
    return (
      InstallationMode(rawValue: mode.name) ?? .install,
      UpgradeOptions(
        skipsPreUpgrade: options?["skip_pre_upgrade"].content?.boolean ?? false,
        keepsHeap: persistence.map { $0 == "keep" })
    )
  }
}

extension SubnetState {
  /// Has the host compile the module of an installation.
  mutating func compile(
    _ module: ModuleSource, for installation: CodeInstallation, in context: ContextNumber
  ) {
    let number = request(for: .compilation(context, installation))
    effects.append(.compile(number, module))
  }

  /// Continues when a module that a canister wants to install was compiled, or refused.
  mutating func finishCompilation(
    _ result: CompilationResult, for installation: CodeInstallation, in context: ContextNumber
  ) {
    switch result {
    case .compiled(let code):
      var installation = installation
      installation.code = code
      install(installation, for: .context(context))
    case .otherModule(let hash, let wanted):
      finish(context, answer: .refusal(.otherModule(hash: hash, wanted: wanted)))
    case .refused(let code, let reason):
      let error = UserError.moduleRefused(installation.canister, code: code, reason: reason)
      finish(context, answer: .refusal(error))
    }
  }
}
