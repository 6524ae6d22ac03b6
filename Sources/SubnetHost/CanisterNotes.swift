package import Subnet

/// What must be known of a canister, beside its code and its state, to resume it.
package struct CanisterNotes: Sendable {
  /// It rises after each message, so the state may not have the latest.
  package var version: UInt64
  /// The last time that the canister saw, in nanoseconds since 1970.
  package var timeNanoseconds: UInt64 = 0
  package var log = CanisterLog()
  package var settings = CanisterSettings()
  /// Whether the canister was told that little of its heap is left.
  package var isToldOfLowMemory = false

  package init(version: UInt64) { self.version = version }
}
