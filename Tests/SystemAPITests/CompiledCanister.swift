import Executions
import CanisterProcess
import Candid
import Compiler
import Engines
import Foundation
import Instrumentation
import TestSupport
import Testing
import WebAssembly

/// A canister that was compiled from text, installed, and waits for messages in a process.
struct CompiledCanister {
  private let process: ProcessConnection
  /// The state of the canister.
  let stateDirectory: URL

  static var isPossible: Bool { TinsmithProgram.canRun }
  static let absence = TinsmithProgram.absence

  static let caller = Principal(canisterIndex: 9)

  /// Calls the body with the canister of a module in text form; leaves nothing behind.
  static func with(
    _ text: String, stable: StableMemoryForm = .inline, optimization: OptimizationLevel = .none,
    _ body: (CompiledCanister) throws -> Void
  ) throws {
    try with(WasmTools.parse(text), stable: stable, optimization: optimization, body)
  }

  /// The same for a module in binary form.
  static func with(
    _ bytes: [UInt8], stable: StableMemoryForm = .inline, metering: MeteringForm = .exact,
    optimization: OptimizationLevel = .none, _ body: (CompiledCanister) throws -> Void
  ) throws {
    try TestSupport.TemporaryDirectory.with { folder in
      let executable = folder.appending(path: "canister").path
      let options = CodeOptions(
        stableMemory: stable, metering: metering, optimization: optimization)
      let compiler = NativeCompiler(options: options)
      let module = try compiler.admit(bytes)
      try compiler.link(compiler.objects(of: module), with: Linker(), to: executable)
      let state = folder.appending(path: "state")
      try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
      let process = try ProcessConnection(
        program: CanisterProgram(executablePath: executable),
        state: StateFolder(path: state.path), group: ProcessGroup())
      defer { process.end(completesState: false) }
      try body(CompiledCanister(process: process, stateDirectory: state))
    }
  }

  /// A configuration that is like no configuration at all, but for the limit.
  static func configuration(instructionLimit: UInt64) -> Configuration {
    var configuration = Configuration(
      canister: Principal(canisterIndex: 0), subnet: Principal(canisterIndex: .max),
      cycleBalance: 1_000_000_000_000, status: .running, version: 1, controllers: [])
    configuration.instructionLimit = instructionLimit
    return configuration
  }

  /// Executes an entry point.
  @discardableResult
  func execute(
    _ entry: Execution.Entry, _ method: String = "",
    _ configure: (inout Execution) -> Void = { _ in }
  ) throws -> Outcome {
    var execution = Execution(entry: entry, timeNanoseconds: 1000, caller: Self.caller)
    execution.method = method
    configure(&execution)
    guard case .outcome(let outcome, _) = try process.respond(to: .execute(execution)) else {
      throw Unexpected()
    }
    return outcome
  }

  /// Executes `canister_init`, which must succeed.
  func install() throws {
    let outcome = try execute(.install)
    try #require(outcome.result == .noResponse)
  }

  /// What is committed.
  func status() throws -> InstanceStatus {
    guard case .status(let status) = try process.respond(to: .status) else { throw Unexpected() }
    return status
  }

  /// Sends a request that is answered by nothing more than that it is done.
  func send(_ request: Request) throws {
    guard try process.respond(to: request) == .done else { throw Unexpected() }
  }

  /// The process answered something else.
  private struct Unexpected: Error {}
}
