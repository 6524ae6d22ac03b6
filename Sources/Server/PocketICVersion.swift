import Foundation

/// The version of PocketIC's server that this one reports.
///
/// Clients of versions 11 to 16 say the same to each of them, and read what they know of the
/// answers; so all of them are served alike. But each client wants a server of its own major
/// version, and asks for it before anything else.
package struct PocketICVersion: Equatable, Sendable {
  package let text: String

  /// A version such as `13.0.0`; nil if it is none.
  package init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ UInt16($0) != nil }) else { return nil }
    self.text = text
  }

  private init(newest text: String) { self.text = text }

  /// The one that the environment names, or else the newest that is known.
  package static var chosen: PocketICVersion {
    let name = ProcessInfo.processInfo.environment["TINSMITH_POCKET_IC_VERSION"]
    return name.flatMap { PocketICVersion($0) } ?? PocketICVersion(newest: "16.1.0")
  }

  /// What the server answers to `--version`.
  package var line: String { "pocket-ic-server \(text)" }

  /// The names under which the program is a server by default.
  package static let programNames = ["pocket-ic", "pocket-ic-server"]
}
