import Admission
import Candid
import CanisterProcess
import Executions
import Foundation
import TestSupport
import Testing

@testable import Subnet
@testable import SubnetHost

/// What a recording looks like.
struct RecordingTests {
  /// Each line can be read again, and none has a list of numbers: bytes are digits.
  @Test func bytesAreDigits() throws {
    let fake = FakeSubnet()
    let path = fake.directory.path + "/a.recording"
    let recorder = try Recorder(
      path: path, counting: RecordedCounting(metering: "exact", pageCharges: "classic"))
    var inputs: [NetworkInput] = []
    fake.subnet.recorder = { (input) throws(RecordingError) in
      inputs.append(input.recorded)
      try recorder.add(input)
    }
    let callee = try fake.add("callee") { execution in
      var outcome = Outcome.reply(execution.argument)
      outcome.certifiedData = [3, 4]
      outcome.debugPrints = ["text", PrintedBytes([0xFF, 0])]
      return outcome
    }
    let caller = try fake.add("caller", systemMethods: [.inspectMessage]) { execution in
      guard execution.entry == .update else { return .reply(execution.argument) }
      return .calls(OutgoingCall(callee: callee, method: "go", payload: execution.argument))
    }
    _ = try fake.go(caller, [1, 2, 255])
    _ = try fake.subnet.query(callee, method: "go", argument: [5])
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains(#""argument":"0102ff""#) && text.contains(#""certifiedData":"0304""#))
    #expect(text.firstMatch(of: #/\[[0-9]+[,\]]/#) == nil)
    let lines = try text.split(separator: "\n").map {
      try JSONDecoder().decode(RecordingLine.self, from: Data($0.utf8))
    }
    #expect(lines.compactMap(\.input) == inputs && inputs.count > 10)
  }
}
