import Subnet
import Candid
import Executions
import SubnetHost
import Testing

@testable import Scripts

struct DrunResultTests {
  @Test func printsComeBeforeTheResult() {
    let canister = Principal(canisterIndex: 0)
    var report = MessageReport(result: .reply([0x2A]))
    report.activity.debugPrints = [
      DebugPrint(timeNanoseconds: 1_620_328_630_000_000_000, canister: canister, content: "one")
    ]
    let result = DrunResult(
      command: DrunCommand(
        line: 1, action: .ingress(canister: canister, method: "go", argument: [])),
      report: report)
    #expect(
      String(decoding: result.output, as: UTF8.self) == """
        2021-05-06 19:17:10 UTC: [Canister rwlgt-iiaaa-aaaaa-aaaaa-cai] one
        ingress Completed: Reply: 0x2a

        """)
  }
}
