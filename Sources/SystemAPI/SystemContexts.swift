import CanisterRuntime

/// The contexts in which a function may be called (Interface Specification, "System API").
package struct SystemContexts: OptionSet, Hashable, Sendable {
  /// The bits of the runtime's `rt_context`.
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  init(_ context: rt_context) { self.init(rawValue: context.rawValue) }

  package static let start = Self(.start)
  /// `canister_init` and `canister_post_upgrade`.
  package static let initialization = Self(.initialization)
  package static let preUpgrade = Self(.pre_upgrade)
  package static let update = Self(.update)
  package static let replicatedQuery = Self(.replicated_query)
  package static let nonReplicatedQuery = Self(.non_replicated_query)
  package static let transformQuery = Self(.transform_query)
  package static let compositeQuery = Self(.composite_query)
  package static let replyCallback = Self(.reply_callback)
  package static let rejectCallback = Self(.reject_callback)
  package static let compositeReplyCallback = Self(.composite_reply_callback)
  package static let compositeRejectCallback = Self(.composite_reject_callback)
  package static let cleanup = Self(.cleanup)
  package static let compositeCleanup = Self(.composite_cleanup)
  package static let inspectMessage = Self(.inspect_message)
  /// Heartbeat, global timer, and the warning that Wasm memory runs low.
  package static let systemTask = Self(.system_task)
}
