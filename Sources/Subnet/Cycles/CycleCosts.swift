internal import CanisterRuntime
package import Executions

/// What the canisters of a subnet pay, in cycles (Interface Specification, "Cycle cost
/// calculation").
///
/// The prices are in `runtime/src/base/prices.c`, since canisters can ask for them, too.
package struct CycleCosts: Sendable {
  private let pricing: rt_pricing

  package init(nodeCount: UInt64, isFree: Bool) {
    pricing = rt_pricing(nodes: UInt32(clamping: nodeCount), is_free: isFree)
  }

  /// Executing a message with so many instructions.
  func execution(instructions: UInt64, is64Bit: Bool) -> UInt128 {
    UInt128(rt_execution_cost(pricing, instructions, is64Bit))
  }

  /// The part of an execution's cost that goes with its instructions.
  func instructions(_ count: UInt64, is64Bit: Bool) -> UInt128 {
    UInt128(rt_instruction_cost(pricing, count, is64Bit))
  }

  /// Taking in a message from outside.
  func ingress(sizeBytes: Int) -> UInt128 {
    UInt128(rt_ingress_cost(pricing, UInt64(sizeBytes)))
  }

  /// Sending a call and receiving the largest response.
  package func call(_ call: OutgoingCall) -> UInt128 {
    UInt128(rt_call_cost(pricing, UInt64(call.method.utf8.count + call.payload.count)))
  }

  /// What is paid back of a call's cost once its response is there.
  func refund(for response: CallResult) -> UInt128 {
    UInt128(rt_response_refund(pricing, UInt64(response.sizeBytes)))
  }

  /// Creating a canister.
  var canisterCreation: UInt128 { UInt128(rt_canister_creation_cost(pricing)) }

  /// An HTTP request whose response may have so many bytes.
  func httpRequest(sizeBytes: UInt64, responseLimitBytes: UInt64) -> UInt128 {
    UInt128(rt_http_request_cost(pricing, sizeBytes, responseLimitBytes))
  }

  /// What a canister must set aside when it takes memory of a subnet that has used so much.
  func storageReservation(takingBytes bytes: UInt64, usedBytes: UInt64) -> UInt128 {
    UInt128(rt_storage_reservation(pricing, usedBytes, bytes))
  }

  /// How much memory a subnet has for its canisters, in bytes.
  static var subnetMemoryBytes: UInt64 { rt_subnet_memory_bytes() }

  /// Signing with a key of the subnet.
  var key: UInt128 { UInt128(rt_key_cost(pricing)) }

  /// What resources cost a day: memory, memory for messages, and compute allocation.
  func daily(_ resources: Resources) -> [(use: CyclesUse, cost: UInt128)] {
    var resources = rt_resources(resources)
    let cost = unsafe rt_daily_cost(pricing, &resources)
    return [
      (.memory, UInt128(cost.memory)), (.memory, UInt128(cost.message_memory)),
      (.computeAllocation, UInt128(cost.compute_allocation)),
    ]
  }

  /// What resources cost in so many seconds.
  func idle(_ resources: Resources, seconds: UInt64) -> UInt128 {
    var resources = rt_resources(resources)
    return UInt128(unsafe rt_cost_for_seconds(pricing, &resources, seconds))
  }
}

extension UInt128 {
  fileprivate init(_ amount: rt_cycles_amount) {
    self = UInt128(amount.high) << 64 | UInt128(amount.low)
  }
}

extension rt_resources {
  fileprivate init(_ resources: Resources) {
    self.init(
      memory_bytes: resources.memoryBytes,
      memory_allocation_bytes: resources.memoryAllocationBytes,
      message_memory_bytes: resources.messageMemoryBytes,
      compute_allocation_percent: resources.computeAllocationPercent)
  }
}

extension CallResult {
  /// What is transmitted of a response, in bytes: a rejection has a byte for its code.
  var sizeBytes: Int {
    switch self {
    case .reply(let bytes): bytes.count
    case .reject(let rejection): 1 + rejection.message.utf8.count
    }
  }
}
