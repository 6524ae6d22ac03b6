import Candid
import Subnet

/// The settings in a `canister_status`, for people and for programs.
struct CanisterSettingsObject: Encodable {
  let controllers: [String]
  /// In percent.
  let computeAllocation: Nat
  /// In bytes.
  let memoryAllocation: Nat
  /// In seconds.
  let freezingThreshold: Nat
  let reservedCyclesLimit: Nat
  /// In bytes; 0 if there is none.
  let wasmMemoryLimit: Nat
  /// In bytes.
  let wasmMemoryThreshold: Nat
  /// In bytes.
  let logMemoryLimit: Nat
  /// `controllers`, `public`, or the principals who may read the log.
  let logVisibility: [String]
  let environmentVariables: [String: String]

  init(_ settings: CandidValue) {
    controllers = settings["controllers"].elements.map { "\($0.principal)" }
    computeAllocation = Nat(settings["compute_allocation"])
    memoryAllocation = Nat(settings["memory_allocation"])
    freezingThreshold = Nat(settings["freezing_threshold"])
    reservedCyclesLimit = Nat(settings["reserved_cycles_limit"])
    wasmMemoryLimit = Nat(settings["wasm_memory_limit"])
    wasmMemoryThreshold = Nat(settings["wasm_memory_threshold"])
    logMemoryLimit = Nat(settings["log_memory_limit"])
    let visibility = settings["log_visibility"].variant(
      of: ["controllers", "public", "allowed_viewers"])
    logVisibility =
      visibility?.name == "allowed_viewers"
      ? visibility?.value.elements.map { "\($0.principal)" } ?? [] : [visibility?.name ?? ""]
    environmentVariables = Dictionary(
      settings["environment_variables"].elements.map { ($0["name"].string, $0["value"].string) },
      uniquingKeysWith: { first, _ in first })
  }

  /// As icp shows them.
  var lines: [String] {
    let variables = environmentVariables.sorted { $0.key < $1.key }
    return [
      "Controllers: \(controllers.joined(separator: ", "))",
      "Compute allocation: \(computeAllocation.text)",
      "Memory allocation: \(memoryAllocation.text)",
      "Freezing threshold: \(freezingThreshold.text)",
      "Reserved cycles limit: \(reservedCyclesLimit.text)",
      "Wasm memory limit: \(wasmMemoryLimit.text)",
      "Wasm memory threshold: \(wasmMemoryThreshold.text)",
      "Log memory limit: \(logMemoryLimit.text)",
      "Log visibility: \(visibilityText)",
      "Environment Variables:\(variables.isEmpty ? " N/A" : "")",
    ] + variables.map { "  Name: \($0.key), Value: \($0.value)" }
  }

  private var visibilityText: String {
    switch logVisibility {
    case ["controllers"]: "Controllers"
    case ["public"]: "Public"
    default: "Allowed viewers: \(logVisibility.joined(separator: ", "))"
    }
  }
}

/// A natural number of any size: in JSON the digits in quotes, since many readers round.
struct Nat: Encodable {
  private let digits: String

  /// The value of a `nat`; 0 for any other.
  init(_ value: CandidValue) {
    if case .nat(let number) = value { digits = "\(number)" } else { digits = "0" }
  }

  /// Digits in groups of three.
  var text: String { TextForm.grouped(digits) }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(digits)
  }
}
