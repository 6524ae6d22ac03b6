import Candid
import Executions

/// Lets a canister finish what it has begun, and take no messages any more
/// (Interface Specification, "IC method `stop_canister`").
enum StopCanister: ManagementMethod {
  static let name = "stop_canister"
  static let isAdvised = true

  /// How long a call waits for open call contexts.
  private static let timeoutNanoseconds: UInt64 = 300_000_000_000

  static func call(
    _ call: ManagementCall, of subnet: inout SubnetState
  ) throws(UserError) -> [CandidValue]? {
    let id = call.canister
    subnet.change(id, to: subnet.canisters[id]?.status == .stopped ? .stopped : .stopping)
    subnet.waitingStops[id, default: []].append(
      WaitingStop(context: call.context, sinceNanoseconds: subnet.timeNanoseconds))
    completeStop(of: id, in: &subnet)
    return nil
  }

  /// Stops a canister that is to stop as soon as it has no open call contexts.
  static func completeStop(of id: Principal, in subnet: inout SubnetState) {
    guard let canister = subnet.canisters[id], canister.status != .running,
      !subnet.contexts.values.contains(where: { $0.canister == id })
    else { return }
    subnet.canisters[id]?.status = .stopped
    for stop in subnet.waitingStops.removeValue(forKey: id) ?? [] {
      reply([], to: stop.context, of: &subnet)
    }
  }

  /// Rejects a call, since the canister was started before it had stopped.
  static func cancel(_ stop: WaitingStop, of id: Principal, in subnet: inout SubnetState) {
    let answer: ContextAnswer =
      if case .ingress = subnet.contexts[stop.context]?.origin {
        .refusal(.stopCancelled(id))
      } else {
        .failure(
          Rejection(
            code: .canisterError, message: "Canister \(id)'s stop request cancelled"))
      }
    subnet.finish(stop.context, answer: answer)
  }

  /// Answers the calls that have waited long enough; their canisters go on stopping.
  static func expire(in subnet: inout SubnetState) {
    let time = subnet.timeNanoseconds
    for id in subnet.waitingStops.keys.sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) })
    {
      let stops = subnet.waitingStops[id] ?? []
      let expired = stops.filter { $0.sinceNanoseconds &+ timeoutNanoseconds <= time }
      guard !expired.isEmpty else { continue }
      subnet.waitingStops[id] =
        expired.count == stops.count
        ? nil
        : stops.filter { stop in
          !expired.contains(stop)
        }
      for stop in expired { subnet.finish(stop.context, answer: .refusal(.stopTimedOut)) }
    }
  }
}

/// A call of `stop_canister` that waits for open call contexts.
struct WaitingStop: Codable, Equatable, Sendable {
  let context: ContextNumber
  let sinceNanoseconds: UInt64
}

extension SubnetState {
  /// Changes whether a canister takes messages.
  mutating func change(_ id: Principal, to status: RunningStatus) {
    canisters[id]?.status = status
    canisters[id]?.version += 1
  }
}
