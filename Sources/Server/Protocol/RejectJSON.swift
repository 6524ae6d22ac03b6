import JSON
import Subnet

/// Answers to messages, as the protocol has them.
extension JSONValue {
  /// An answer; it is certified if the message was executed in a round.
  init(_ result: MessageResult, isCertified: Bool) {
    switch result {
    case .reply(let bytes): self = ["Ok": .bytes(bytes)]
    case .ok: self = ["Ok": .bytes([])]
    case .reject(let error), .trap(let error):
      self = [
        "Err": [
          "reject_code": .string(error.rejectCodeName),
          "reject_message": .string(error.description),
          "error_code": .string(error.codeName),
          "certified": .bool(isCertified),
        ]
      ]
    }
  }
}

extension UserError {
  /// The class of the error, as the protocol calls it.
  fileprivate var rejectCodeName: String {
    switch code / 100 {
    case 1: "SysFatal"
    case 2: "SysTransient"
    case 3: "DestinationInvalid"
    case 4: "CanisterReject"
    case 6: "SysUnknown"
    default: "CanisterError"
    }
  }

  /// The name of the code, as the protocol has it.
  fileprivate var codeName: String { Self.codeNames[code] ?? "CanisterWasmEngineError" }

  private static let codeNames: [UInt32: String] = [
    101: "SubnetOversubscribed", 102: "MaxNumberOfCanistersReached",
    201: "CanisterQueueFull", 202: "IngressMessageTimeout", 203: "CanisterQueueNotEmpty",
    204: "IngressHistoryFull", 205: "CanisterIdAlreadyExists", 206: "StopCanisterRequestTimeout",
    207: "CanisterOutOfCycles", 208: "CertifiedStateUnavailable",
    209: "CanisterInstallCodeRateLimited", 210: "CanisterHeapDeltaRateLimited",
    301: "CanisterNotFound", 305: "CanisterSnapshotNotFound",
    402: "InsufficientMemoryAllocation", 403: "InsufficientCyclesForCreateCanister",
    404: "SubnetNotFound", 405: "CanisterNotHostedBySubnet", 406: "CanisterRejectedMessage",
    407: "UnknownManagementMessage", 408: "InvalidManagementPayload",
    409: "CanisterSnapshotImmutable", 410: "InvalidSubnetAdmin",
    502: "CanisterTrapped", 503: "CanisterCalledTrap", 504: "CanisterContractViolation",
    505: "CanisterInvalidWasm", 506: "CanisterDidNotReply", 507: "CanisterOutOfMemory",
    508: "CanisterStopped", 509: "CanisterStopping", 510: "CanisterNotStopped",
    511: "CanisterStoppingCancelled", 512: "CanisterInvalidController",
    513: "CanisterFunctionNotFound", 514: "CanisterNonEmpty",
    517: "QueryCallGraphLoopDetected", 520: "InsufficientCyclesInCall",
    521: "CanisterWasmEngineError", 522: "CanisterInstructionLimitExceeded",
    524: "CanisterMemoryAccessLimitExceeded", 525: "QueryCallGraphTooDeep",
    526: "QueryCallGraphTotalInstructionLimitExceeded",
    527: "CompositeQueryCalledInReplicatedMode", 528: "QueryTimeLimitExceeded",
    529: "QueryCallGraphInternal", 530: "InsufficientCyclesInComputeAllocation",
    531: "InsufficientCyclesInMemoryAllocation", 532: "InsufficientCyclesInMemoryGrow",
    533: "ReservedCyclesLimitExceededInMemoryAllocation",
    534: "ReservedCyclesLimitExceededInMemoryGrow",
    535: "InsufficientCyclesInMessageMemoryGrow", 536: "CanisterMethodNotFound",
    537: "CanisterWasmModuleNotFound", 538: "CanisterAlreadyInstalled",
    539: "CanisterWasmMemoryLimitExceeded", 540: "ReservedCyclesLimitIsTooLow",
    601: "DeadlineExpired", 602: "ResponseDropped",
  ]
}
