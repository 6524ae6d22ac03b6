import Candid
import Hashing

/// Settings as calls of the management canister have them.
extension CanisterSettings {
  private static let maximumVariables = 20
  private static let maximumVariablePartBytes = 128

  /// These settings, but for what a record of settings has.
  func changed(by record: CandidValue) throws(UserError) -> CanisterSettings {
    func number<Number: FixedWidthInteger>(
      _ name: String, _ current: Number, _ setting: String, _ range: String,
      limit: Number = .max
    ) throws(UserError) -> Number {
      guard case .nat(let number) = record[name].content else { return current }
      guard let value = number.exactly(as: Number.self), value <= limit else {
        throw .outOfRange(setting, in: range, got: number)
      }
      return value
    }
    let words = "of [0..2^64-1]"
    var settings = self
    settings.computeAllocationPercent = try number(
      "compute_allocation", computeAllocationPercent, "ComputeAllocation", "[0..100]", limit: 100)
    settings.memoryAllocationBytes = try number(
      "memory_allocation", memoryAllocationBytes, "MemoryAllocation",
      "[0..18_446_744_073_709_551_615]")
    settings.freezingThresholdSeconds = try number(
      "freezing_threshold", freezingThresholdSeconds, "Freezing threshold", words)
    settings.reservedCyclesLimit = try number(
      "reserved_cycles_limit", reservedCyclesLimit, "Reserved cycles limit", "of [0..2^128-1]")
    settings.minimumIncomingCallCycles = try number(
      "minimum_incoming_canister_call_cycles", minimumIncomingCallCycles,
      "Minimum incoming canister call cycles", "of [0..2^128-1]")
    let limit = try number(
      "wasm_memory_limit", wasmMemoryLimitBytes ?? 0, "Wasm memory limit", words, limit: 1 << 48)
    settings.wasmMemoryLimitBytes = limit == 0 ? nil : limit
    settings.wasmMemoryThresholdBytes = try number(
      "wasm_memory_threshold", wasmMemoryThresholdBytes, "Wasm memory threshold", words)
    settings.logMemoryLimitBytes = try number(
      "log_memory_limit", logMemoryLimitBytes, "Log memory limit", words)
    settings.logVisibility = try Visibility(record["log_visibility"]) ?? logVisibility
    settings.snapshotVisibility =
      try Visibility(record["snapshot_visibility"]) ?? snapshotVisibility
    settings.statusVisibility = try Visibility(record["status_visibility"]) ?? statusVisibility
    settings.environmentVariables =
      try Self.variables(record["environment_variables"]) ?? environmentVariables
    return settings
  }

  private static func variables(
    _ value: CandidValue
  ) throws(UserError) -> [String: String]? {
    guard let list = value.content?.elements else { return nil }
    var variables: [String: String] = [:]
    for variable in list {
      guard variables.updateValue(variable["value"].string, forKey: variable["name"].string) == nil
      else { throw .duplicateVariables }
    }
    guard variables.count <= maximumVariables else {
      throw .tooManyVariables(count: variables.count, limit: maximumVariables)
    }
    for (name, value) in variables.sorted(by: { $0.key < $1.key }) {
      for (part, text) in [("name", name), ("value", value)]
      where text.utf8.count > maximumVariablePartBytes {
        throw .variableTooLong(part, text, limit: maximumVariablePartBytes)
      }
    }
    return variables
  }

  /// The record with all settings.
  func candid(controllers: [Principal]) -> CandidValue {
    .record([
      "controllers": .vector(controllers.map { .principal($0) }),
      "compute_allocation": .nat(BigInteger(computeAllocationPercent)),
      "memory_allocation": .nat(BigInteger(memoryAllocationBytes)),
      "freezing_threshold": .nat(BigInteger(freezingThresholdSeconds)),
      "reserved_cycles_limit": .nat(BigInteger(reservedCyclesLimit)),
      "minimum_incoming_canister_call_cycles": .nat(BigInteger(minimumIncomingCallCycles)),
      "log_visibility": logVisibility.candid,
      "log_memory_limit": .nat(BigInteger(logMemoryLimitBytes)),
      "snapshot_visibility": snapshotVisibility.candid,
      "status_visibility": statusVisibility.candid,
      "wasm_memory_limit": .nat(BigInteger(wasmMemoryLimitBytes ?? 0)),
      "wasm_memory_threshold": .nat(BigInteger(wasmMemoryThresholdBytes)),
      "environment_variables": .vector(
        environmentVariables.sorted { $0.key < $1.key }.map { name, value in
          .record(["name": .text(name), "value": .text(value)])
        }),
    ])
  }
}

extension CanisterSettings.Visibility {
  private static let maximumViewers = 10

  /// That of an option; nil if it is empty.
  fileprivate init?(_ value: CandidValue) throws(UserError) {
    guard
      let variant = value.content?.variant(of: ["controllers", "public", "allowed_viewers"])
    else { return nil }
    switch variant.name {
    case "controllers": self = .controllers
    case "public": self = .everybody
    default:
      let viewers = variant.value.elements.map(\.principal)
      guard viewers.count <= Self.maximumViewers else {
        throw .tooManyElements(limit: Self.maximumViewers)
      }
      self = .viewers(viewers)
    }
  }

  fileprivate var candid: CandidValue {
    switch self {
    case .controllers: .variant("controllers", .null)
    case .everybody: .variant("public", .null)
    case .viewers(let viewers):
      .variant("allowed_viewers", .vector(viewers.map { .principal($0) }))
    }
  }
}

extension CanisterSettings {
  /// The hash of the environment variables, as a canister's history has it; nil if there are none
  /// (Interface Specification, "Hash of map").
  var variablesHash: [UInt8]? {
    guard !environmentVariables.isEmpty else { return nil }
    let pairs = environmentVariables.map { name, value in
      SHA256.hash(Array(name.utf8)) + SHA256.hash(Array(value.utf8))
    }
    return SHA256.hash(Array(pairs.sorted { $0.lexicographicallyPrecedes($1) }.joined()))
  }
}
