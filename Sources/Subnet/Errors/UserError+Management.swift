import Candid
import Executions

/// Refusals of the management canister, in the words of replicas.
extension UserError {
  static func unknownManagementMethod(_ name: String) -> UserError {
    UserError(code: 536, "ic00 interface does not expose method \(name)")
  }

  /// The same of a canister's call.
  static func noManagementMethod(_ name: String) -> UserError {
    UserError(code: 536, "Management canister has no method '\(name)'")
  }

  static func otherSenderVersion(_ version: UInt64, actual: UInt64) -> UserError {
    UserError(
      code: 504,
      "Management canister call payload includes sender canister version \(version) that does not "
        + "match the actual sender canister version \(actual).")
  }

  static func unknownQuery(_ name: String) -> UserError {
    UserError(code: 536, "Query method \(name) not found.")
  }

  static func notCallableByUsers(_ name: String) -> UserError {
    UserError(code: 406, "ic00 method \(name) can not be called via ingress messages")
  }

  static func onlyAsQuery(_ name: String) -> UserError {
    UserError(
      code: 406, "\(name) API is only accessible to end users in non-replicated mode")
  }

  static func undecodablePayload(reason: String) -> UserError {
    UserError(code: 408, "Error decoding candid: \(reason)")
  }

  /// The same in the words that users get.
  func ofPayload(of method: String) -> UserError {
    UserError(code: code, "Failed to parse payload for ic00 method \(method): \(text)")
  }

  /// How replicas show such an error when they show all that it has.
  var payloadErrorInRust: String {
    "UserError(UserError { code: InvalidManagementPayload, description: \(description.quoted) })"
  }

  static func tooManyElements(limit: Int) -> UserError {
    UserError(
      code: 408,
      "Payload deserialization error: Deserialize error: The number of elements exceeds maximum "
        + "allowed \(limit)")
  }

  /// The canister that a call of the management canister is about; some methods have advice.
  static func noSuchCanister(_ canister: Principal, isAdvised: Bool = false) -> UserError {
    UserError(
      code: 301, "Canister \(canister) not found.",
      isAdvised
        ? Advice(
          "Check the ICP dashboard to ensure the canister exists.", "canister-not-found") : nil)
  }

  static func notController(
    _ sender: Principal, of canister: Principal, controllers: [Principal]
  ) -> UserError {
    let list = controllers.map(\.description).joined(separator: " ")
    return UserError(
      code: 512,
      """
      Only the controllers of the canister \(canister) can control it.
      Canister's controllers: \(list)
      Sender's ID: \(sender)
      """,
      Advice(
        "Execute this call from a controller of the target canister or add the current caller as "
          + "a controller.", "invalid-controller"))
  }

  static func logNotAllowed(_ caller: Principal) -> UserError {
    UserError(code: 406, "Caller \(caller) is not allowed to access canister logs")
  }

  static func statusNotAllowed(_ caller: Principal) -> UserError {
    UserError(code: 542, "Caller \(caller) is not allowed to read the canister status")
  }

  static func notAllowed(_ caller: Principal, method: String) -> UserError {
    UserError(code: 406, "Caller \(caller) is not allowed to call ic00 method \(method)")
  }

  static func otherSubnet(_ subnet: Principal, own: Principal) -> UserError {
    UserError(
      code: 406,
      "Provided target subnet ID \(subnet) does not match current subnet ID \(own).")
  }

  static let noSubnetAdmins = UserError(
    code: 406, "list_canisters is only available on subnets with subnet admins")

  static let noBitcoinCanisters = UserError(code: 406, "No bitcoin canisters available.")
}

/// Creating, stopping and deleting canisters.
extension UserError {
  static func alreadyInstalled(_ canister: Principal) -> UserError {
    UserError(code: 538, "Canister \(canister) is already installed.", .internalError)
  }

  static let noIDsLeft = UserError(
    code: 101, "Could not create canister. Subnet has surpassed its canister ID allocation.",
    Advice("Try creating the canister on another subnet.", "subnet-out-of-canister-ids"))

  static func idOfAllotment(_ canister: Principal) -> UserError {
    UserError(
      code: 408,
      "The `specified_id` \(canister) is invalid because it belongs to the canister allocation "
        + "ranges of the test environment.",
      Advice(
        "Use a `specified_id` that matches a canister ID on the ICP mainnet and a test "
          + "environment that supports canister creation with `specified_id` (e.g., PocketIC).",
        link: ""))
  }

  static func idOfOtherSubnet(_ canister: Principal, own subnet: Principal) -> UserError {
    UserError(
      code: 405,
      "Unsuccessful validation of specified ID: Specified CanisterId \(canister) is not hosted by "
        + "subnet \(subnet).", .internalError)
  }

  static func stopCancelled(_ canister: Principal) -> UserError {
    UserError(code: 511, "Canister \(canister)'s stop request was cancelled.")
  }

  static let stopTimedOut = UserError(code: 206, "Stop canister request timed out")

  static func notStopped(_ canister: Principal) -> UserError {
    UserError(
      code: 510, "Canister \(canister) must be stopped before it is deleted.",
      Advice("Stop the canister before deleting it.", "delete-canister-not-stopped"))
  }

  static func deletesItself(_ canister: Principal) -> UserError {
    UserError(
      code: 512, "Canister \(canister) cannot delete itself.",
      Advice(
        "Delete the canister from one of its other controllers.", "delete-canister-self"))
  }

  static func queuesNotEmpty(_ canister: Principal) -> UserError {
    UserError(
      code: 203,
      "Canister \(canister) has messages in its queues and cannot be deleted now. Please retry "
        + "after some time.",
      Advice(
        "Wait until the queues have been cleared to delete the canister and in the meantime stop "
          + "the canister.", "delete-canister-queue-not-empty"))
  }
}

/// Code and its metadata.
extension UserError {
  static func notEmpty(_ canister: Principal) -> UserError {
    UserError(
      ExecutionError(.notEmpty, subject: "\(canister)"),
      Advice(
        "Check that you want to overwrite the canister and, if so, use mode='reinstall'.",
        "canister-not-empty"))
  }

  static func noMetadata(of canister: Principal) -> UserError {
    UserError(
      code: 406,
      "The canister \(canister) has no Wasm module and hence no metadata is available.")
  }

  static func noMetadata(named name: String, of canister: Principal) -> UserError {
    UserError(
      code: 406, "The canister \(canister) has no metadata section with the name \(name).")
  }
}
