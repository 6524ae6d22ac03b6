import Bytes
import Candid
import JSON
import TestSupport
import Testing

/// Calls between canisters of one subnet, and of two, of which less may be asked.
@Suite(.enabled(if: TinsmithProgram.canRun, Comment(rawValue: TinsmithProgram.absence)))
struct CallLimitTests {
  /// Calls `take` of the canister in the argument's first ten bytes as often and with as many bytes
  /// as the two numbers behind say, and answers how many calls had a reply, and then the last
  /// rejection.
  private static let caller = """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
      (import "ic0" "msg_reject_msg_size" (func $reason_size (result i32)))
      (import "ic0" "msg_reject_msg_copy" (func $reason (param i32 i32 i32)))
      (import "ic0" "call_new" (func $call (param i32 i32 i32 i32 i32 i32 i32 i32)))
      (import "ic0" "call_data_append" (func $data (param i32 i32)))
      (import "ic0" "call_perform" (func $perform (result i32)))
      (type $callback (func (param i32)))
      (table 2 funcref)
      (elem (i32.const 0) $answered $rejected)
      (memory 200)
      (data (i32.const 32) "take")
      (global $answers (mut i32) (i32.const 0))
      (global $open (mut i32) (i32.const 0))
      (global $size (mut i32) (i32.const 0))
      (func $close
        (global.set $open (i32.sub (global.get $open) (i32.const 1)))
        (if (i32.eqz (global.get $open))
          (then
            (i32.store (i32.const 64) (global.get $answers))
            (call $append (i32.const 64) (i32.add (i32.const 4) (global.get $size)))
            (call $reply))))
      (func $answered (type $callback)
        (global.set $answers (i32.add (global.get $answers) (i32.const 1)))
        (call $close))
      (func $rejected (type $callback)
        (global.set $size (call $reason_size))
        (call $reason (i32.const 68) (i32.const 0) (global.get $size))
        (call $close))
      (func (export "canister_update go") (local $count i32)
        (call $copy (i32.const 0) (i32.const 0) (i32.const 18))
        (local.set $count (i32.load (i32.const 10)))
        (global.set $open (local.get $count))
        (global.set $answers (i32.const 0))
        (loop $calls
          (call $call (i32.const 0) (i32.const 10) (i32.const 32) (i32.const 4)
            (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0))
          (call $data (i32.const 4096) (i32.load (i32.const 14)))
          (if (call $perform) (then unreachable))
          (local.set $count (i32.sub (local.get $count) (i32.const 1)))
          (br_if $calls (local.get $count)))))
    """

  /// Answers only if all that was sent came.
  private static let taker = """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (func (export "canister_update take") (call $reply)))
    """

  private struct Fixture {
    let client: PocketICClient
    let callee: Principal
    /// Callers on the callee's subnet and on the other.
    let callers: [Principal]

    init() throws {
      let subnet = PocketICClient.subnet()
      client = try PocketICClient(
        ServerProgram(), subnets: ["application": .array([subnet, subnet])])
      let places = try client.topology().map {
        JSONValue.object([
          JSONMember(name: "SubnetId", value: .string(Base64.encode($0.id.bytes)))
        ])
      }
      callee = try client.installed(CallLimitTests.taker, effective: places[0])
      let client = client
      callers = try places.map { try client.installed(CallLimitTests.caller, effective: $0) }
      // Each call is paid for as if its answer were as long as it may be.
      for caller in callers { _ = try client.addCycles(1 << 60, to: caller) }
    }

    func go(
      _ caller: Int, count: UInt32, size: UInt32
    ) throws -> PocketICClient.Outcome {
      let numbers = [count, size].flatMap { number in
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
      }
      return try client.update(callers[caller], "go", callee.bytes + numbers)
    }
  }

  @Test func fewerBytesMayBeSentToAnotherSubnet() throws {
    let fixture = try Fixture()
    let (small, large): (UInt32, UInt32) = (2_000_000, 10_000_000)
    #expect(try fixture.go(0, count: 1, size: small) == .reply([1, 0, 0, 0]))
    #expect(try fixture.go(1, count: 1, size: small) == .reply([1, 0, 0, 0]))
    #expect(try fixture.go(0, count: 1, size: large) == .reply([1, 0, 0, 0]))
    let reason =
      "Canister \(fixture.callers[1]) violated contract: attempted to send a message of size "
      + "10000004 exceeding the limit 2097152"
    #expect(
      try fixture.go(1, count: 1, size: large) == .reply([0, 0, 0, 0] + Array(reason.utf8)))
  }

  @Test func manyCallsGoToAnotherSubnet() throws {
    let fixture = try Fixture()
    for caller in 0...1 {
      let outcome = try fixture.go(caller, count: 500, size: 10_000)
      #expect(outcome == .reply([0xF4, 1, 0, 0]))
    }
  }
}
