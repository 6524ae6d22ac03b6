import CanisterProcess
package import Candid
import Foundation

/// What controllers do to canisters beside giving them code.
extension Subnet {
  /// Changes the settings of a canister.
  package func updateSettings(
    of id: Principal, to settings: CanisterSettings
  ) -> MessageReport {
    control(id) { canister in
      canister.settings = settings
      canister.version += 1
    }
  }

  /// Takes code and state from a canister; whoever waits for it is told so.
  package func uninstall(_ id: Principal) -> MessageReport {
    control(id) { canister in
      guard let installation = canister.installation else { return }
      installation.process.connection.end(completesState: false)
      canister.installation = nil
      canister.globalTimer = nil
      canister.lowMemory = .none
      canister.log.clear()
      canister.version += 1
      try? FileManager.default.removeItem(atPath: stateDirectory(of: id))
      for number in contexts.filter({ $0.value.canister == id }).keys.sorted() {
        finish(number, answer: .refusal(.uninstalled))
      }
    }
  }

  /// Does what only controllers may.
  private func control(_ id: Principal, _ body: (HostedCanister) -> Void) -> MessageReport {
    guard let canister = canisters[id] else {
      return MessageReport(result: .reject(.canisterNotFound(id)))
    }
    guard canister.controllers.contains(sender) else {
      return MessageReport(
        result: .reject(.notController(sender, of: id, controllers: canister.controllers)))
    }
    body(canister)
    return MessageReport(result: .reply(ManagementMessage.emptyReply))
  }

  /// Where the state of a canister is.
  func stateDirectory(of id: Principal) -> String { "\(stateDirectory)/\(id)" }
}
