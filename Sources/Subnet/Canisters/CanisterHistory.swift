import Bytes
package import Candid

/// What was done to a canister, and by whom (Interface Specification, "IC method
/// `canister_info`"): the newest changes, and how many there ever were.
struct CanisterHistory: Codable, Equatable, Sendable {
  private(set) var totalCount: UInt64 = 0
  /// The oldest first.
  private(set) var changes: [Change] = []

  /// How many are kept.
  private static let capacity = 20

  /// A change of a canister.
  struct Change: Codable, Equatable, Sendable {
    let timeNanoseconds: UInt64
    /// The version of the canister after it.
    let version: UInt64
    let origin: ChangeOrigin
    let details: Details

    /// What was changed.
    enum Details: Codable, Equatable, Sendable {
      case creation(controllers: [Principal], variablesHash: [UInt8]?)
      case uninstallation
      case deployment(InstallationMode, moduleHash: [UInt8])
      case controllers([Principal])
      /// A snapshot of this canister, or of another one.
      case snapshotLoaded(
        SnapshotID, from: Principal?, version: UInt64, takenAtNanoseconds: UInt64,
        isUploaded: Bool)
    }
  }

  mutating func add(_ change: Change) {
    if changes.count == Self.capacity { changes.removeFirst() }
    changes.append(change)
    totalCount += 1
  }

  /// Drops all changes; how many there were stays.
  mutating func clear() { changes = [] }

  /// The bytes that it is charged for.
  var sizeBytes: UInt64 { changes.reduce(0) { $0 + $1.sizeBytes } }
}

extension CanisterHistory.Change {
  fileprivate var sizeBytes: UInt64 {
    let fixed: UInt64 = 144
    let principal: UInt64 = 30
    return switch details {
    case .creation(let controllers, _), .controllers(let controllers):
      fixed + principal * UInt64(controllers.count)
    case .uninstallation, .deployment, .snapshotLoaded: fixed
    }
  }
}

/// The origin of a change.
package enum ChangeOrigin: Codable, Equatable, Sendable {
  case user(Principal)
  /// A canister, and its version when it made the call, if that is known.
  case canister(Principal, version: UInt64?)

  package var principal: Principal {
    switch self {
    case .user(let id), .canister(let id, _): id
    }
  }
}

extension SubnetState {
  /// Notes a change in a canister's history, after it was made.
  mutating func note(
    _ details: CanisterHistory.Change.Details, of id: Principal, by origin: ChangeOrigin
  ) {
    guard let version = canisters[id]?.version else { return }
    canisters[id]?.history.add(
      CanisterHistory.Change(
        timeNanoseconds: timeNanoseconds, version: version, origin: origin, details: details))
  }
}
