import Candid
import CanisterRuntime
import Executions
import Testing

@testable import CanisterProcess

/// The frames, byte for byte as `runtime/include/serve.def` says.
struct RequestTests {
  @Test(arguments: [
    (Request.commit, 2), (.rollback, 3), (.status, 5), (.setAside, 6), (.discard, 7),
  ])
  func requestsWithoutFields(request: Request, kind: Int) {
    #expect(request.frame == [UInt8(kind)])
  }

  /// Candid knows it by itself, and nothing of the protocol.
  @Test func principalsFit() {
    #expect(Principal.maximumSizeBytes == rt_limit_principal_bytes)
  }

  /// These stay in all versions.
  @Test func greeting() {
    #expect(Request.greeting == [0, 2, 0, 0, 0])
  }

  @Test func execution() {
    var execution = Execution(entry: .update, timeNanoseconds: 0x0102, caller: .anonymous)
    execution.holdsChanges = true
    execution.keepsHeap = true
    execution.replacesHeap = true
    execution.isAnswered = true
    execution.isComposite = true
    execution.continuesChanges = true
    execution.dataCertificate = [0xCE]
    execution.deadlineNanoseconds = 8
    execution.callerInfo = CallerInfo(data: [1, 2], signer: .anonymous)
    execution.method = "go"
    execution.argument = [9, 8, 7]
    execution.cycles = UInt128(3) << 64 | 2
    execution.refundedCycles = UInt128(5) << 64 | 4
    execution.rejection = Rejection(code: .canisterError, message: "no")
    execution.callback = Callback(function: 6, environment: 7)
    execution.earlierInstructions = 8
    execution.waitingCalls = [Principal(canisterIndex: 1): 500, .anonymous: 9]
    execution.messageMemoryTakenBytes = 3
    let expected: [[UInt8]] = [
      [1, 4],
      [1, 1, 1, 1, 1, 1, 0],
      [1] + [1, 0, 0, 0, 0xCE],
      [2, 1, 0, 0, 0, 0, 0, 0],
      [8, 0, 0, 0, 0, 0, 0, 0],
      [1, 0, 0, 0, 4],
      [2, 0, 0, 0, 1, 2],
      [1, 0, 0, 0, 4],
      [2, 0, 0, 0] + Array("go".utf8),
      [3, 0, 0, 0, 9, 8, 7],
      [2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0],
      [4, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0],
      [5, 0, 0, 0],
      [2, 0, 0, 0] + Array("no".utf8),
      [6, 0, 0, 0, 0, 0, 0, 0],
      [7, 0, 0, 0, 0, 0, 0, 0],
      [8, 0, 0, 0, 0, 0, 0, 0],
      [3, 0, 0, 0, 0, 0, 0, 0],
      [2, 0, 0, 0],
      [10, 0, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 1, 1, 1] + [0xF4, 1, 0, 0],
      [1, 0, 0, 0, 4] + [9, 0, 0, 0],
    ]
    #expect(Request.execute(execution).frame == expected.flatMap { $0 })
  }

  @Test func configuration() {
    var configuration = Configuration(
      canister: Principal(canisterIndex: 1), subnet: .management, cycleBalance: 5,
      status: .stopped, version: 6, controllers: [.anonymous])
    configuration.reservedCycles = UInt128(1) << 64 | 4
    configuration.freezingThresholdSeconds = 11
    configuration.resources.memoryBytes = 12
    configuration.resources.memoryAllocationBytes = 13
    configuration.resources.messageMemoryBytes = 14
    configuration.resources.computeAllocationPercent = 15
    configuration.nodeCount = 34
    configuration.callbackPrepayment = 16
    configuration.rootKey = [7]
    configuration.wasmMemoryLimitBytes = 9
    configuration.environmentVariables = ["b": "", "a": "x"]
    configuration.instructionLimit = 7
    configuration.isFree = true
    let request = Request.configure(configuration)
    let expected: [[UInt8]] = [
      [4],
      [10, 0, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 1, 1, 1],
      [0, 0, 0, 0],
      [5, 0, 0, 0, 0, 0, 0, 0] + Array(repeating: 0, count: 8),
      [4, 0, 0, 0, 0, 0, 0, 0] + [1, 0, 0, 0, 0, 0, 0, 0],
      [11, 0, 0, 0, 0, 0, 0, 0],
      [12, 0, 0, 0, 0, 0, 0, 0],
      [13, 0, 0, 0, 0, 0, 0, 0],
      [14, 0, 0, 0, 0, 0, 0, 0],
      [15, 0, 0, 0, 0, 0, 0, 0],
      [34, 0, 0, 0],
      [1],
      [16, 0, 0, 0, 0, 0, 0, 0] + Array(repeating: 0, count: 8),
      [3],
      [6, 0, 0, 0, 0, 0, 0, 0],
      [7, 0, 0, 0, 0, 0, 0, 0],
      [9, 0, 0, 0, 0, 0, 0, 0],
      [1, 0, 0, 0] + [1, 0, 0, 0, 4],
      [2, 0, 0, 0],
      [1, 0, 0, 0, 97] + [1, 0, 0, 0, 120],
      [1, 0, 0, 0, 98] + [0, 0, 0, 0],
      [1, 0, 0, 0, 7],
    ]
    #expect(request.frame == expected.flatMap { $0 })
  }
}
