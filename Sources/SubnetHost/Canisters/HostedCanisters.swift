import Candid
import CanisterProcess

/// The canisters of a host, by their ids.
struct HostedCanisters {
  private let launcher: any CanisterLauncher
  private let pool: ProcessPool
  /// Where a subnet has the folders of its canisters, by its id or by that of a canister.
  let directory: @Sendable (Principal) -> String
  /// Is told of each canister before its state is used for the first time.
  var willUse: ((Principal) throws(StateError) -> Void)?
  private var canisters: [Principal: HostedCanister] = [:]

  /// A host without canisters.
  init(
    launcher: any CanisterLauncher, pool: ProcessPool,
    directory: @escaping @Sendable (Principal) -> String
  ) {
    self.launcher = launcher
    self.directory = directory
    self.pool = pool
  }

  /// All that were asked for, in no order.
  var all: some Collection<HostedCanister> { canisters.values }

  /// The canister with an id; an empty one, if nobody has asked for it before.
  mutating func use(_ id: Principal) throws(SubnetError) -> HostedCanister {
    if let canister = canisters[id] { return canister }
    do {
      try willUse?(id)
    } catch {
      throw .notStored(error)
    }
    let canister = HostedCanister(id: id, folder: folder(of: id), launcher: launcher, pool: pool)
    canisters[id] = canister
    return canister
  }

  /// Where the state of a canister is.
  func folder(of id: Principal) -> StateFolder {
    StateFolder(path: "\(directory(id))/\(id)")
  }

  /// Ends the process of a canister, whose state stays, and forgets the canister.
  mutating func remove(_ id: Principal) {
    canisters.removeValue(forKey: id)?.end(completesState: true)
  }
}
