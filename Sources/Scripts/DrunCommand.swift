package import Admission
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

  /// The command of a line.
  package enum Action: Hashable, Sendable {
    case create
    case install(
      InstallationMode, canister: Principal, wasmFile: String, argument: [UInt8],
      options: UpgradeOptions = .init())
    case ingress(canister: Principal, method: String, argument: [UInt8])
    case query(canister: Principal, method: String, argument: [UInt8])
    /// Sets the time that later messages see, in nanoseconds since 1970.
    case time(UInt64)
    /// Sets the sender of later messages.
    case caller(Principal)
    /// Fires the global timers that are due.
    case timer
    /// Executes so many rounds.
    case tick(rounds: Int)
    /// Changes the kind of the subnet.
    case subnet(SubnetKind)
    /// Calls a method of the management canister about a canister; the word is the line's first.
    case manage(word: String, canister: Principal, method: String, argument: [UInt8])
  }

  /// The words that may come before the payload of an upgrade; drun has none.
  enum UpgradeOption: String, CaseIterable {
    case keepHeap = "--keep-heap"
    case replaceHeap = "--replace-heap"
    case skipPreUpgrade = "--skip-pre-upgrade"
  }

  /// The words that lines begin with, and what follows each.
  enum Keyword: String, CaseIterable {
    case create, install, reinstall, upgrade, ingress, query, time, caller, timer, tick, subnet
    case settings, start, stop, status, uninstall, delete, snapshot

    /// What follows the keyword.
    var operands: [String] {
      switch self {
      case .create, .timer: []
      case .tick: ["[ROUNDS]"]
      case .subnet: ["KIND"]
      case .start, .stop, .status, .uninstall, .delete: ["CANISTER_ID"]
      case .settings: ["CANISTER_ID", "RECORD"]
      case .snapshot: ["CANISTER_ID", "take|list|load|delete", "[SNAPSHOT_ID]"]
      case .install, .reinstall: ["CANISTER_ID", "WASM_FILE", "PAYLOAD"]
      case .upgrade: ["CANISTER_ID", "WASM_FILE", "[OPTION...]", "PAYLOAD"]
      case .ingress, .query: ["CANISTER_ID", "METHOD", "PAYLOAD"]
      case .time: ["NANOSECONDS"]
      case .caller: ["PRINCIPAL"]
      }
    }
  }
}
