import Admission
import Candid
import Engines
import Executions
import Testing

@testable import Subnet
@testable import SubnetHost

/// A canister that makes another one, gives it code and calls it.
struct InstallFromInsideTests {
  private static func argument(_ fields: [String: CandidValue], of method: String) -> [UInt8] {
    ManagementInterface.argument(fields, of: method)
  }

  private static func call(_ method: String, _ fields: [String: CandidValue]) -> Outcome {
    .calls(
      OutgoingCall(callee: .management, method: method, payload: argument(fields, of: method)))
  }

  private static func installation(
    of id: Principal, mode: String = "install", module: [UInt8] = [7]
  ) -> Outcome {
    call(
      "install_code",
      [
        "mode": .variant(.init(FieldLabel(name: mode), mode == "upgrade" ? .none : .null)),
        "canister_id": .principal(id), "wasm_module": .blob(module), "arg": .blob([1, 2]),
      ])
  }

  @Test func aCanisterMakesAnother() throws {
    let fake = FakeSubnet()
    let child = Principal(canisterIndex: CanisterRange.allotment(0).first)
    var step = 0
    var childArgument: [UInt8] = []
    let parent = try fake.add("parent") { execution in
      guard execution.entry != .install else { return .nothing }
      #expect(execution.entry != .rejectCallback)
      step += 1
      switch step {
      case 1: return Self.call("create_canister", [:])
      case 2: return Self.installation(of: child)
      case 3: return .calls(OutgoingCall(callee: child, method: "go"))
      default: return .reply(execution.argument)
      }
    }
    let code = fake.code("child") { execution in
      if execution.entry == .install { childArgument = execution.argument }
      return execution.entry == .install ? .nothing : .reply([42])
    }
    fake.subnet.compiler = { module, _ in
      #expect(module == [7])
      return code
    }
    #expect(try fake.go(parent) == .reply([42]))
    #expect(childArgument == [1, 2])
    #expect(fake.subnet.state.canisters[child]?.controllers == [parent])
    #expect(fake.subnet.state.canisters[child]?.code?.identity == "child")
  }

  /// What a canister is told when its module is refused, or the canister is not its own.
  @Test(arguments: [(true, "5 Error from Canister "), (false, "5 Only the controllers ")])
  func refusals(isOwn: Bool, start: String) throws {
    let fake = FakeSubnet()
    let other = try fake.add("other") { _ in .reply() }
    let parent = try fake.add("parent") { execution in
      execution.entry == .update
        ? Self.installation(of: other, mode: "reinstall") : CallTests.echo(execution)
    }
    if isOwn { try fake.change(other) { $0.controllers.append(parent) } }
    guard case .reply(let bytes) = try fake.go(parent) else {
      Issue.record("no reply")
      return
    }
    #expect(String(decoding: bytes, as: UTF8.self).hasPrefix(start))
  }
}
