import Testing

@testable import Replica

/// The frames, byte for byte as `runtime/README.md` says.
struct RequestTests {
  @Test(arguments: [(Request.commit, 2), (.rollback, 3), (.status, 5)])
  func requestsWithoutFields(request: Request, kind: Int) {
    #expect(request.frame == [UInt8(kind)])
  }

  @Test func execution() {
    var execution = Execution(entry: .update, timeNanoseconds: 0x0102, caller: .anonymous)
    execution.holdsChanges = true
    execution.keepsHeap = true
    execution.isAnswered = true
    execution.method = "go"
    execution.argument = [9, 8, 7]
    execution.cycles = UInt128(3) << 64 | 2
    execution.rejection = Rejection(code: .canisterError, message: "no")
    execution.callback = Callback(function: 6, environment: 7)
    execution.earlierInstructions = 8
    let expected: [[UInt8]] = [
      [1, 4, 13],
      [2, 1, 0, 0, 0, 0, 0, 0],
      [1, 0, 0, 0, 4],
      [2, 0, 0, 0] + Array("go".utf8),
      [3, 0, 0, 0, 9, 8, 7],
      [2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0],
      [5, 0, 0, 0],
      [2, 0, 0, 0] + Array("no".utf8),
      [6, 0, 0, 0, 0, 0, 0, 0],
      [7, 0, 0, 0, 0, 0, 0, 0],
      [8, 0, 0, 0, 0, 0, 0, 0],
    ]
    #expect(Request.execute(execution).frame == expected.flatMap { $0 })
  }

  @Test func configuration() {
    let request = Request.configure(
      Configuration(
        canister: Principal(canisterIndex: 1), subnet: .management, cycleBalance: 5,
        status: .stopped, version: 6, controllers: [.anonymous], instructionLimit: 7))
    let expected: [[UInt8]] = [
      [4],
      [10, 0, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 1, 1, 1],
      [0, 0, 0, 0],
      [5, 0, 0, 0, 0, 0, 0, 0] + Array(repeating: 0, count: 8),
      [3],
      [6, 0, 0, 0, 0, 0, 0, 0],
      [7, 0, 0, 0, 0, 0, 0, 0],
      [1, 0, 0, 0] + [1, 0, 0, 0, 4],
    ]
    #expect(request.frame == expected.flatMap { $0 })
  }
}
