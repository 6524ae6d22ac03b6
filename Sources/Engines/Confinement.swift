import CanisterRuntime

/// What this process gives up before it runs a module's code itself.
package enum Confinement {
  /// Leaves the process, for good, what is open, and no way to load code; whether that was done.
  package static func enter() -> Bool { rt_store_confine() }
}
