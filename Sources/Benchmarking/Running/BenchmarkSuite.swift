package import Admission
import Candid
import Compiler
package import Engines
import Files
import Foundation
import Subnet
package import SubnetHost
import Symbols

/// The benchmarks of a canister, which is installed and ready to run them.
package struct BenchmarkSuite {
  /// The benchmarks, in the order of the module's exports.
  package let names: [Name]
  private let canister: Principal
  private let subnet: LocalNetwork
  private let showPrint: (DebugPrint) -> Void
  /// By function index, as people know them; nil if the module has none.
  let functionNames: [String]?

  /// The first canister of an application subnet, as error texts have shown it to canbench's users.
  private static let canister = Principal(canisterIndex: 0xFFFF_FFFF_FFE0_0000)
  private static let prefix = "__canbench__"
  /// `(null)` in Candid: what canbench sends.
  private static let argument: [UInt8] = Array("DIDL".utf8) + [0, 1, 0x7F]

  /// Compiles and installs the canister of a configuration, and gives it its stable memory;
  /// `showPrint` is given what the canister prints.
  package init(
    _ configuration: BenchmarkConfiguration, on subnet: LocalNetwork,
    showPrint: @escaping (DebugPrint) -> Void = { _ in },
    prepare: (CanisterModule) throws -> CanisterProgram
  ) throws {
    let module = try Self.admit(configuration.modulePath)
    names = module.methods.methods.filter {
      $0.kind == .query && $0.name.utf8.starts(with: Self.prefix.utf8)
    }.map { Name(String(decoding: $0.name.utf8.dropFirst(Self.prefix.utf8.count), as: UTF8.self)) }
    let variables = try configuration.variablesPath.map(EnvironmentVariables.read) ?? [:]
    let stableMemory = configuration.stableMemoryPath
    if let stableMemory, let reason = SystemReason.forNotReading(stableMemory) {
      throw BenchmarkingError.stableMemoryNotRead(path: stableMemory, reason: reason)
    }
    self.subnet = subnet
    self.showPrint = showPrint
    functionNames = module.functionNames(with: SwiftNames(of: module))
    canister = Self.canister

    let program = try prepare(module)
    try subnet.configure { $0.kind = .benchmarking }
    try subnet.createCanister(id: canister)
    var settings = CanisterSettings()
    settings.environmentVariables = variables
    _ = try subnet.updateSettings(of: canister, to: settings)
    let report = try subnet.install(
      CanisterCode(module, program: program), on: canister, mode: .install,
      argument: configuration.initArguments)
    show(report)
    switch report.result {
    case .reply, .ok: break
    case .reject(let error), .trap(let error):
      throw BenchmarkingError.installationFailed(errorText: error.text)
    }
    if let stableMemory { try subnet.loadStableMemory(from: stableMemory, into: canister) }
  }

  /// The results of the runs of one benchmark.
  package struct Samples {
    /// The same for each run.
    package let result: BenchmarkResult
    package let nativeBlock: NativeBlock
  }

  /// Runs a benchmark so many times, each time with the same state.
  package func run(_ name: Name, times: Int) throws -> Samples {
    var durations: [UInt64] = []
    var last: (result: BenchmarkResult, activity: Activity)?
    for _ in 0..<times {
      let report = try subnet.query(
        canister, method: Self.prefix + name.text, argument: Self.argument)
      if last == nil { show(report) }
      switch report.result {
      case .reply(let bytes):
        durations.append(report.activity.durationNanoseconds)
        do {
          last = (try BenchmarkResult(reply: bytes), report.activity)
        } catch {
          throw BenchmarkingError.invalidReply(name, error)
        }
      case .reject(let error), .trap(let error):
        throw BenchmarkingError.benchmarkFailed(name, errorText: error.text)
      case .ok: preconditionFailure("a query replies, or else it fails")
      }
    }
    guard let (result, activity) = last else { preconditionFailure("no runs were asked for") }
    return Samples(
      result: result,
      nativeBlock: NativeBlock(
        durationsNanoseconds: durations, instructions: activity.instructions,
        changedHeapPages: activity.changedHeapPages,
        changedStablePages: activity.changedStablePages))
  }

  private func show(_ report: MessageReport) {
    report.activity.debugPrints.forEach(showPrint)
  }

  private static func admit(_ path: String) throws -> CanisterModule {
    let bytes: [UInt8]
    do {
      bytes = try InputFile.read(path)
    } catch {
      throw BenchmarkingError.moduleNotRead(path: path)
    }
    do {
      return try CanisterModule.admit(bytes, subnet: .benchmarking)
    } catch {
      throw CompilationError.notAdmitted(path: path, error)
    }
  }
}
