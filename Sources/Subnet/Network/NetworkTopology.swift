package import Candid
import ChainKeys
import Hashing

/// Which subnets a network has, and which ids belong to each of them.
package struct NetworkTopology: Codable, Equatable, Sendable {
  /// The subnets in the order in which they were added; the first one is the root.
  package private(set) var subnets: [Member] = []
  /// The canister that stands for the subnet where canisters without a wish are created, also if
  /// other subnets come later; nil if there is no subnet.
  package private(set) var defaultEffectiveCanister: Principal?
  private var allotmentCount: UInt64 = 0

  /// A subnet, and why it is there.
  package struct Member: Codable, Equatable, Sendable {
    package let role: SubnetRole
    package let settings: SubnetSettings
    /// The public key by which the subnet signs what it certifies, in DER.
    package let publicKey: [UInt8]
  }

  /// A network with a subnet of each of these roles, as often as they are named.
  package init(_ roles: [SubnetRole] = []) {
    for role in SubnetRole.allCases {
      for _ in roles.filter({ $0 == role }) { add(role) }
    }
    chooseDefault()
  }

  /// Adds a subnet, and returns its inputs.
  ///
  /// Each gets an allotment of its own, from the top; those with a role of the Internet Computer
  /// have its ranges of ids, too. Only the first of a role has its id.
  @discardableResult
  package mutating func add(
    _ role: SubnetRole, hasPublicNNSID: Bool = false,
    configure: (inout SubnetSettings) -> Void = { _ in }
  ) -> SubnetSettings {
    let isFirst = !subnets.contains { $0.role == role }
    let publicRanges = isFirst ? role.publicRanges : []
    // The NNS only has the id of the Internet Computer's on request.
    let publicID = isFirst && (role != .nns || hasPublicNNSID) ? role.publicID : nil
    return add(role, id: publicID, ranges: publicRanges, configure: configure)
  }

  /// Adds a subnet with the ids that a subnet of the Internet Computer has, of which this is one;
  /// nil if another subnet of the network has it, or if the Internet Computer has no such id.
  @discardableResult
  package mutating func add(
    containing id: Principal, configure: (inout SubnetSettings) -> Void = { _ in }
  ) -> SubnetSettings? {
    guard subnet(of: id) == nil, let range = CanisterRange(around: id),
      range.first < Self.publicRangeCount * CanisterRange.size
    else { return nil }
    let named = SubnetRole.allCases.first { $0.publicRanges.contains { $0.contains(id) } }
    guard named != .nns else { return nil }
    let role = named ?? .application
    return add(
      role, id: role.publicID, ranges: named?.publicRanges ?? [range], configure: configure)
  }

  /// Adds a subnet as another network had it; false if one has some of its ids, or its own id.
  package mutating func adopt(_ role: SubnetRole, _ settings: SubnetSettings) -> Bool {
    let ranges = settings.ranges + [settings.allotment]
    let isFree = subnets.allSatisfy { member in
      member.settings.id != settings.id
        && (member.settings.ranges + [member.settings.allotment]).allSatisfy { other in
          ranges.allSatisfy { $0.last < other.first || other.last < $0.first }
        }
    }
    guard isFree else { return false }
    let last = CanisterRange.allotment(0).first
    if settings.allotment.first <= last {
      let number = (last - settings.allotment.first) / CanisterRange.size
      allotmentCount = max(allotmentCount, number + 1)
    }
    let key = SubnetKey(seed: settings.seed).derPublicKey
    subnets.append(Member(role: role, settings: settings, publicKey: key))
    defaultEffectiveCanister = defaultEffectiveCanister ?? firstAllottedCanister
    return true
  }

  /// Settles on which subnet canisters are created by default, even if others are added later.
  package mutating func chooseDefault() { defaultEffectiveCanister = firstAllottedCanister }

  /// How many ranges of the size of an allotment the Internet Computer's subnets have.
  private static let publicRangeCount: UInt64 = 0x2F

  private mutating func add(
    _ role: SubnetRole, id: Principal?, ranges: [CanisterRange],
    configure: (inout SubnetSettings) -> Void
  ) -> SubnetSettings {
    let allotment = CanisterRange.allotment(allotmentCount)
    allotmentCount += 1
    let seed = Self.seed(of: ranges + [allotment])
    let key = SubnetKey(seed: seed)
    var settings = SubnetSettings(
      id: id ?? Principal(bytes: key.selfAuthenticatingID) ?? SubnetSettings.defaultID,
      ranges: ranges, allotment: allotment, keyNames: role.keyNames)
    settings.kind = role.kind
    settings.isRoot = subnets.isEmpty
    settings.nodeCount = role.nodeCount
    settings.seed = seed
    configure(&settings)
    subnets.append(Member(role: role, settings: settings, publicKey: key.derPublicKey))
    defaultEffectiveCanister = defaultEffectiveCanister ?? firstAllottedCanister
    return settings
  }

  /// What makes subnets differ in all that is random: the same in each run.
  static func seed(of ranges: [CanisterRange]) -> [UInt8] {
    SHA256.hash(Array(ranges.map { "\($0.first)-\($0.last)" }.joined(separator: ",").utf8))
  }

  /// The subnet of the network to which a canister's id belongs; nil if there is none.
  package func subnet(of canister: Principal) -> Principal? {
    subnets.first { $0.settings.contains(canister) }?.settings.id
  }

  /// The first id that the first application subnet gives out, or else the first subnet.
  private var firstAllottedCanister: Principal? {
    let subnet =
      Self.defaultRoles.lazy.compactMap { role in subnets.first { $0.role == role } }.first
      ?? subnets.first
    return (subnet?.settings.allotment.first).map { Principal(canisterIndex: $0) }
  }

  private static let defaultRoles: [SubnetRole] = [
    .application, .verifiedApplication, .system, .cloudEngine,
  ]

  /// Removes a subnet; its allotment is not given out again.
  package mutating func remove(_ id: Principal) {
    subnets.removeAll { $0.settings.id == id }
  }
}
