import Admission
import CanisterProcess
import Engines
import Executions
import Foundation
import Subnet
import SubnetHost
import Scripts
import TestSupport

@testable import Comparison

/// Engines that are played by closures: what they answer, and what they keep.
struct FakeEngines {
  /// By name: the outcome of an execution.
  var answers: [String: Answer] = [:]

  typealias Answer = @Sendable (Execution) -> Reaction

  /// What a canister answers, and what it keeps.
  struct Reaction {
    var outcome: Outcome
    var state = FakeEngines.state
    var heap: [UInt8] = [0, 0, 1]
    var stableMemory: [UInt8] = [2]
    /// In place of all that.
    var error: ConnectionError?

    /// That of an engine without fault.
    init(_ execution: Execution) { outcome = FakeEngines.outcome(execution) }
  }

  static let id = "rwlgt-iiaaa-aaaaa-aaaaa-cai"

  /// Installs a canister and calls `a` and `b`.
  static let script = """
    install \(id) module.wasm 0x
    ingress \(id) a 0x
    query \(id) b 0x
    """

  /// A reply with the method's name, after a microsecond.
  static func outcome(_ execution: Execution) -> Outcome {
    var outcome = Outcome(result: .reply(Array("reply to \(execution.method)".utf8)))
    outcome.durationNanoseconds = 1000
    outcome.instructions = 77
    outcome.changedHeapPages = 2
    return outcome
  }

  static let state = InstanceStatus(
    heapPages: 1, stablePages: 0, isInstalled: true, version: 1, globalTimer: 0,
    certifiedData: [], globals: [3])

  /// Compares engines of these names; those without an answer of their own do as all should.
  func compare(
    _ names: [String] = ["one", "two"], rounds: Int = 2, countsInstructions: Bool = true
  ) throws -> ComparisonReport {
    var report: ComparisonReport?
    try TemporaryDirectory.with { folder in
      try Data("module".utf8).write(to: folder.appending(path: "module.wasm"))
      let contenders = names.map { name in
        Contender(
          name: name, label: "Engine \(name)", options: "--engine \(name)",
          countsInstructions: countsInstructions || name != "two"
        ) { _, _ in
          CanisterCode(
            program: CanisterProgram(executablePath: name),
            description: CodeDescription(
              identity: name, methods: ["a": .update, "b": .query]))
        }
      }
      report = try EngineComparison(
        of: try DrunScript(parsing: Self.script, name: "test", folders: [folder.path]),
        contenders: contenders,
        launcher: Launcher(answers: answers), stateDirectory: folder.appending(path: "s").path
      ).run(rounds: rounds)
    }
    guard let report else { preconditionFailure("the body has not run") }
    return report
  }

  private struct Launcher: CanisterLauncher {
    let answers: [String: Answer]

    func launch(
      _ program: CanisterProgram, state: StateFolder
    ) throws(ConnectionError) -> any CanisterConnection {
      Connection(
        answer: answers[program.executablePath] ?? { Reaction($0) }, state: state)
    }
  }

  private final class Connection: CanisterConnection {
    let answer: Answer
    let folder: StateFolder
    var status = FakeEngines.state

    init(answer: @escaping Answer, state: StateFolder) {
      self.answer = answer
      folder = state
    }

    func respond(to requests: [Request]) throws(ConnectionError) -> [Response] {
      var responses: [Response] = []
      for request in requests {
        switch request {
        case .execute(let execution):
          let reaction = answer(execution)
          if let error = reaction.error { throw error }
          status = reaction.state
          write(reaction.heap, to: .heap)
          write(reaction.stableMemory, to: .stableMemory)
          responses.append(.outcome(reaction.outcome))
        case .status: responses.append(.status(status))
        case .commit, .rollback, .configure, .setAside, .discard: responses.append(.done)
        }
      }
      return responses
    }

    var interruption: @Sendable () -> Void { {} }

    private func write(_ memory: [UInt8], to file: StateFolder.File) {
      try? Data(memory).write(to: URL(filePath: folder.path(of: file)))
    }

    func end(completesState: Bool) {}
  }
}
