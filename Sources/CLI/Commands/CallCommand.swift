import Bytes
import Admission
import Subnet
import SubnetHost
import Executions
import ArgumentParser
import Candid
import Workspace

/// `tinsmith call`: sends a message to an installed canister.
struct CallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "call",
    abstract: "Call a method of an installed canister.",
    discussion: """
      The argument is written in Candid; a single one needs no parentheses, and a single text no \
      quotes. Whether the call is a query follows from the canister's interface. Before it, \
      timers that are due fire and heartbeats run once, in all canisters of the network. Canisters \
      call each other by their ids, which tinsmith status shows.

      Examples:
        tinsmith call kv.wasm len
        tinsmith call kv.wasm insert '(record { high = 0; low = 1 }, record { high = 0; low = 2 })'
        tinsmith call ledger.wasm icrc1_balance_of --argument-file account.args --output json
        tinsmith call kv.wasm len --hex 4449444c0000 --output hex
        tinsmith call rrkah-fqaaa-aaaaa-aaaaq-cai len
        tinsmith call aaaaa-aa start_canister '(record { canister_id = principal "rrkah-…" })'

      Exit status: 0 for a reply, 1 if the canister rejects or traps, 2 for a mistake in the \
      command line or in the argument.
      """)

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @Argument(help: ArgumentHelp("The method.", valueName: "method"))
  var method: String

  @OptionGroup var argument: ArgumentOptions

  /// Whether a call may leave a trace.
  enum Kind: String, EnumerableFlag {
    case query, update
  }

  @Flag(help: "Call it as a query or as an update, regardless of the interface.")
  var kind: Kind?

  @Option(
    help: ArgumentHelp(
      "How the reply is shown: pp is Candid in lines, idl Candid in one line, raw is hex. The "
        + "default is pp, or hex if it is not Candid.",
      valueName: "form"))
  var output: ReplyFormat?

  @OptionGroup var tasks: TaskOptions

  @OptionGroup var settings: SettingsOptions

  @OptionGroup var options: TargetOptions

  func run() throws {
    try NetworkSession.with(options.network.folder(of: canister), options) { session in
      if canister.isManagement { return try callManagement(session) }
      let canister = try session.installed(canister)
      let file = canister.file
      let interface =
        try argument.interface(of: file, installedWith: canister.interfacePath)
        ?? session.interfaceByQuery(of: canister)
      let isQuery = try isQuery(find(in: file.description))
      let types = interface?.method(named: method)?.type
      let argument = try argument.bytes(for: method, in: interface)
      let call = NetworkSession.Call(
        method: method, argument: argument, isQuery: isQuery, runsTasks: !tasks.noTasks)
      let reply = try session.call(call, on: canister.id, changing: settings.change)
      try show(reply, types: types?.results, in: interface?.types ?? .init())
    }
  }

  private func callManagement(_ session: NetworkSession) throws {
    guard try session.open() else { throw WorkspaceError.noNetwork(session.folder.path) }
    let interface = ManagementInterface.interface
    guard let found = interface.method(named: method) else {
      let names = interface.methods.map(\.name)
      throw CommandError.unknownManagementMethod(
        method, suggestion: Suggestion.best(for: method, among: names))
    }
    let call = NetworkSession.Call(
      method: method, argument: try argument.bytes(for: method, in: interface),
      isQuery: kind.map { $0 == .query } ?? found.isQuery, runsTasks: !tasks.noTasks)
    try show(
      try session.call(call, on: .management), types: found.type.results, in: interface.types)
  }

  private func show(_ reply: [UInt8], types: [CandidType]?, in table: TypeTable) throws {
    if let output {
      let text = try output.text(reply, types: types, in: table)
      if output == .json {
        Terminal.standardOutput.writeJSON(text)
      } else {
        Terminal.standardOutput.write(text + "\n")
      }
      return
    }
    let text: String
    do {
      text = try ReplyFormat.pp.text(reply, types: types, in: table)
    } catch .replyNotDecoded(let error, _) {
      if types != nil, let own = try? ReplyFormat.pp.text(reply, types: nil, in: table) {
        Tinsmith.note("the reply is not of the types that the interface tells (\(error))")
        text = own
      } else {
        Tinsmith.note("the reply is not Candid (\(error)), so these are its bytes")
        text = "0x" + reply.hexadecimal
      }
    }
    Terminal.standardOutput.write(text + "\n")
  }

  private func find(
    in description: CanisterDescription
  ) throws(CommandError) -> CanisterDescription.Method {
    if let found = description.method(named: method) { return found }
    let names = description.methods.map(\.name)
    throw .unknownMethod(
      method, of: canister.text, suggestion: Suggestion.best(for: method, among: names),
      methods: description.methods.map { "\($0.name) (\($0.kind.words))" })
  }

  private func isQuery(_ found: CanisterDescription.Method) throws(CommandError) -> Bool {
    switch kind {
    case .update: return false
    case .query where found.kind == .update: throw .notQuery(method)
    case .query: return true
    // The code decides; an interface may be out of date.
    case nil: return found.kind != .update
    }
  }
}

extension NetworkSession {
  /// The interface as the canister's own query returns it: older tools made such queries.
  fileprivate func interfaceByQuery(of canister: InstalledCanister) throws -> CandidInterface? {
    let method = "__get_candid_interface_tmp_hack"
    guard canister.file.description.method(named: method)?.kind == .query else { return nil }
    guard let bytes = try ask(canister.id, method, ArgumentOptions.none),
      case .text(let text)? = try? CandidMessage(decoding: bytes).values.first
    else { return nil }
    return try InterfaceFile.parse(text, name: method, besides: canister.file.path)
  }
}

extension CanisterMethodKind {
  /// As people call it.
  fileprivate var words: String {
    switch self {
    case .update: "update"
    case .query: "query"
    case .compositeQuery: "composite query"
    }
  }
}
