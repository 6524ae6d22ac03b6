import ArgumentParser
import Candid
import Subnet

/// The options about the settings that a canister's controllers may change, in the words of dfx.
struct ControllerSettings: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A controller, replacing all others; may be given several times.",
      valueName: "principal"),
    transform: { try Principal(text: $0) })
  var controller: [Principal] = []

  @Option(
    help: ArgumentHelp("A controller to add.", valueName: "principal"),
    transform: { try Principal(text: $0) })
  var addController: [Principal] = []

  @Option(
    help: ArgumentHelp("A controller to remove.", valueName: "principal"),
    transform: { try Principal(text: $0) })
  var removeController: [Principal] = []

  @Option(
    help: ArgumentHelp(
      "The share of a processor that the canister is guaranteed: 0 to 100.", valueName: "percent"))
  var computeAllocation: UInt64?

  @Option(
    help: ArgumentHelp(
      "How much memory the canister is guaranteed: bytes, or a number with KiB, MiB or GiB.",
      valueName: "size"))
  var memoryAllocation: ByteCount?

  @Option(
    help: ArgumentHelp(
      "How long the cycles must last, or the canister is frozen: seconds, or a number with m, h, "
        + "d or w.",
      valueName: "time"))
  var freezingThreshold: TimeSpan?

  @Option(
    help: ArgumentHelp(
      "How many cycles may be set aside for storage; a number, also with k, m, b or t.",
      valueName: "cycles"))
  var reservedCyclesLimit: CycleCount?

  @Option(
    help: ArgumentHelp("The largest size of the heap; 0 for no limit.", valueName: "size"))
  var wasmMemoryLimit: ByteCount?

  @Option(
    help: ArgumentHelp(
      "How little of the heap may be left before canister_on_low_wasm_memory runs.",
      valueName: "size"))
  var wasmMemoryThreshold: ByteCount?

  @Option(
    help: ArgumentHelp("Who may read the log: controllers or public.", valueName: "who"))
  var logVisibility: LogVisibility?

  @Option(
    help: ArgumentHelp(
      "Who may read the log beside the controllers; may be given several times.",
      valueName: "principal"),
    transform: { try Principal(text: $0) })
  var logViewer: [Principal] = []

  @Option(
    name: .customLong("env"),
    help: ArgumentHelp(
      "Set an environment variable; NAME alone removes it.", valueName: "name=value"))
  var variables: [EnvironmentSetting] = []

  /// Those who may read a log.
  enum LogVisibility: String, CaseIterable, ExpressibleByArgument {
    case controllers, `public`
  }

  func validate() throws {
    if !controller.isEmpty && !(addController + removeController).isEmpty {
      throw ValidationError(
        "--controller names all controllers; --add-controller and --remove-controller change "
          + "those that there are.")
    }
    if logVisibility != nil && !logViewer.isEmpty {
      throw ValidationError("--log-visibility and --log-viewer exclude each other.")
    }
  }

  /// The fields of the record of settings that the options change, in Candid; those that go out
  /// from what is there do so from the settings in a `canister_status`, if the canister is there.
  func fields(of old: CandidValue?) -> [String] {
    var fields: [String] = []
    func add(_ name: String, _ value: (some Any)?) {
      if let value { fields.append("\(name) = opt \(value)") }
    }
    add("controllers", controllers(old).map(Self.list))
    add("compute_allocation", computeAllocation)
    add("memory_allocation", memoryAllocation?.bytes)
    add("freezing_threshold", freezingThreshold.map { $0.nanoseconds / 1_000_000_000 })
    add("reserved_cycles_limit", reservedCyclesLimit?.count)
    add("wasm_memory_limit", wasmMemoryLimit?.bytes)
    add("wasm_memory_threshold", wasmMemoryThreshold?.bytes)
    add("log_visibility", logVisibility.map { "variant { \($0.rawValue) }" })
    if !logViewer.isEmpty {
      add("log_visibility", "variant { allowed_viewers = \(Self.list(logViewer)) }")
    }
    if !variables.isEmpty { add("environment_variables", environment(old)) }
    return fields
  }

  private func controllers(_ old: CandidValue?) -> [Principal]? {
    if !controller.isEmpty { return controller }
    if (addController + removeController).isEmpty { return nil }
    let there = old?["controllers"].elements.map(\.principal) ?? []
    return (there + addController.filter { !there.contains($0) })
      .filter { !removeController.contains($0) }
  }

  private func environment(_ old: CandidValue?) -> String {
    var values: [String: String] = [:]
    for variable in old?["environment_variables"].elements ?? [] {
      values[variable["name"].string] = variable["value"].string
    }
    for variable in variables { values[variable.name] = variable.value }
    let records = values.sorted { $0.key < $1.key }.map { name, value in
      "record { name = \(Self.quoted(name)); value = \(Self.quoted(value)) }"
    }
    return "vec { \(records.joined(separator: "; ")) }"
  }

  private static func list(_ principals: [Principal]) -> String {
    "vec { " + principals.map { "principal \"\($0)\"" }.joined(separator: "; ") + " }"
  }

  /// A text in Candid's quotes.
  private static func quoted(_ text: String) -> String {
    String(ValueText.line([.text(text)]).dropFirst().dropLast())
  }
}

extension [String] {
  /// Fields of a record, in Candid.
  var text: String { joined(separator: "; ") }
}
