import Admission
import Candid
import JSON
import Subnet

/// A client's configuration of a new instance.
struct InstanceConfiguration: Equatable, Sendable {
  var subnets: [SubnetSpecification] = []
  /// The folder of an instance that is to be kept, or was.
  var stateDirectory: String?
  /// Whether a folder is taken whose instance was not deleted.
  var takesIncompleteState = false
  var initialTimeNanoseconds: UInt64?
  /// Whether the NNS has the id that it has on the Internet Computer.
  var hasPublicNNSID = false

  /// A requested subnet.
  struct SubnetSpecification: Equatable, Sendable {
    var role: SubnetRole
    /// The folder with the state of a subnet that is to be copied.
    var statePath: String?
    var isForBenchmarks = false
    var costSchedule = CostSchedule.normal
    var admins: [Principal]?
  }

  /// The default time at which instances begin.
  static let firstTimeNanoseconds: UInt64 = 1_620_328_630_000_000_000
}

extension InstanceConfiguration {
  /// The content of a request's body.
  init(_ json: JSONValue) throws(ProtocolError) {
    let subnets = try json.required("subnet_config_set")
    for role in SubnetRole.allCases {
      guard let value = subnets.optional(role.configurationName) else { continue }
      if case .array(let elements) = value {
        for element in elements { self.subnets.append(try SubnetSpecification(role, element)) }
      } else {
        self.subnets.append(try SubnetSpecification(role, value))
      }
    }
    guard self.subnets.count <= Self.maximumSubnets else {
      throw .notSupported("An instance with more than \(Self.maximumSubnets) subnets")
    }
    if json.optional("state_dir") != nil { stateDirectory = try json.string("state_dir") }
    takesIncompleteState = json.optional("incomplete_state") == .string("Enabled")
    hasPublicNNSID = json.optional("mainnet_nns_subnet_id") == .bool(true)
    try readTime(json)
    try Self.checkLogLevel(json)
    if case .object(let features) = json.optional("icp_features") {
      if let feature = features.first(where: { $0.value != .null }) {
        throw .notSupported("The ICP feature `\(feature.name)`")
      }
    }
    if json.optional("http_gateway_config") != nil { throw .notSupported("An HTTP gateway") }
  }

  private static let maximumSubnets = 256

  private mutating func readTime(_ json: JSONValue) throws(ProtocolError) {
    guard let initial = json.optional("initial_time") else { return }
    if initial["AutoProgress"] != nil { throw .notSupported("Auto progress") }
    let time = try initial.required("Timestamp").smallNumber("nanos_since_epoch")
    guard time >= Self.firstTimeNanoseconds else {
      throw .initialTimeTooEarly(minimum: Self.firstTimeNanoseconds, provided: time)
    }
    try Instance.checkTimeIsNotTooLate(time)
    initialTimeNanoseconds = time
  }

  private static func checkLogLevel(_ json: JSONValue) throws(ProtocolError) {
    guard json.optional("log_level") != nil else { return }
    let level = try json.string("log_level")
    let levels = ["critical", "error", "warn", "warning", "info", "debug", "trace"]
    guard levels.contains(level.lowercased()) else { throw .unknownLogLevel(level) }
  }
}

extension InstanceConfiguration.SubnetSpecification {
  init(_ role: SubnetRole, _ json: JSONValue) throws(ProtocolError) {
    self.init(role: role)
    if let state = json.optional("state_config"), state != .string("New") {
      guard case .string(let path) = state["FromPath"] else {
        throw .notSupported("A `state_config` other than `New` and `FromPath`")
      }
      statePath = path
    }
    isForBenchmarks = json.optional("instruction_config") == .string("Benchmarking")
    if json.optional("cost_schedule") == .string("Free") { costSchedule = .free }
    if json.optional("subnet_admins") != nil {
      var list: [Principal] = []
      for admin in try json.elements("subnet_admins") {
        list.append(try admin.principal("principal_id", else: .badSender))
      }
      admins = list
    }
    try check()
  }

  private func check() throws(ProtocolError) {
    let isRented = role == .application || role == .cloudEngine
    if admins != nil {
      guard isRented else { throw .subnetNotMade(.adminsOfOtherKind) }
      guard costSchedule == .free else { throw .subnetNotMade(.adminsWithCosts) }
    }
    if costSchedule == .free && !isRented { throw .subnetNotMade(.freeOfOtherKind) }
    if costSchedule == .normal && role == .cloudEngine { throw .subnetNotMade(.engineWithCosts) }
  }

  /// The settings of the subnet beside those of its role.
  func apply(to settings: inout SubnetSettings) {
    settings.keepsIngressHistory = true
    settings.costSchedule = costSchedule
    settings.admins = admins
    guard isForBenchmarks else { return }
    if settings.kind == .application {
      settings.kind = .benchmarking
    } else {
      settings.instructionLimit = Self.benchmarkingLimit
    }
  }

  private static let benchmarkingLimit: UInt64 = 99_999_999_999_999
}

extension SubnetRole {
  /// The name of the member for such subnets.
  fileprivate var configurationName: String {
    switch self {
    case .nns: "nns"
    case .sns: "sns"
    case .internetIdentity: "ii"
    case .fiduciary: "fiduciary"
    case .bitcoin: "bitcoin"
    case .testThresholdKeys: "test_threshold_keys"
    case .system: "system"
    case .application: "application"
    case .verifiedApplication: "verified_application"
    case .cloudEngine: "cloud_engine"
    }
  }
}
