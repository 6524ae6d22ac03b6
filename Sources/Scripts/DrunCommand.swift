package import Subnet
package import Candid

/// A line of a drun script.
package struct DrunCommand: Hashable, Sendable {
  /// Counted from 1.
  package let line: Int
  package let action: Action

  package init(line: Int, action: Action) {
    self.line = line
    self.action = action
  }

  /// What a line asks for.
  package enum Action: Hashable, Sendable {
    case create
    case install(
      InstallationMode, canister: Principal, wasmFile: String, argument: [UInt8],
      options: UpgradeOptions = .init())
    case ingress(canister: Principal, method: String, argument: [UInt8])
    case query(canister: Principal, method: String, argument: [UInt8])
    /// Sets the time that later messages see, in nanoseconds since 1970.
    case time(UInt64)
    /// Sets who sends later messages.
    case caller(Principal)
    /// Fires the global timers that are due.
    case timer
  }

  /// The words that may come before the payload of an upgrade; drun has none.
  enum UpgradeOption: String, CaseIterable {
    case keepHeap = "--keep-heap"
    case replaceHeap = "--replace-heap"
    case skipPreUpgrade = "--skip-pre-upgrade"
  }

  /// The words that lines begin with, and what follows each.
  enum Keyword: String, CaseIterable {
    case create, install, reinstall, upgrade, ingress, query, time, caller, timer

    /// What follows the keyword.
    var operands: [String] {
      switch self {
      case .create, .timer: []
      case .install, .reinstall: ["CANISTER_ID", "WASM_FILE", "PAYLOAD"]
      case .upgrade: ["CANISTER_ID", "WASM_FILE", "[OPTION...]", "PAYLOAD"]
      case .ingress, .query: ["CANISTER_ID", "METHOD", "PAYLOAD"]
      case .time: ["NANOSECONDS"]
      case .caller: ["PRINCIPAL"]
      }
    }
  }
}
