import Bytes
import Admission
import ArgumentParser
import Candid
import CanisterProcess
import Compiler
import Executions
import Foundation
import Scripts
import Subnet
import SubnetHost
import Workspace

/// `tinsmith status`: what is known of an installed canister.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show an installed canister's module, version and memory.",
    discussion: """
      Examples:
        tinsmith status kv.wasm
        tinsmith status kv.wasm --json | jq .stable_memory_size
      """)

  @Argument(help: .canister, completion: .file())
  var canister: CanisterTarget

  @Flag(help: "Print an object in JSON.")
  var json = false

  @OptionGroup var options: TargetOptions

  func run() throws {
    let folder = options.network.folder(of: canister)
    let known = try folder.known(canister)
    let state = folder.state(of: known.id)
    let report = StatusObject(known, try state.committed(), folder: state.path)
    if json {
      Terminal.standardOutput.writeJSON(try report.json)
    } else {
      Terminal.standardOutput.write(report.text)
    }
  }
}

/// What `tinsmith status` shows.
private struct StatusObject: Encodable {
  let canisterId: String
  /// Nil if the canister has no code.
  let moduleHash: String?
  let version: UInt64
  /// In bytes.
  let heapMemorySize: UInt64
  /// In bytes.
  let stableMemorySize: UInt64
  /// In nanoseconds since 1970; 0 if it is off.
  let globalTimer: UInt64
  let subnet: SubnetKind
  let environmentVariables: [String: String]
  /// In bytes; 0 if there is none.
  let wasmMemoryLimit: UInt64
  /// In bytes.
  let wasmMemoryThreshold: UInt64
  let certifiedData: String
  let state: String

  init(_ known: KnownCanister, _ committed: CommittedState, folder: String) {
    let canister = known.state
    canisterId = known.id.description
    moduleHash = (canister.code?.identity).map(CanisterFile.moduleHash)
    version = canister.version
    heapMemorySize = committed.heapPages &* 65536
    stableMemorySize = committed.stablePages &* 65536
    globalTimer = committed.globalTimer
    subnet = known.subnetKind
    let settings = canister.settings
    environmentVariables = settings.environmentVariables
    wasmMemoryLimit = settings.wasmMemoryLimitBytes ?? 0
    wasmMemoryThreshold = settings.wasmMemoryThresholdBytes
    certifiedData = committed.certifiedData.hexadecimal
    state = folder
  }

  var text: String {
    """
    Canister Id: \(canisterId)
    Module hash: \(moduleHash.map { "0x\($0)" } ?? "none")
    Version: \(version)
    Heap memory: \(heapMemorySize) bytes
    Stable memory: \(stableMemorySize) bytes
    Wasm memory limit: \(wasmMemoryLimit == 0 ? "none" : "\(wasmMemoryLimit) bytes")
    Wasm memory threshold: \(wasmMemoryThreshold) bytes
    Environment variables: \(variablesText)
    Subnet: \(subnet.rawValue)
    Global timer: \(globalTimer == 0 ? "off" : "\(UTCTime(nanoseconds: globalTimer)) UTC")
    Certified data: \(certifiedData.isEmpty ? "none" : "0x\(certifiedData)")
    State: \(state)

    """
  }

  private var variablesText: String {
    let names = environmentVariables.keys.sorted()
    return names.isEmpty ? "none" : names.joined(separator: ", ")
  }

  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.keyEncodingStrategy = .convertToSnakeCase
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}
