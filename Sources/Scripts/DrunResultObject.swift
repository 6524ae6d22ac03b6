import Bytes
import SubnetHost
import Subnet
import Candid
import Engines
import Executions

/// The result of a line of a script, for programs.
package struct DrunResultObject: Encodable {
  /// The number of the line, counted from 1.
  let line: Int
  /// The line's first word.
  let kind: String
  /// Empty if the line names none.
  let canister: String
  /// Empty if the line names none.
  let method: String
  /// `reply`, `reject`, `trap` or `ok`.
  let result: String
  /// The reply in hexadecimal digits.
  let hex: String?
  /// Such as `IC0503`.
  let code: String?
  let text: String?
  let debugPrints: [Print]
  /// The time that canisters took, without that of the machinery around them.
  let nanoseconds: UInt64
  /// The instructions that the Internet Computer counts for all executions of the message.
  let instructions: UInt64
  /// False if a fault has hidden some of them, and a replay could not count them.
  let instructionsComplete: Bool
  /// The regime by which pages of memory were charged: `classic` or `tracker`.
  let pageCharges: String
  /// How good the code was: `interpreter`, `quick` or `best`, or several of these.
  let tiers: [String]
  /// Pages of 4 KiB that differ from before.
  let heapPagesChanged: UInt64
  let stablePagesChanged: UInt64

  /// A line that a canister printed.
  struct Print: Encodable {
    let canister: String
    let text: String
    /// The bytes in hexadecimal digits, if they are not UTF-8; then the text has U+FFFD in places.
    let hex: String?
  }

  package init(_ result: DrunResult, pageCharges: String) {
    line = result.command.line
    (kind, canister, method) = Self.words(of: result.command.action)
    let activity = result.report.activity
    debugPrints = activity.debugPrints.map {
      Print(
        canister: $0.canister.description, text: $0.content.text, hex: $0.content.hexOfNoText)
    }
    nanoseconds = activity.durationNanoseconds
    instructions = activity.instructions
    instructionsComplete = activity.countsAllInstructions
    self.pageCharges = pageCharges
    tiers = activity.tiers.sorted().map(\.rawValue)
    heapPagesChanged = activity.changedHeapPages
    stablePagesChanged = activity.changedStablePages
    switch result.report.result {
    case .reply(let bytes):
      (self.result, hex, code, text) = ("reply", bytes.hexadecimal, nil, nil)
    case .reject(let error):
      (self.result, hex, code, text) = ("reject", nil, error.name, error.description)
    case .trap(let error):
      (self.result, hex, code, text) = ("trap", nil, error.name, error.description)
    case .ok: (self.result, hex, code, text) = ("ok", nil, nil, nil)
    }
  }

  private static func words(
    of action: DrunCommand.Action
  ) -> (kind: String, canister: String, method: String) {
    switch action {
    case .create: ("create", "", "")
    case .install(let mode, let canister, _, _, _): (mode.rawValue, canister.description, "")
    case .ingress(let canister, let method, _): ("ingress", canister.description, method)
    case .query(let canister, let method, _): ("query", canister.description, method)
    case .time: ("time", "", "")
    case .caller: ("caller", "", "")
    case .timer: ("timer", "", "")
    case .tick: ("tick", "", "")
    case .subnet: ("subnet", "", "")
    case .manage(let word, let canister, let method, _): (word, canister.description, method)
    }
  }
}
