/// Which Tinsmith this is.
package enum Version {
  package static let number = "0.1.0"

  /// The line that `--version` prints and that compiled canisters carry.
  package static let line = "tinsmith \(number)"
}
