import Admission
import ArgumentParser
import CanisterProcess
import Executions
import Subnet
import Workspace

/// The options about an installed canister's settings, which stay until they are changed.
struct SettingsOptions: ParsableArguments {
  @Option(
    name: .customLong("env"),
    help: ArgumentHelp(
      "Set an environment variable of the canister; NAME alone removes it. Settings stay until "
        + "they are changed.",
      valueName: "name=value"))
  var variables: [EnvironmentSetting] = []

  @Option(
    help: ArgumentHelp(
      "The largest size of the heap: bytes, or a number with KiB, MiB or GiB; 0 for no limit.",
      valueName: "size"))
  var wasmMemoryLimit: ByteCount?

  @Option(
    help: ArgumentHelp(
      "How little of the heap may be left before canister_on_low_wasm_memory runs.",
      valueName: "size"))
  var wasmMemoryThreshold: ByteCount?

  @Option(help: .subnet)
  var subnet: SubnetKind?

  /// How many variables a canister may have.
  private static let maximumVariables = Configuration.maximumEnvironmentVariableCount

  func validate() throws {
    if let wasmMemoryLimit, wasmMemoryLimit.bytes > 1 << 48 {
      throw ValidationError("--wasm-memory-limit is at most 2^48 bytes.")
    }
  }

  /// The changes of a canister by the options.
  var change: NetworkSession.Change {
    NetworkSession.Change(subnetKind: subnet, settings: changed)
  }

  /// The settings changed by the options.
  private func changed(_ settings: CanisterSettings) throws -> CanisterSettings {
    var settings = settings
    for variable in variables {
      settings.environmentVariables[variable.name] = variable.value
    }
    if settings.environmentVariables.count > Self.maximumVariables {
      throw ValidationError(
        "A canister has at most \(Self.maximumVariables) environment variables.")
    }
    if let wasmMemoryLimit {
      settings.wasmMemoryLimitBytes = wasmMemoryLimit.bytes == 0 ? nil : wasmMemoryLimit.bytes
    }
    if let wasmMemoryThreshold { settings.wasmMemoryThresholdBytes = wasmMemoryThreshold.bytes }
    return settings
  }
}

/// `NAME=VALUE`, or `NAME` to remove the variable.
struct EnvironmentSetting: ExpressibleByArgument {
  let name: String
  let value: String?

  /// In bytes, of either.
  private static let maximumSize = 128

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    name = String(parts[0])
    value = parts.count == 2 ? String(parts[1]) : nil
    let sizes = [name.utf8.count, value?.utf8.count ?? 0]
    guard !name.isEmpty, sizes.allSatisfy({ $0 <= Self.maximumSize }) else { return nil }
  }
}

/// A number of bytes, such as `100`, `64KiB` or `3 GiB`.
struct ByteCount: ExpressibleByArgument {
  let bytes: UInt64

  private static let units: [String: UInt64] = [
    "": 1, "b": 1, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
    "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000, "tb": 1_000_000_000_000,
  ]

  init?(argument: String) {
    let digits = argument.prefix { ("0"..."9").contains($0) || $0 == "_" }
    let unit = argument.dropFirst(digits.count).drop { $0 == " " }.lowercased()
    guard let number = UInt64(digits.filter { $0 != "_" }), let factor = Self.units[unit] else {
      return nil
    }
    let (bytes, overflows) = number.multipliedReportingOverflow(by: factor)
    guard !overflows else { return nil }
    self.bytes = bytes
  }
}
