import Bytes
package import Admission
package import Candid
import ChainKeys

/// The settings of a subnet, which do not change.
package struct SubnetSettings: Codable, Equatable, Sendable {
  /// The id of the subnet, as canisters see it.
  package var id: Principal

  /// The kind of subnet that this is.
  package var kind = SubnetKind.application

  /// Whether this is the subnet that governs the others: only its canisters may call the management
  /// canister by the id of a subnet.
  package var isRoot = true

  /// How many nodes the subnet has: prices are proportional to it.
  package var nodeCount: UInt64 = 13

  /// By which schedule canisters pay; those of system subnets never do.
  package var costSchedule = CostSchedule.normal

  /// The tenant of a rented subnet, or nil.
  package var admins: [Principal]?

  /// What makes the subnet differ from others in all that is random.
  package var seed: [UInt8] = []

  /// The names of the keys by which the subnet signs for canisters.
  package var keyNames: [String]

  /// The ids of canisters that belong to the subnet, except those that it allots in order.
  package var ranges: [CanisterRange]

  /// The ids that the subnet allots, in order.
  package var allotment: CanisterRange

  /// How many instructions a message may execute; nil for the limits of the Internet Computer.
  package var instructionLimit: UInt64?

  /// Whether the changes of queries are counted before they are dropped.
  package var countsPagesOfQueries = false

  /// Whether heartbeats and timers run in rounds.
  package var runsSystemTasks = true

  /// Whether answers to messages from outside are kept for later requests of their status.
  package var keepsIngressHistory = false

  /// Whether errors have the backtrace, for those who may see a canister's log.
  package var showsBacktraces = true

  /// A subnet of a network; by default the only one, with the ids that the first subnet of the
  /// Internet Computer has.
  package init(
    id: Principal = Self.defaultID, ranges: [CanisterRange] = [CanisterRange(0...0xFFFFF)],
    allotment: CanisterRange = .allotment(0),
    keyNames: [String] = ["dfx_test_key", "key_1", "test_key_1"]
  ) {
    self.id = id
    self.keyNames = keyNames
    self.ranges = ranges
    self.allotment = allotment
  }

  /// A further subnet of a network, with an allotment of this number and nothing else.
  package init(allotmentNumber: UInt64) {
    let allotment = CanisterRange.allotment(allotmentNumber)
    let seed = NetworkTopology.seed(of: [allotment])
    self.init(
      id: Principal(bytes: SubnetKey(seed: seed).selfAuthenticatingID) ?? Self.defaultID,
      ranges: [], allotment: allotment, keyNames: [])
    self.seed = seed
  }

  /// The id of a subnet that is the only one, or the first one.
  package static let defaultID = Principal(canisterIndex: .max)

  /// Whether a canister with this id would be of this subnet.
  package func contains(_ canister: Principal) -> Bool {
    allotment.contains(canister) || ranges.contains { $0.contains(canister) }
  }

  /// Whether canisters pay nothing.
  package var isFree: Bool { kind.isFree || costSchedule == .free }

  /// The prices for canisters.
  package var costs: CycleCosts { CycleCosts(nodeCount: nodeCount, isFree: isFree) }

  /// What canisters, of any subnet, pay for the use of a key of this one: also of a system
  /// subnet, for whose own canisters everything else is free.
  var keyCost: UInt128 {
    CycleCosts(nodeCount: nodeCount, isFree: costSchedule == .free).key
  }
}
