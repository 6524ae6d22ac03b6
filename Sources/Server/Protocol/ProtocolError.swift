package import Candid
package import JSON

/// Why a request can't be granted, in the protocol's terms.
package enum ProtocolError: Error, Equatable, Sendable {
  case notJSON(JSONParsingError)
  case missingMember(String)
  /// A member is not of the kind that it should be.
  case otherKind(member: String, expected: String)
  /// A number or a word that names nothing.
  case unknownValue(member: String, value: String)
  case badSender, badCanisterID, badEffectiveCanisterID, badSubnetID, badBlobID, badMessageID
  case badBlobCompression
  case badEncoding(String)
  case tooManyBlobs
  case tooManyInstances(limit: Int)
  case noSubnets
  case subnetNotMade(SubnetProblem)
  case initialTimeTooEarly(minimum: UInt64, provided: UInt64)
  case unknownLogLevel(String)
  case notAState(path: String)
  case emptyState(path: String)
  case incompleteState(seed: String)
  case stateNotTaken(path: String, reason: String)
  /// Nothing is at this path.
  case notFound
  case instanceNotFound
  case instanceDeleted
  case canisterNotFound(Principal)
  case canisterIsEmpty(Principal)
  case badIngressMessage(String)
  case subnetNotFound(Principal)
  case settingTimeIntoPast(currentNanoseconds: UInt64, setNanoseconds: UInt64)
  /// Somebody else's message.
  case forbidden
  case invalidHTTPRequestID(subnet: Principal, id: UInt64)
  case wrongResponseCount(given: Int, nodes: UInt64)
  case invalidRejectCode(UInt64)
  case rejectMessageTooLong(sizeBytes: Int, limitBytes: Int)
  case subnetNotDeleted(Principal, why: SubnetKept)
  case invalidSnapshotDirectory(String)
  case snapshotError(String)
  /// A canister with an id that no subnet may have.
  case idOfNoSubnet(Principal)
  case idOfNNS(Principal)
  /// This server does not have it.
  case notSupported(String)
  /// Trouble with this machine, such as a disk that is full.
  case trouble(String)

  /// Why a subnet stays.
  package enum SubnetKept: Equatable, Sendable {
    case isNamed, isRoot, isDefault
  }

  /// The contradiction in a subnet's configuration.
  package enum SubnetProblem: Equatable, Sendable {
    case adminsOfOtherKind, adminsWithCosts, freeOfOtherKind, engineWithCosts
  }
}

extension ProtocolError: CustomStringConvertible {
  /// The text that clients get; parts of it are what their tests look for.
  package var description: String {
    switch self {
    case .notJSON(let error): "\(error)"
    case .missingMember(let name): "missing field `\(name)`"
    case .otherKind(let member, let expected): "invalid type: `\(member)` has to be \(expected)"
    case .unknownValue(let member, let value): "unknown value of `\(member)`: `\(value)`"
    case .badSender: "Bad sender principal"
    case .badCanisterID: "Bad canister id"
    case .badEffectiveCanisterID: "Bad effective canister id"
    case .badSubnetID: "Bad subnet id"
    case .badBlobID: "Bad blob id"
    case .badMessageID: "Bad message id"
    case .badBlobCompression: "Decompression failed"
    case .badEncoding(let encoding): "Bad encoding: \(encoding)"
    case .tooManyBlobs: "The blob store is full"
    case .tooManyInstances(let limit): "There are \(limit) instances, which is as many as may be"
    case .noSubnets: "SubnetConfigSet must contain at least one subnet"
    case .subnetNotMade(let problem): problem.sentence
    case .initialTimeTooEarly(let minimum, let provided):
      "The initial timestamp (unix timestamp in nanoseconds) must be no earlier than \(minimum) "
        + "(provided \(provided))."
    case .unknownLogLevel(let level): "Failed to parse log level: `\(level)`"
    case .notAState(let path): "\(path) is not a (subnet state) directory"
    case .emptyState(let path): "Provided an empty state directory at path \(path)"
    case .incompleteState(let seed): "The state of subnet with seed \(seed) is incomplete."
    case .stateNotTaken(let path, let reason): "\(path): this state can't be taken: \(reason)"
    case .notFound: "Not found"
    case .instanceNotFound: #"UpdateError { message: "Instance not found" }"#
    case .instanceDeleted: #"UpdateError { message: "Instance was deleted" }"#
    case .canisterNotFound(let id): "CanisterNotFound(CanisterId(\(id)))"
    case .canisterIsEmpty(let id): "CanisterIsEmpty(CanisterId(\(id)))"
    case .badIngressMessage(let reason): "BadIngressMessage(\(reason.debugDescription))"
    case .subnetNotFound(let id): "SubnetNotFound(\(id))"
    case .settingTimeIntoPast(let current, let set): "SettingTimeIntoPast((\(current), \(set)))"
    case .forbidden: "The user tries to access Request ID not signed by the caller."
    case .invalidHTTPRequestID(let subnet, let id):
      "InvalidCanisterHttpRequestId((\(subnet), CanisterHttpRequestId(\(id))))"
    case .wrongResponseCount(let given, let nodes):
      "InvalidMockCanisterHttpResponses((\(given), \(nodes)))"
    case .invalidRejectCode(let code): "InvalidRejectCode(\(code))"
    case .rejectMessageTooLong(let size, let limit):
      "CanisterHttpRejectMessageTooLong((\(size), \(limit)))"
    case .subnetNotDeleted(let id, let why): "Subnet \(id) can't be deleted: \(why.sentence)"
    case .invalidSnapshotDirectory(let reason):
      "InvalidCanisterSnapshotDirectory(\(reason.debugDescription))"
    case .snapshotError(let reason): "CanisterSnapshotError(\(reason.debugDescription))"
    case .idOfNoSubnet(let id):
      Self.badIngressMessage(
        "The effective canister ID \(id) does not belong to an existing subnet and it is not a "
          + "mainnet canister ID."
      ).description
    case .idOfNNS(let id):
      Self.badIngressMessage(
        "The effective canister ID \(id) belongs to the NNS subnet on the IC mainnet for which "
          + "PocketIC provides a `SubnetKind`: please set up your PocketIC instance with a subnet "
          + "of that `SubnetKind`."
      ).description
    case .notSupported(let what): "\(what) is not supported by Tinsmith"
    case .trouble(let reason): reason
    }
  }
}

extension ProtocolError.SubnetKept {
  fileprivate var sentence: String {
    switch self {
    case .isNamed: "its kind has only one subnet."
    case .isRoot: "it is the root subnet."
    case .isDefault: "it has the default effective canister id."
    }
  }
}

extension ProtocolError.SubnetProblem {
  fileprivate var sentence: String {
    switch self {
    case .adminsOfOtherKind:
      "Subnet admins can only be specified for subnet of kind `Application` or `CloudEngine`."
    case .adminsWithCosts:
      "Subnet admins can only be specified for subnet with cost schedule of kind `Free`."
    case .freeOfOtherKind:
      "Non-default cost schedule can only be specified for subnet of kind `Application` or "
        + "`CloudEngine`."
    case .engineWithCosts:
      "Every subnet of kind `CloudEngine` must have cost schedule of kind `Free`."
    }
  }
}

extension HTTPAnswer {
  /// The answer to a request that can't be granted.
  init(_ error: ProtocolError) {
    switch error {
    case .notFound: self.init(status: 404)
    case .forbidden: self.init(status: 403, text: error.description)
    case .badEncoding, .badBlobID: self.init(status: 400, text: error.description)
    case .instanceNotFound: self.init(status: 404, ["message": .string(error.description)])
    default: self.init(status: 400, ["message": .string(error.description)])
    }
  }
}
